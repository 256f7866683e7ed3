using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Changes;

namespace AccountTwins.Grains.State;

/// <summary>
/// The rows of the twins. A write succeeds only over the row that the writer last knew, and its end is one of three
/// (<see cref="WriteResult"/>); it never throws for a store that is away: that is <see cref="WriteResult.Unknown"/>.
/// </summary>
public interface ITwinStore
{
    /// <summary>What is stored of the account, in one reading. Throws <see cref="StoreUnavailableException"/> when the store is away.</summary>
    Task<StoredAccount> ReadAsync(AccountKey key, CancellationToken cancellationToken);

    /// <summary>Writes one row; concurrent calls are gathered into batches.</summary>
    Task<WriteResult> WriteAsync(TwinWrite write, CancellationToken cancellationToken);

    /// <summary>Revision and writer of the stored row, or null; what tells an unknown write's end. Throws like <see cref="ReadAsync"/>.</summary>
    Task<RowVersion?> ReadVersionAsync(AccountKey key, CancellationToken cancellationToken);
}

/// <summary>How a write ended.</summary>
public enum WriteResult
{
    Unspecified = 0,

    /// <summary>The row is durable as written.</summary>
    Written = 1,

    /// <summary>The row is not the one expected: another activation wrote it. Nothing was changed.</summary>
    Conflict = 2,

    /// <summary>No answer: the row may hold the old or the new state. Read its version to find out.</summary>
    Unknown = 3,

    /// <summary>The store refuses this row for its data and will again; nothing was changed.</summary>
    Refused = 4,
}

/// <summary>Revision of a row and the activation that wrote it.</summary>
public readonly record struct RowVersion(long Revision, Guid Writer);

/// <summary>An account as read: its row, null when there is none, and the mark that signals of it stand in dead letters.</summary>
public readonly record struct StoredAccount(StoredTwin? Row, AsideMark? Aside = null);

/// <summary>A row as read: its version, the schema version of its state and the packed state.</summary>
public sealed record StoredTwin(RowVersion Version, int SchemaVersion, byte[] State);

/// <summary>A row to write. <paramref name="Expected"/> is null for a row that must not exist yet.</summary>
public sealed record TwinWrite(AccountKey Key, RowVersion? Expected, RowVersion Next, int SchemaVersion, byte[] State, SearchColumns Columns)
{
    /// <summary>What is announced with this row, in order: durable if and only if the row is.</summary>
    public IReadOnlyList<ChangeRow> Changes { get; init; } = [];
}

/// <summary>
/// The columns that people search by. They move slowly on purpose (band, not score; due at rounded to 15 minutes), so that most
/// updates touch no index.
/// </summary>
public sealed record SearchColumns
{
    /// <summary>Display name, lower-cased for search by the store; at most 200 characters.</summary>
    public string? Name { get; init; }

    public string? Segment { get; init; }

    public string? Owner { get; init; }

    /// <summary>healthy | watch | at_risk | unknown.</summary>
    public required string Band { get; init; }

    public string? ValueTier { get; init; }

    /// <summary>Annual recurring revenue in the contract's currency, or null without a contract.</summary>
    public decimal? Arr { get; init; }

    public string? Currency { get; init; }

    public DateOnly? RenewalDate { get; init; }

    public string? Autonomy { get; init; }

    public DateTimeOffset? OpenFlagSince { get; init; }

    /// <summary>When time alone may change this twin; the sweeper looks for rows whose moment has passed. Rounded up to 15 minutes.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What an account may be found by: <c>contact:</c>, <c>domain:</c>, <c>ticket:</c> or <c>external:</c> and the exact text, lower case. At most 64.</summary>
    public IReadOnlyList<string> Identifiers { get; init; } = [];
}

/// <summary>The store cannot be reached now. Stable code: <c>store_unavailable</c>.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
