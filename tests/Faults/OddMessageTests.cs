using System.Text;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.Tests.Faults;

/// <summary>Messages out of all proportion, in size and in time, between ordinary ones.</summary>
[Collection(FaultsCollection.Name)]
public sealed class OddMessageTests
{
    private static readonly AccountKey Account = new("default", "odd");

    [Fact]
    public async Task Huge_and_future_messages_become_dead_letters_and_very_late_ones_count()
    {
        var huge = new Outgoing(OutgoingKind.Malformed, Family.Usage, Account, Encoding.UTF8.GetBytes($"{{\"specversion\":\"1.0\",\"data\":\"{new string('a', 10_000_000)}\"}}"), null);
        var future = Message(OutgoingKind.Malformed, new(2999, 1, 1, 0, 0, 0, TimeSpan.Zero), "future");
        var late = Message(OutgoingKind.Signal, new(1999, 1, 1, 0, 0, 0, TimeSpan.Zero), "late");
        await using var rig = await FaultRig.OpenAsync(TopicPlan.ByFamily(2));
        await rig.StartSiloAsync();

        await rig.SendAsync([huge, future, late, .. FaultRig.Traffic(1, 500)]);
        await rig.CommittedAsync();

        var report = await rig.AuditAsync();
        Assert.True(report.IsClean, report.ToString());
        Assert.Equal(501, report.Signals);
        var letters = await rig.DeadLettersAsync();
        Assert.Equal("decode", Assert.Single(letters, letter => letter.IsCut).Stage);
        Assert.Equal(FaultRig.Traffic(1, 500).Count(message => message.Kind == OutgoingKind.Malformed) + 2, letters.Count);
        await rig.MetricsShowAsync(line => line.StartsWith("accounttwins_dead_letters", StringComparison.Ordinal));
    }

    private static Outgoing Message(OutgoingKind kind, DateTimeOffset time, string id)
    {
        var signal = Signal.Of(new UsageActivity(5), time, "/odd", id);
        return new Outgoing(kind, Family.Usage, Account, SignalWriter.Structured(Account, signal), signal);
    }
}
