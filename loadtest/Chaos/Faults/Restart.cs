namespace AccountTwins.LoadTest.Chaos.Faults;

/// <summary>SIGTERM, the last checkpoint and all, and a new process after it.</summary>
internal sealed class Restart : IFault
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(60);

    public string Kind => "restart";

    public int Weight => 2;

    public async Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken)
    {
        await rig.Silo.StopAsync(StopWithin);
        rig.StartSilo();
    }
}
