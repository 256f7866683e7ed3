using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;

namespace AccountTwins.StandIns.Engine;

/// <summary>Once a quantum, sends the activations away that nobody used for their collection age.</summary>
internal sealed class Collector(GrainEngine engine)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(engine.Collection.CollectionQuantum, engine.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await engine.DeactivateAsync(
                    each => each.IsIdlePastItsLimit(), new DeactivationReason(DeactivationReasonCode.ActivationIdle, "Idle for longer than its collection age."));
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }
}
