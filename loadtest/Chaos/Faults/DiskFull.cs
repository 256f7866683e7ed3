namespace AccountTwins.LoadTest.Chaos.Faults;

/// <summary>No byte is left on the disk of SQLite's files for a while.</summary>
internal sealed class DiskFull : IFault
{
    public string Kind => "disk-full";

    public int Weight => 6;

    public string? WhyNot(ChaosRig rig) => rig.Disk is null ? rig.WhyNoDisk : null;

    public async Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken)
    {
        rig.Disk!.Fill();
        await Task.Delay(rig.Length(random), cancellationToken);
        rig.Disk.Free();
    }
}
