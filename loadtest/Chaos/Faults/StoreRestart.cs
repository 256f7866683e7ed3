namespace AccountTwins.LoadTest.Chaos.Faults;

/// <summary>PostgreSQL stops as in a crash and starts again.</summary>
internal sealed class StoreRestart : IFault
{
    public string Kind => "store-restart";

    public int Weight => 3;

    public string? WhyNot(ChaosRig rig) =>
        rig.Proxy is null ? "an embedded database has no server" : rig.Control is null ? "the PostgreSQL given is not ours to stop; run inside deploy/scripts/with-postgres" : null;

    public async Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken)
    {
        await rig.Control!.StopAsync();
        await Task.Delay(rig.Length(random) / 2, cancellationToken);
        await rig.Control.StartAsync();
    }
}
