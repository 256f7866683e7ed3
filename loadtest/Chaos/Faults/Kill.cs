namespace AccountTwins.LoadTest.Chaos.Faults;

/// <summary>SIGKILL, and a new process at once; one in four is killed again while it starts.</summary>
internal sealed class Kill : IFault
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(1.5);

    public string Kind => "kill";

    public int Weight => 4;

    public async Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken)
    {
        rig.Silo.Kill();
        rig.StartSilo();
        if (random.Next(4) > 0)
            return;
        await Task.Delay(StartMax * random.NextDouble(), cancellationToken);
        rig.Silo.Kill();
        rig.StartSilo();
    }
}
