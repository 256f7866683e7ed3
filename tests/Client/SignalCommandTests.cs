using System.Text.Json;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Client;

/// <summary>Signals and accounts at the command line.</summary>
public sealed class SignalCommandTests
{
    [Fact]
    public async Task A_file_of_lines_is_sent_and_what_cannot_be_used_is_named_by_its_line()
    {
        await using var host = await ApiHost.StartAsync();
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "events.jsonl");
        await File.WriteAllLinesAsync(file, [Event("1"), "", Event("2", type: "usage.nonsense.v1"), Event("3")]);

        var (exit, output, error) = await host.RunAsync(KeyScopes.Signals, "signals", "send", file);

        Assert.Equal((1, ""), (exit, error));
        Assert.Contains("2 accepted, 0 repeated, 1 rejected.", output);
        Assert.Matches(@"\b3 +unknown_type", output);
    }

    [Fact]
    public async Task What_is_validated_is_taken_by_nobody()
    {
        await using var host = await ApiHost.StartAsync();
        var http = await host.ClientAsync(KeyScopes.None);
        var key = await host.CreateKeyAsync(KeyScopes.Signals);

        var good = await ClientHost.RunAsync(["signals", "validate", "-"], key, () => http, host.Clock, $"[{Event("1")},{Event("2")}]");

        Assert.Equal((0, "2 accepted, 0 repeated, 0 rejected.\n"), (good.Exit, good.Output));
        Assert.Empty(host.Accounts.Accepted);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_as_JSON_too()
    {
        await using var host = await ApiHost.StartAsync();
        var http = await host.ClientAsync(KeyScopes.None);
        var key = await host.CreateKeyAsync(KeyScopes.Signals);

        var (exit, output, _) = await ClientHost.RunAsync(["signals", "validate", "-", "--json"], key, () => http, host.Clock, Event("1", type: "usage.nonsense.v1"));
        var other = await host.ClientAsync(KeyScopes.None);
        var broken = await ClientHost.RunAsync(["signals", "validate", "-"], key, () => other, host.Clock, Event("1") + "\n{");

        Assert.Equal(1, exit);
        Assert.Equal("unknown_type", JsonDocument.Parse(output).RootElement.GetProperty("results")[0].GetProperty("code").GetString());
        Assert.Equal(2, broken.Exit);
        Assert.Contains("Line 2", broken.Error);
    }

    [Fact]
    public async Task One_signal_needs_no_file()
    {
        await using var host = await ApiHost.StartAsync();

        var sent = await host.RunAsync(KeyScopes.Signals, "signals", "send", "--type", "usage.activity.v1", "--account", "acct-1", "--data", "{\"sessions\":3}");
        var nothing = await host.RunAsync(KeyScopes.Signals, "signals", "send");

        Assert.Equal((0, 2), (sent.Exit, nothing.Exit));
        Assert.Contains("1 accepted", sent.Output);
    }

    [Fact]
    public async Task A_timeline_is_watched_and_each_thing_is_told_once()
    {
        await using var host = await ApiHost.StartAsync();
        var entry = new TimelineEntryView { At = host.Clock.GetUtcNow(), Family = "support", Type = "support.ticket_opened.v1", Text = "T-1\u001b[2J" };
        Show(entry);

        var watching = host.RunAsync(KeyScopes.Agent, "signals", "tail", "acct-1", "--for", "3");
        await Until.TrueAsync(() => host.Clock.Waiting > 0);
        Show(entry with { Type = "flag_opened", Text = "support" }, entry);
        await Until.TrueAsync(() =>
        {
            host.Clock.AdvanceToNext();
            return watching.IsCompleted;
        });

        var lines = (await watching).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.EndsWith("T-1 [2J", lines[0]);
        Assert.Contains("flag_opened", lines[1]);

        void Show(params TimelineEntryView[] entries) => host.Accounts.Timelines[new AccountKey(ApiHost.Tenant, "acct-1")] =
            new TimelineView { Tenant = ApiHost.Tenant, Account = "acct-1", Revision = entries.Length, AsOf = host.Clock.GetUtcNow(), Entries = entries };
    }

    [Fact]
    public async Task Accounts_are_listed_and_resolved()
    {
        await using var host = await ApiHost.StartAsync();

        var listed = await host.RunAsync(KeyScopes.Reader, "accounts", "list", "--band", "at_risk", "--flagged", "--limit", "5");
        var nobody = await host.RunAsync(KeyScopes.Agent, "accounts", "resolve", "contact", "kim@acme.example");

        Assert.Equal((0, 1), (listed.Exit, nobody.Exit));
        Assert.Equal(("at_risk", true), (host.Search.LastQuery!.Band, host.Search.LastQuery.HasOpenFlag));
        Assert.StartsWith("unknown_account: ", nobody.Error);
    }

    [Fact]
    public async Task An_account_shows_its_value_and_beside_it_what_its_health_makes_of_it()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account() with
        {
            Value = new AccountValueView { Tier = "mid", Currency = "EUR", Contracts = [new ContractValueView { Currency = "EUR", Low = 90_000, Expected = 120_000, High = 160_000, Method = "sbg", ExpectedUnderHealth = 81_234 }] },
        });

        foreach (var command in new[] { new[] { "context", "acct-1" }, ["accounts", "get", "acct-1"] })
        {
            var (exit, output, _) = await host.RunAsync(KeyScopes.Reader, command);

            Assert.Equal(0, exit);
            var (head, row) = (output.Split('\n').Single(line => line.Contains("value tier")), output.Split('\n').Single(line => line.Contains("sbg")));
            Assert.EndsWith("under its health", head.TrimEnd());
            Assert.EndsWith("81234", row.TrimEnd());
        }
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _twins twins")]
    [InlineData("zsh", "compdef _twins twins")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    [InlineData("fish", "complete -c twins")]
    public async Task A_shell_gets_its_script_without_a_key(string shell, string expected)
    {
        var (exit, output, _) = await ClientHost.RunAsync(["completion", shell], null, () => throw new InvalidOperationException("Nobody is to be asked."));

        Assert.Equal(0, exit);
        Assert.Contains(expected, output);
        Assert.Contains("[suggest:", output);
    }

    [Fact]
    public async Task What_completes_a_line_are_commands_options_and_their_words()
    {
        Assert.Contains("validate", await SuggestAsync("signals va"));
        Assert.Contains("at_risk", await SuggestAsync("accounts list --band "));
        Assert.DoesNotContain("send", await SuggestAsync("signals va"));
    }

    private static async Task<string[]> SuggestAsync(string line)
    {
        var (_, output, _) = await ClientHost.RunAsync([$"[suggest:{line.Length}]", line], null, () => throw new InvalidOperationException("Nobody is to be asked."));
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Event(string id, string type = "usage.activity.v1") =>
        $$$"""{"specversion":"1.0","id":"{{{id}}}","source":"/t","type":"{{{type}}}","subject":"acct-1","time":"2026-03-01T11:59:00Z","data":{"sessions":3}}""";
}
