using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Silo.Api.Health;

/// <summary>Not ready from the moment the host begins to stop: what is under way is finished, new work goes elsewhere.</summary>
public sealed class DrainPart(IHostApplicationLifetime lifetime) : IReadinessPart
{
    public ValueTask<PartState> ReadAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(lifetime.ApplicationStopping.IsCancellationRequested
            ? new PartState("drain", false, "stopping")
            : new PartState("drain", true, "serving"));
}
