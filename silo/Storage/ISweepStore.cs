using AccountTwins.Domain.Accounts;

namespace AccountTwins.Silo.Storage;

/// <summary>
/// Finds twins that time alone may change. Silos share the work by shard; when their idea of the shards differs for a moment an
/// account is swept twice, which changes nothing.
/// </summary>
public interface ISweepStore
{
    /// <summary>
    /// Accounts whose moment has passed, oldest first. <paramref name="after"/> is the last row of the page before, so that accounts
    /// which stay due cannot hold up the others. Throws <see cref="Grains.State.StoreUnavailableException"/>.
    /// </summary>
    /// <param name="limit">1 to 10,000 rows.</param>
    Task<IReadOnlyList<DueAccount>> DueAsync(DateTimeOffset now, int limit, SweepShard shard, DueAccount? after, CancellationToken cancellationToken);
}

/// <summary>An account and the moment it has been waiting for.</summary>
public sealed record DueAccount(AccountKey Key, DateTimeOffset DueAt);

/// <summary>The part of all accounts that one silo sweeps: those whose shard number modulo <paramref name="Count"/> is <paramref name="Index"/>.</summary>
public readonly record struct SweepShard(int Index, int Count)
{
    public static readonly SweepShard All = new(0, 1);
}
