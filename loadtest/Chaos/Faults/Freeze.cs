namespace AccountTwins.LoadTest.Chaos.Faults;

/// <summary>SIGSTOP for a while: calls, connections and timers stand still in the middle of whatever they were at.</summary>
internal sealed class Freeze : IFault
{
    public string Kind => "freeze";

    public int Weight => 7;

    public async Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken)
    {
        rig.Silo.Freeze();
        await Task.Delay(rig.Length(random), cancellationToken);
        rig.Silo.Thaw();
    }
}
