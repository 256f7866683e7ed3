using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage.Ledger;

/// <summary>
/// Batches of the ledger in one database. Every member ends within the statement timeout and throws
/// <see cref="StoreUnavailableException"/> when there was no answer.
/// </summary>
internal interface ILedgerRows
{
    /// <summary>
    /// Appends to different chains, sorted by chain, in one transaction, and fills one result each (Appended or Conflict); one that
    /// conflicts leaves nothing behind and harms no other. Throws <see cref="DataRefusedException"/> when data was refused; nothing was
    /// changed then.
    /// </summary>
    Task AppendAsync(ReadOnlyMemory<LedgerAppend> appends, Memory<AppendResult> results, CancellationToken cancellationToken);

    Task<LedgerEntry[][]> ReadTailsAsync(LedgerSubject[] subjects, CancellationToken cancellationToken);

    Task<LedgerEnd?[]> ReadEndsAsync(LedgerSubject[] subjects, CancellationToken cancellationToken);

    Task<long?[]> FindKeysAsync(LedgerKey[] keys, CancellationToken cancellationToken);

    /// <summary>The hash of each numbered entry, or null where there is none.</summary>
    Task<byte[]?[]> ReadHashesAsync(LedgerSubject[] subjects, long[] numbers, CancellationToken cancellationToken);

    /// <summary>
    /// The largest seq of a tenant, 0 without one, such that no entry at or below it can still come to be: what is in flight ends first.
    /// </summary>
    Task<long> SettledSeqAsync(string tenant, CancellationToken cancellationToken);
}

/// <summary>An idempotency key's hash within a chain.</summary>
internal readonly record struct LedgerKey(LedgerSubject Subject, ulong Key);
