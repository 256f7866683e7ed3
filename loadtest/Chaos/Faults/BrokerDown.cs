namespace AccountTwins.LoadTest.Chaos.Faults;

/// <summary>The broker closes all connections and refuses new ones for a while.</summary>
internal sealed class BrokerDown : IFault
{
    public string Kind => "broker-down";

    public int Weight => 7;

    public async Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken)
    {
        await rig.Broker.TakeDownAsync();
        await Task.Delay(rig.Length(random), cancellationToken);
        await rig.Broker.BringUpAsync();
    }
}
