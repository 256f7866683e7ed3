using AccountTwins.Domain.Changes;

namespace AccountTwins.Grains.State;

/// <summary>
/// Append-only chains of entries, one chain a subject: an account's decisions, a scenario's reviews, a tenant's settings. Entries of a
/// chain are numbered from 1 without gaps, so two writers of one chain can never both succeed. A snapshot beside an entry is the state
/// after it; reading starts at the newest.
/// </summary>
public interface ILedgerStore
{
    /// <summary>
    /// The newest entry that carries a snapshot and all after it; from the first entry on where none does. Throws
    /// <see cref="StoreUnavailableException"/> when the store is away.
    /// </summary>
    Task<LedgerEntry[]> ReadTailAsync(LedgerSubject subject, CancellationToken cancellationToken);

    /// <summary>Appends entries of one chain, all or none, with what they change in the review queue; concurrent calls are gathered. Never throws for a store that is away.</summary>
    Task<AppendResult> AppendAsync(LedgerAppend append, CancellationToken cancellationToken);

    /// <summary>Number and hash of the last entry, or null; what tells an unknown append's end. Throws like <see cref="ReadTailAsync"/>.</summary>
    Task<LedgerEnd?> ReadEndAsync(LedgerSubject subject, CancellationToken cancellationToken);

    /// <summary>At most <paramref name="count"/> (1 to 1,000) entries from a number on, ascending, without snapshots. Throws like <see cref="ReadTailAsync"/>.</summary>
    Task<LedgerEntry[]> ReadAsync(LedgerSubject subject, long from, int count, CancellationToken cancellationToken);

    /// <summary>The number of the newest entry with this key, or null. Throws like <see cref="ReadTailAsync"/>.</summary>
    Task<long?> FindKeyAsync(LedgerSubject subject, ulong key, CancellationToken cancellationToken);
}

/// <summary>A chain's name. An account's chain bears the account id; others begin with '/', which no account id holds.</summary>
public readonly record struct LedgerSubject(string Tenant, string Name)
{
    /// <summary>Switches, playbooks and latitudes of a tenant.</summary>
    public static LedgerSubject OfTenant(string tenant) => new(tenant, "/tenant");

    /// <summary>Reviews of one scenario.</summary>
    public static LedgerSubject OfScenario(string tenant, string scenario) => new(tenant, "/scenario/" + scenario);

    /// <summary>What a tenant's reviews teach.</summary>
    public static LedgerSubject OfLessons(string tenant) => new(tenant, "/lessons");

    /// <summary>What people did to a tenant's keys.</summary>
    public static LedgerSubject OfKeys(string tenant) => new(tenant, "/keys");

    /// <summary>Hourly leases of one agent release.</summary>
    public static LedgerSubject OfRelease(string tenant, string release) => new(tenant, "/release/" + release);
}

/// <summary>One entry.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Kind">What the body is; lower_snake_case.</param>
/// <param name="Key">Idempotency key's hash; 0: none.</param>
/// <param name="Hash">SHA-256 over the previous hash and all fields before it: see <c>LedgerChain</c>.</param>
/// <param name="Body">UTF-8 JSON, kept byte for byte.</param>
/// <param name="Snapshot">The state after this entry, or null.</param>
public sealed record LedgerEntry(long Number, string Kind, DateTimeOffset At, ulong Key, byte[] Hash, byte[] Body, byte[]? Snapshot);

public readonly record struct LedgerEnd(long Number, byte[] Hash);

/// <summary>Entries to append, numbers ascending without gaps.</summary>
/// <param name="Twin">For an account's chain: the twin's row must be one that this activation loaded or wrote; null for other chains.</param>
public sealed record LedgerAppend(LedgerSubject Subject, TwinCondition? Twin, LedgerEntry[] Entries, ReviewChange[] Reviews)
{
    /// <summary>What is announced with the entries, in order: durable if and only if they are.</summary>
    public IReadOnlyList<ChangeRow> Changes { get; init; } = [];
}

/// <summary>The row of the twin is still of this activation: written by <paramref name="Writer"/>, or still the one that was loaded.</summary>
public readonly record struct TwinCondition(Guid Writer, RowVersion? Loaded);

/// <summary>How an append ended.</summary>
public enum AppendResult
{
    Unspecified = 0,
    Appended = 1,

    /// <summary>Another writer took the numbers, or the twin's row is another's. Nothing was changed.</summary>
    Conflict = 2,

    /// <summary>No answer: look at the chain's end to find out.</summary>
    Unknown = 3,

    /// <summary>The store refuses these entries for their data; nothing was changed.</summary>
    Refused = 4,
}
