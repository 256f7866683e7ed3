namespace AccountTwins.Silo.Storage;

/// <summary>
/// The committed position of every stream, in the twins' own database: a restored database is never older than its positions.
/// All members throw <see cref="Grains.State.StoreUnavailableException"/> when the store is away; repeating is harmless.
/// </summary>
public interface IStreamStore
{
    /// <summary>The stream's row, made when it is new. A retired stream that is opened again is no longer retired.</summary>
    Task<StreamRow> OpenAsync(StreamId id, CancellationToken cancellationToken);

    /// <summary>The row of a stream that was opened. Throws <see cref="StreamUnknownException"/>.</summary>
    Task<StreamRow> ReadAsync(int number, CancellationToken cancellationToken);

    /// <summary>
    /// Moves one position forward; an offset at or below the stored one changes nothing, its hash neither. False when the row stands below <paramref name="known"/>, what the caller committed
    /// before: the database is an older copy, and nothing was written.
    /// </summary>
    Task<bool> TryCommitAsync(StreamCommit commit, long known, CancellationToken cancellationToken);

    /// <summary>Every stream, by number.</summary>
    Task<IReadOnlyList<StreamRow>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Marks all streams of a log that is gone for ever; twins drop their positions. Returns the numbers of the streams.</summary>
    Task<IReadOnlyList<int>> RetireAsync(string logId, CancellationToken cancellationToken);
}

/// <summary>Names one partition of one log. <paramref name="LogId"/> tells two brokers with the same topic name apart.</summary>
public readonly record struct StreamId(string LogId, string Topic, int Partition);

/// <summary>A stream as stored.</summary>
/// <param name="Number">What twins keep instead of the name.</param>
/// <param name="Committed">Last offset whose twins are durable; -1 before the first. Reading goes on at <c>Committed + 1</c>.</param>
/// <param name="CheckHash">Hash of the message at <paramref name="Committed"/>, or null; another message there means a recreated topic.</param>
public sealed record StreamRow(int Number, StreamId Id, long Committed, byte[]? CheckHash, bool Retired);

/// <summary>A position to commit, with the hash of the message there.</summary>
public sealed record StreamCommit(int Number, long Offset, byte[] Hash);

/// <summary>A stream's row is gone: the database is a copy from before the stream was opened.</summary>
public sealed class StreamUnknownException(int number) : Exception($"Stream {number} was never opened in this database.");
