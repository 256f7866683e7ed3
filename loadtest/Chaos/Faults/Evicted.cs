namespace AccountTwins.LoadTest.Chaos.Faults;

/// <summary>
/// The silo stands still until the group takes it for dead and gives its partitions to another member; then it comes back as a zombie,
/// pumps and all, and the other leaves.
/// </summary>
internal sealed class Evicted : IFault
{
    private static readonly TimeSpan OwnsWithin = TimeSpan.FromSeconds(60);

    public string Kind => "evicted";

    public int Weight => 1;

    public bool NeedsGroup => true;

    public async Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken)
    {
        rig.Silo.Freeze();
        using var rival = new RivalMember(rig.Broker.BootstrapServers, rig.Topics);
        await rival.Owns.WaitAsync(OwnsWithin, cancellationToken);
        rig.Silo.Thaw();
        await Task.Delay(rig.Length(random), cancellationToken);
        await rival.LeaveAsync();
    }
}
