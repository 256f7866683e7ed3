namespace AccountTwins.LoadTest.Chaos.Faults;

/// <summary>Another member joins the group, takes half of the partitions, and leaves.</summary>
internal sealed class Rebalance : IFault
{
    private static readonly TimeSpan OwnsWithin = TimeSpan.FromSeconds(60);

    public string Kind => "rebalance";

    public int Weight => 1;

    public bool NeedsGroup => true;

    public async Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken)
    {
        using var rival = new RivalMember(rig.Broker.BootstrapServers, rig.Topics);
        await rival.Owns.WaitAsync(OwnsWithin, cancellationToken);
        await Task.Delay(rig.Length(random), cancellationToken);
        await rival.LeaveAsync();
    }
}
