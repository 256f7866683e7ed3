using AccountTwins.Domain.Accounts;

namespace AccountTwins.Silo.Storage;

/// <summary>Goes through all stored twins in the order of their keys, a page at a time: a tenant's accounts come together.</summary>
public interface ITwinWalk
{
    /// <summary>Twins after a key; fewer than asked for: there are no more. Throws <see cref="Grains.State.StoreUnavailableException"/>.</summary>
    /// <param name="limit">1 to 1,000 rows.</param>
    Task<IReadOnlyList<StoredState>> PageAsync(AccountKey? after, int limit, CancellationToken cancellationToken);
}

/// <summary>A twin in its stored form.</summary>
public sealed record StoredState(AccountKey Key, byte[] State);
