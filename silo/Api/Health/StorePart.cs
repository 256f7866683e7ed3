using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Storage;

namespace AccountTwins.Silo.Api.Health;

/// <summary>The store as its last use showed it; asking costs nothing. The error itself stays in the log.</summary>
public sealed class StorePart(IStoreHealth store) : IReadinessPart
{
    public ValueTask<PartState> ReadAsync(CancellationToken cancellationToken)
    {
        var state = store.Current;
        return ValueTask.FromResult(new PartState("store", state.Reachable, state.Reachable ? "reachable" : $"away since {state.Since.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"));
    }
}
