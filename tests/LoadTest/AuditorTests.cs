using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Streams;
using AccountTwins.LoadTest.Audit;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;
using AccountTwins.Silo.Hosting;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.LoadTest;

/// <summary>The auditor is only worth something if it sees what is wrong.</summary>
public sealed class AuditorTests
{
    private static readonly WorkloadOptions Options = new()
    {
        Seed = 3,
        Signals = 500,
        Accounts = 10,
        MalformedShare = 0,
        End = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
    };

    [Fact]
    public async Task Twins_that_hold_each_signal_once_are_clean()
    {
        var report = await AuditAsync(signals => signals);

        Assert.True(report.IsClean, report.ToString());
        Assert.Equal(500, report.Signals);
    }

    [Fact]
    public async Task A_lost_signal_is_seen()
    {
        var report = await AuditAsync(signals => signals[..^1]);

        Assert.False(report.IsClean);
        Assert.Equal((1, 0), (report.Lost, report.Doubled));
    }

    [Fact]
    public async Task A_doubled_signal_is_seen()
    {
        // A twin forgets identities after some time; one that comes again then counts twice.
        var report = await AuditAsync(signals => [.. signals, signals[0]]);

        Assert.False(report.IsClean);
        Assert.Equal((0, 1), (report.Lost, report.Doubled));
    }

    [Fact]
    public void A_letter_is_told_from_others_by_its_place_and_its_bytes()
    {
        MalformedMessage[] sent = [new(("signals.usage", 0, 7), [1]), new(("signals.usage", 0, 9), [2])];
        static FoundLetter Letter(long offset, byte value) => new(("signals.usage", 0, offset), "decode", "invalid_json", false, MalformedMessage.HashOf([value]));

        Assert.Empty(Auditor.CompareLetters(sent, [Letter(7, 1), Letter(9, 2)]));
        Assert.Empty(Auditor.CompareLetters(sent, [Letter(7, 1), Letter(8, 1), Letter(9, 2)]));
        Assert.StartsWith("no dead letter", Assert.Single(Auditor.CompareLetters(sent, [Letter(7, 1), Letter(8, 2)])));
        Assert.StartsWith("dead letter with other bytes", Assert.Single(Auditor.CompareLetters(sent, [Letter(7, 2), Letter(9, 2)])));
        Assert.StartsWith("dead letter for a good message", Assert.Single(Auditor.CompareLetters(sent, [Letter(7, 1), Letter(8, 3), Letter(9, 2)])));
    }

    /// <summary>Stores the hot account's twin from changed signals, all others from theirs.</summary>
    private static async Task<AuditReport> AuditAsync(Func<Signal[], Signal[]> change)
    {
        var oracle = new Oracle();
        var messages = new Traffic(Options with { HotShare = 0.4 }).Read().Where(message => message.Kind == OutgoingKind.Signal).ToList();
        messages.ForEach(oracle.Note);
        await using var host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        foreach (var account in messages.GroupBy(message => message.Account))
        {
            Signal[] signals = [.. account.Select(message => message.Signal!)];
            if (account.Key == Traffic.Hot)
                signals = change(signals);
            StreamSignal[] batch = [.. signals.Select((signal, index) => new StreamSignal(index, signal))];
            var applied = Assert.IsType<ApplyOutcome.Applied>(AccountTwin.Empty(account.Key).Apply(1, -1, batch));
            var row = AccountTwins.Grains.Mapping.TwinRow.Write(applied.Twin, null, Guid.NewGuid());
            Assert.Equal(AccountTwins.Grains.State.WriteResult.Written, await host.Twins.WriteAsync(row, CancellationToken.None));
        }

        using var kafka = EmbeddedKafka.Start(new Dictionary<string, int> { [TopicPlan.DeadLetters] = 1 });
        return await Auditor.AuditAsync(oracle, TwinDatabase.Sqlite(host.Settings["Storage:DataFolder"]!), [], kafka.BootstrapServers, withOrder: false);
    }
}
