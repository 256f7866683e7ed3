namespace AccountTwins.Grains.State;

/// <summary>The review queue of a tenant, read and claimed. Items are added and ended only by ledger appends. All throw <see cref="StoreUnavailableException"/> when the store is away.</summary>
public interface IReviewStore
{
    /// <summary>
    /// Takes an item for a person until a moment: the claim succeeds when it is open, not expired, not decided by them, not asked for by
    /// them, and held by nobody else now. Claiming one's own again moves the end. Null when it cannot be had.
    /// </summary>
    Task<ReviewItem?> ClaimAsync(string tenant, string id, string person, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Gives a claim back. False when the person did not hold it.</summary>
    Task<bool> ReleaseAsync(string tenant, string id, string person, CancellationToken cancellationToken);

    Task<ReviewItem?> ReadAsync(string tenant, string id, CancellationToken cancellationToken);

    /// <summary>Items by due time, then id; at most <c>query.Limit</c> (1 to 200), after the cursor where one is given.</summary>
    Task<ReviewItem[]> ListAsync(ReviewQuery query, CancellationToken cancellationToken);

    /// <summary>Open items by kind of each tenant that has some.</summary>
    Task<ReviewCount[]> CountOpenAsync(CancellationToken cancellationToken);

    /// <summary>Open items past their expiry, oldest first, at most <paramref name="count"/>; over all tenants.</summary>
    Task<ReviewItem[]> ExpiredAsync(DateTimeOffset now, int count, CancellationToken cancellationToken);

    /// <summary>Ends open items past their expiry, at most <paramref name="count"/>, over all tenants; how many. What they stood for is a denial by time already.</summary>
    Task<int> ExpireAsync(DateTimeOffset now, int count, CancellationToken cancellationToken);

    /// <summary>Decided items that learning has not taken yet, oldest due first, at most <paramref name="count"/>; over all tenants.</summary>
    Task<ReviewItem[]> DoneNotFedAsync(int count, CancellationToken cancellationToken);

    /// <summary>Learning has taken an item as it was read. False when it has changed since.</summary>
    Task<bool> MarkFedAsync(ReviewItem item, CancellationToken cancellationToken);
}

/// <summary>What to list. Null: no filter.</summary>
public sealed record ReviewQuery(string Tenant, ReviewState State, ReviewKind? Kind, string? Account, int Limit, DateTimeOffset? AfterDue, string? AfterId);

public readonly record struct ReviewCount(string Tenant, int Approvals, int Audits, int Handovers);
