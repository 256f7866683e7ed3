using System.Text.Json;
using AccountTwins.Cli.Commands;
using AccountTwins.Domain.Changes;
using AccountTwins.Silo.Changes.Webhooks;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Client;

/// <summary>Changes and webhooks at the command line.</summary>
public sealed class ChangeCommandTests
{
    [Fact]
    public void The_command_line_knows_every_kind() => Assert.Equal(ChangeCatalogue.All.Select(type => type.Kind), ChangeCommands.Kinds);

    [Fact]
    public async Task Changes_are_shown_as_they_come_and_filtered_by_the_service()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var type in ChangeCatalogue.All)
            host.Changes.Add(type.Example with { Tenant = ApiHost.Tenant });
        host.Changes.Add(Row("acct-1\u001b[2J", ChangeKinds.FlagOpened));
        host.Move();

        var all = await TailAsync(host, "--after", "0");
        var some = await TailAsync(host, "--after", "0", "--kind", "flag_opened", "flag_closed", "--account", "acme");
        var json = await TailAsync(host, "--after", $"{ChangeCatalogue.All.Length}", "--json");

        Assert.Equal((0, ChangeCatalogue.All.Length + 1), (all.Exit, all.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.DoesNotContain('\u001b', all.Output);
        Assert.Matches("(?s)2026-.*flag_opened.*acme.*review_awaited.*waits for lead", all.Output);
        Assert.Equal(2, some.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal($"{ChangeCatalogue.All.Length + 1}", JsonDocument.Parse(json.Output.Trim()).RootElement.GetProperty("sequence").GetString());
    }

    [Fact]
    public async Task What_may_not_be_read_ends_with_its_code()
    {
        await using var host = await ApiHost.StartAsync();

        var expired = await host.RunAsync(KeyScopes.Reader, "changes", "tail", "--after", "7");
        var forbidden = await host.RunAsync(KeyScopes.Signals, "changes", "tail");
        var unknown = await host.RunAsync(KeyScopes.Reader, "changes", "tail", "--kind", "weather");

        Assert.Equal((1, 1, 2), (expired.Exit, forbidden.Exit, unknown.Exit));
        Assert.StartsWith("cursor_invalid: ", expired.Error);
        Assert.StartsWith("forbidden: ", forbidden.Error);
    }

    [Fact]
    public async Task A_webhook_is_added_listed_rotated_disabled_enabled_and_removed()
    {
        await using var host = await ApiHost.StartAsync();
        var added = await Run("add", "https://example.com/hook", "--kind", "flag_opened");
        var id = added.Error.Trim();

        Assert.Matches("^whsec_[^\n]+\n$", added.Output);
        var rotated = await Run("rotate", id);
        Assert.Matches("^whsec_[^\n]+\n$", rotated.Output);
        Assert.NotEqual(added.Output, rotated.Output);
        var shorter = await Run("rotate", id, "--overlap", "1.5", "--json");
        Assert.Equal(host.Clock.GetUtcNow().AddDays(1), UntilOf(shorter.Output));
        await Run("rotate", id, "--overlap", "0");
        Assert.Equal(host.Clock.GetUtcNow().AddHours(1.5), UntilOf((await Run("rotate", id, "--overlap", "1.5", "--json")).Output));
        Assert.NotEqual(0, (await Run("rotate", id, "--overlap", "721")).Exit);
        Assert.Equal("Disabled: https://example.com/hook\n", (await Run("disable", id)).Output);
        Assert.Matches(@"wh_\w+ +https://example.com/hook +flag_opened +no .* by_hand", (await Run("list")).Output);
        Assert.Equal("Sends: https://example.com/hook\n", (await Run("enable", id)).Output);
        Assert.Equal("Removed: https://example.com/hook\n", (await Run("remove", id)).Output);
        Assert.StartsWith("unknown_webhook: ", (await Run("test", id)).Error);
        Assert.StartsWith("bad_webhook: ", (await Run("add", "http://example.com/")).Error);
        Assert.Equal("Nothing.\n", (await Run("list")).Output);

        Task<(int Exit, string Output, string Error)> Run(params string[] arguments) => host.RunAsync(KeyScopes.Admin, ["webhooks", .. arguments]);
        static DateTimeOffset UntilOf(string json) => System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("oldSecretUntil").GetDateTimeOffset();
    }

    [Fact]
    public async Task A_trial_that_nobody_takes_ends_with_1()
    {
        await using var host = await ApiHost.StartAsync(services: services => services.Configure<WebhookOptions>(options => (options.AllowHttp, options.AllowPrivate) = (true, true)));
        var id = (await host.RunAsync(KeyScopes.Admin, "webhooks", "add", "http://127.0.0.1:1/")).Error.Trim();

        var (exit, output, _) = await host.RunAsync(KeyScopes.Admin, "webhooks", "test", id);

        Assert.Equal(1, exit);
        Assert.StartsWith("No answer", output);
    }

    private static ChangeRow Row(string account, string kind) =>
        new(ApiHost.Tenant, account, "chg_" + account, kind, "smb", new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero), "{}"u8.ToArray());

    private static async Task<(int Exit, string Output, string Error)> TailAsync(ApiHost host, params string[] arguments)
    {
        var tail = host.RunAsync(KeyScopes.Reader, ["changes", "tail", "--for", "16", .. arguments]);
        await Until.TrueAsync(() =>
        {
            if (host.Clock.Waiting > 1)
                host.Clock.Advance(TimeSpan.FromMilliseconds(500));
            return tail.IsCompleted;
        });
        return await tail;
    }
}
