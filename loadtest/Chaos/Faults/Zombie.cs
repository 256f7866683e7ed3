using System.Diagnostics;
using System.Net;

namespace AccountTwins.LoadTest.Chaos.Faults;

/// <summary>
/// A silo that stands still is replaced, and comes back: for a while two pumps read each partition and two activations of each twin
/// write its row.
/// </summary>
internal sealed class Zombie : IFault
{
    /// <summary>A process that stopped in the middle of a transaction may hold up the start of the next.</summary>
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(10);

    public string Kind => "zombie";

    public int Weight => 2;

    public string? WhyNot(ChaosRig rig) => rig.Proxy is null ? "an embedded database has one process" : null;

    public async Task InjectAsync(ChaosRig rig, Random random, CancellationToken cancellationToken)
    {
        rig.Silo.Freeze();
        using var zombie = rig.ReplaceSilo();
        var since = Stopwatch.GetTimestamp();
        while (await rig.Silo.StatusAsync("/health/ready", cancellationToken) != HttpStatusCode.OK && Stopwatch.GetElapsedTime(since) < ReadyWithin)
            await Task.Delay(10, cancellationToken);
        zombie.Thaw();
        await Task.Delay(rig.Length(random) * 2, cancellationToken);
        zombie.Kill();
    }
}
