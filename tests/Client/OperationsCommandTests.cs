using System.Text.Json;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Silo.Api;

namespace AccountTwins.Tests.Client;

/// <summary>The deployment and its dead letters at the command line and over HTTP.</summary>
public sealed class OperationsCommandTests
{
    [Fact]
    public async Task Status_is_a_table_and_ends_with_1_while_a_part_is_missing()
    {
        await using var host = await ApiHost.StartAsync();

        var ready = await host.RunAsync(KeyScopes.Ops, "ops", "status");
        host.Store.Current = new(false, DateTimeOffset.UnixEpoch, "x");
        var away = await host.RunAsync(KeyScopes.Ops, "ops", "status");
        var json = await host.RunAsync(KeyScopes.Ops, "ops", "status", "--json");

        Assert.Equal((0, 1, 1), (ready.Exit, away.Exit, json.Exit));
        Assert.Contains("Ready.", ready.Output);
        Assert.Contains("Not ready.", away.Output);
        Assert.Equal("not_ready", JsonDocument.Parse(json.Output).RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Positions_show_how_far_behind_a_stream_is_and_what_is_not_known()
    {
        await using var host = await ApiHost.StartAsync();
        host.DeadLetters.Positions = new([
            new PositionRow { Stream = 1, Log = "log-a", Topic = "signals.usage", Partition = 0, Committed = 41, Lag = 7 },
            new PositionRow { Stream = 2, Log = "log-b", Topic = "signals.usage", Partition = 0, Committed = 3, IsRetired = true },
        ]);

        var (exit, output, _) = await host.RunAsync(KeyScopes.Ops, "ops", "positions");

        Assert.Equal(0, exit);
        Assert.Matches(@"1 +signals.usage +0 +41 +7 +log-a", output);
        Assert.Matches(@"2 +signals.usage +0 +3 +- +log-b \(gone\)", output);
    }

    [Fact]
    public async Task A_silo_that_is_drained_answers_and_then_stops()
    {
        await using var host = await ApiHost.StartAsync();

        var (exit, output, _) = await host.RunAsync(KeyScopes.Ops, "ops", "drain");

        Assert.Equal(0, exit);
        Assert.Contains("drains and ends", output);
        Assert.True(host.Stopping.IsCancellationRequested);
    }

    [Fact]
    public async Task Letters_are_listed_by_what_is_asked_for()
    {
        await using var host = await ApiHost.StartAsync();
        host.DeadLetters.Letters.Add(Letter(17) with { Detail = "no\u001b[2J", Account = "acct-1" });

        var (exit, output, _) = await host.RunAsync(KeyScopes.Ops, "dead-letters", "list", "--reason", "bad_json", "--topic", "signals.usage", "--stage", "decode", "--limit", "5");

        Assert.Equal(0, exit);
        Assert.Contains("0:17", output);
        Assert.Contains("no [2J", output);
        var asked = Assert.Single(host.DeadLetters.Asked);
        Assert.Equal((ApiHost.Tenant, 5, false, "bad_json", "signals.usage", "decode"), (asked.Tenant, asked.Limit, asked.IsOldestFirst, asked.Reason, asked.Topic, asked.Stage));
    }

    [Fact]
    public async Task All_letters_are_sent_again_page_by_page_and_each_once()
    {
        await using var host = await ApiHost.StartAsync();
        host.DeadLetters.Letters.AddRange(Enumerable.Range(0, 450).Select(offset => Letter(offset) with { IsCut = offset == 449 }));

        var all = await host.RunAsync(KeyScopes.Ops, "dead-letters", "replay", "--all");
        var two = await host.RunAsync(KeyScopes.Ops, "dead-letters", "replay", "0:1", "0:999", "--json");
        var both = await host.RunAsync(KeyScopes.Ops, "dead-letters", "replay", "0:1", "--all");

        Assert.Equal((1, "449 sent again, 1 too large to have been kept, 0 unknown.\n"), (all.Exit, all.Output));
        Assert.Equal(451, host.DeadLetters.Replayed.Count);
        Assert.Equal(450, host.DeadLetters.Replayed.Distinct().Count());
        Assert.Equal(1, JsonDocument.Parse(two.Output).RootElement.GetProperty("unknown").GetInt32());
        Assert.Equal(2, both.Exit);
    }

    [Fact]
    public async Task What_is_asked_for_wrongly_or_while_the_brokers_are_away_is_a_problem()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.StartsWith("bad_request: ", (await host.RunAsync(KeyScopes.Ops, "dead-letters", "replay", "seventeen")).Error);
        Assert.StartsWith("cursor_invalid: ", (await host.RunAsync(KeyScopes.Ops, "dead-letters", "list", "--cursor", "0:1,0:2")).Error);
        host.DeadLetters.IsAway = true;
        Assert.StartsWith("kafka_unavailable: ", (await host.RunAsync(KeyScopes.Ops, "dead-letters", "list")).Error);
        Assert.StartsWith("forbidden: ", (await host.RunAsync(KeyScopes.Agent, "dead-letters", "list")).Error);
    }

    [Fact]
    public async Task An_accounts_letters_are_settled_with_a_reason()
    {
        await using var host = await ApiHost.StartAsync();
        host.Decisions.SettleReply = new SettleReply { Standing = TwinStanding.Ready, View = new AccountParkedView { Code = "apply_failed", Since = DateTimeOffset.UnixEpoch, Signals = 2 } };

        var (exit, output, _) = await host.RunAsync(KeyScopes.Ops, "dead-letters", "settle", "acct 1", "--reason", "both replayed", "--signals", "2");
        var mute = await host.RunAsync(KeyScopes.Ops, "dead-letters", "settle", "acct 1");
        host.Decisions.SettleReply = new SettleReply { Standing = TwinStanding.Ready, Refusal = "not_parked" };
        var again = await host.RunAsync(KeyScopes.Ops, "dead-letters", "settle", "acct 1", "--reason", "both replayed");

        Assert.Equal((0, 2, 1), (exit, mute.Exit, again.Exit));
        Assert.StartsWith("Settled: 2 put aside since 1970-01-01", output);
        Assert.StartsWith("not_parked: ", again.Error);
        Assert.Equal(new SettleAsk { Reason = "both replayed", By = "test", Signals = 2 }, host.Decisions.Asked.First().Asked);
    }

    private static DeadLetterView Letter(long offset) => new()
    {
        Id = $"0:{offset}", At = DateTimeOffset.UnixEpoch, Topic = "signals.usage", Partition = 3, Offset = offset, Stage = "decode", Reason = "bad_json",
    };
}
