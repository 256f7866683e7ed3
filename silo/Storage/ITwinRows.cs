using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage;

/// <summary>
/// Batches of twin rows in one database. Every member ends within the statement timeout and throws
/// <see cref="StoreUnavailableException"/> when there was no answer.
/// </summary>
internal interface ITwinRows : IAsyncDisposable
{
    /// <summary>
    /// Writes rows of different keys, sorted by key, each whole or not at all, and fills one result a row (Written or Conflict). Throws
    /// <see cref="DataRefusedException"/> when a row's data was refused; of the others some may have been written then, and say Conflict when
    /// they are written again.
    /// </summary>
    Task WriteAsync(ReadOnlyMemory<TwinWrite> rows, Memory<WriteResult> results, CancellationToken cancellationToken);

    Task<StoredAccount[]> ReadAsync(AccountKey[] keys, CancellationToken cancellationToken);

    Task<RowVersion?[]> ReadVersionsAsync(AccountKey[] keys, CancellationToken cancellationToken);
}

/// <summary>The database refused the data of at least one row of a statement; nothing of the statement was kept.</summary>
internal sealed class DataRefusedException(string message, Exception? inner = null) : Exception(message, inner);
