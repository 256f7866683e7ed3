namespace AccountTwins.LoadTest.Chaos.Faults;

/// <summary>The way to PostgreSQL is cut for a while: answers under way are lost, new connections refused. The server itself goes on.</summary>
internal sealed class StoreAway : IFault
{
    public string Kind => "store-away";

    public int Weight => 7;

    public string? WhyNot(ChaosRig rig) => rig.Proxy is null ? "there is no way to an embedded database that could be cut" : null;

    public async Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken)
    {
        rig.Proxy!.GoAway();
        await Task.Delay(rig.Length(random), cancellationToken);
        rig.Proxy.ComeBack();
    }
}
