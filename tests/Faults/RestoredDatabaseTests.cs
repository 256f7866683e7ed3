using AccountTwins.LoadTest.Running;

namespace AccountTwins.Tests.Faults;

/// <summary>The database goes back to an older copy while Kafka does not.</summary>
[Collection(FaultsCollection.Name)]
public sealed class RestoredDatabaseTests
{
    [Fact]
    public async Task An_older_copy_of_the_database_replays_what_came_after_it()
    {
        await using var rig = await FaultRig.OpenAsync(TopicPlan.ByFamily(2));
        await rig.StartSiloAsync();
        await rig.SendAsync(FaultRig.Traffic(1, 2_000));
        await rig.CommittedAsync();
        await rig.StopSiloAsync();
        var copy = rig.DataFolder + ".copy";
        Copy(rig.DataFolder, copy);

        await rig.StartSiloAsync();
        await rig.SendAsync(FaultRig.Traffic(2, 3_000));
        await rig.CommittedAsync();
        await rig.StopSiloAsync();
        Directory.Delete(rig.DataFolder, recursive: true);
        Directory.Move(copy, rig.DataFolder);
        Assert.False(PacedProducer.Covers((await rig.PositionsAsync())!, rig.Producer.Ends));

        await rig.StartSiloAsync();
        await rig.CommittedAsync();

        var report = await rig.AuditAsync();
        Assert.True(report.IsClean, report.ToString());
        Assert.Equal(5_000, report.Signals);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
