namespace AccountTwins.LoadTest.Chaos.Faults;

/// <summary>Every answer of the broker takes tenths of a second.</summary>
internal sealed class SlowBroker : IFault
{
    private static readonly TimeSpan RoundTripMax = TimeSpan.FromMilliseconds(400);

    public string Kind => "slow-broker";

    public int Weight => 6;

    public async Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken)
    {
        await rig.Broker.DelayAsync(RoundTripMax * (0.2 + 0.8 * random.NextDouble()));
        await Task.Delay(rig.Length(random), cancellationToken);
        await rig.Broker.DelayAsync(TimeSpan.Zero);
    }
}
