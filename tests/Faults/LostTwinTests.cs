using AccountTwins.Domain.Accounts;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.Tests.Faults;

/// <summary>Twins that go away or cannot be had, while their signals stream in.</summary>
[Collection(FaultsCollection.Name)]
public sealed class LostTwinTests
{
    [Fact]
    public async Task A_twin_that_leaves_memory_unsaved_is_sent_again_what_it_lost()
    {
        await using var rig = await FaultRig.OpenAsync(TopicPlan.ByFamily(2));
        await rig.StartSiloAsync();
        await rig.SendAsync(FaultRig.Traffic(1, 1_000, hotShare: 0.5));
        await rig.CommittedAsync();

        // Another activation seems to have written the row: the one in memory must give way, with all that it had not saved.
        Assert.Equal(1, await rig.Database.ExecuteAsync("UPDATE account_twin SET writer = randomblob(16) WHERE account = 'hot'"));
        await rig.SendAsync(FaultRig.Traffic(2, 2_000, hotShare: 0.5));
        await rig.CommittedAsync();

        await rig.MetricsShowAsync(line =>
            line.StartsWith("accounttwins_replayed", StringComparison.Ordinal) && line.Contains("behind", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal));
        var report = await rig.AuditAsync();
        Assert.True(report.IsClean, report.ToString());
        Assert.Equal(3_000, report.Signals);
    }

    [Fact]
    public async Task A_twin_that_cannot_be_read_is_parked_and_the_others_go_on()
    {
        var parked = new AccountKey("default", "account-000003");
        await using var rig = await FaultRig.OpenAsync(TopicPlan.ByFamily(2));
        await rig.StartSiloAsync();
        await rig.SendAsync(FaultRig.Traffic(1, 1_000).Where(message => message.Account != parked));
        await rig.SendAsync(FaultRig.Traffic(3, 2_000).Where(message => message.Account == parked && message.Kind == OutgoingKind.Signal).Take(1).Select(Unheard));
        await rig.CommittedAsync();
        await rig.StopSiloAsync();
        Assert.Equal(1, await rig.Database.ExecuteAsync($"UPDATE account_twin SET state = x'00' WHERE account = '{parked.Account}'"));

        await rig.StartSiloAsync();
        // What goes to a twin that cannot be read must be set aside, as if it were malformed.
        await rig.SendAsync(FaultRig.Traffic(2, 2_000).Select(message => message.Account == parked && message.Signal is not null ? message with { Kind = OutgoingKind.Malformed } : message));
        await rig.CommittedAsync();
        await rig.LogShowsAsync($"{parked} is parked");
        var letters = await rig.DeadLettersAsync();
        Assert.Contains(letters, letter => letter.Stage == "store");

        await rig.StopSiloAsync();
        Assert.Equal(1, await rig.Database.ExecuteAsync($"DELETE FROM account_twin WHERE account = '{parked.Account}'"));
        var report = await rig.AuditAsync();
        Assert.True(report.IsClean, report.ToString());
    }

    /// <summary>The oracle does not hear of it: its twin is spoilt on purpose.</summary>
    private static Outgoing Unheard(Outgoing message) => message with { Kind = OutgoingKind.Heartbeat };
}
