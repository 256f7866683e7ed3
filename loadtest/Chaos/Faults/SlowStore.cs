namespace AccountTwins.LoadTest.Chaos.Faults;

/// <summary>Every answer of PostgreSQL takes tenths of a second: so do checkpoints, and twins that must be read first.</summary>
internal sealed class SlowStore : IFault
{
    private static readonly TimeSpan DelayMax = TimeSpan.FromMilliseconds(300);

    public string Kind => "slow-store";

    public int Weight => 5;

    public string? WhyNot(ChaosRig rig) => rig.Proxy is null ? "an embedded database answers within the process" : null;

    public async Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken)
    {
        rig.Proxy!.Delay = DelayMax * (0.2 + 0.8 * random.NextDouble());
        await Task.Delay(rig.Length(random) * 2, cancellationToken);
        rig.Proxy.Delay = TimeSpan.Zero;
    }
}
