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
