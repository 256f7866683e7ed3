using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Keys;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Security;

/// <summary>
/// The chain of what became of a tenant's keys. An entry is durable before the key changes, so nothing that was done to a key goes untold; a
/// fault between the two leaves an entry of what did not come to be.
/// </summary>
public sealed class KeyLedger(ILedgerStore store, TimeProvider clock)
{
    /// <summary>Only other silos come between: this one waits its turn.</summary>
    private const int TriesMax = 5;

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Durable when this ends. Throws <see cref="StoreUnavailableException"/>.</summary>
    public Task AppendAsync(string tenant, KeyEntry entry, CancellationToken cancellationToken) => AppendAsync(tenant, entry, 0, cancellationToken);

    /// <summary>The same for what several silos see, and each of them again after a crash: it stands in the chain once.</summary>
    public Task AppendOnceAsync(string tenant, KeyEntry.Expired entry, CancellationToken cancellationToken) => AppendAsync(tenant, entry, entry.Once, cancellationToken);

    private async Task AppendAsync(string tenant, KeyEntry entry, ulong once, CancellationToken cancellationToken)
    {
        var subject = LedgerSubject.OfKeys(tenant);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            for (var tries = 0; tries < TriesMax; tries++)
            {
                var writer = new LedgerWriter(subject, await store.ReadEndAsync(subject, cancellationToken), store);
                // After the end was read: whoever tells it meanwhile has moved the end, and this append meets that.
                if (once != 0 && await store.FindKeyAsync(subject, once, cancellationToken) is not null)
                    return;
                var next = writer.Next(KeyEntry.KindOf(entry), clock.GetUtcNow(), once, LedgerJson.Write<object>(entry), null);
                var end = await writer.AppendAsync(next, [], [], () => null);
                if (end == AppendEnd.Appended)
                    return;
                if (end != AppendEnd.Conflict)
                    break;
            }
        }
        finally
        {
            _turn.Release();
        }

        throw new StoreUnavailableException("The ledger did not take an entry about a key.");
    }
}
