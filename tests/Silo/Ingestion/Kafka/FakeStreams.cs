using System.Collections.Concurrent;
using AccountTwins.Silo.Storage;
using StreamId = AccountTwins.Silo.Storage.StreamId;

namespace AccountTwins.Tests.Silo.Ingestion.Kafka;

/// <summary>Positions of streams in memory; a test may put rows there, or take them away as a restored database does.</summary>
internal sealed class FakeStreams : IStreamStore
{
    private readonly ConcurrentDictionary<StreamId, StreamRow> _rows = new();
    private int _last;

    /// <summary>Called before a stream is opened; what it throws is thrown.</summary>
    public Action Opening { get; set; } = () => { };

    public StreamRow Put(StreamId id, long committed, byte[]? hash = null) =>
        _rows[id] = new StreamRow(Interlocked.Increment(ref _last), id, committed, hash, false);

    /// <summary>Forgets every stream, as a database from before them.</summary>
    public void Clear() => _rows.Clear();

    public Task<StreamRow> OpenAsync(StreamId id, CancellationToken cancellationToken)
    {
        Opening();
        return Task.FromResult(_rows.TryGetValue(id, out var row) ? row : Put(id, -1));
    }

    public Task<StreamRow> ReadAsync(int number, CancellationToken cancellationToken) =>
        Task.FromResult(_rows.Values.FirstOrDefault(row => row.Number == number) ?? throw new StreamUnknownException(number));

    public Task<bool> TryCommitAsync(StreamCommit commit, long known, CancellationToken cancellationToken)
    {
        if (_rows.Values.FirstOrDefault(row => row.Number == commit.Number) is not { } row || row.Committed < known)
            return Task.FromResult(false);
        if (row.Committed < commit.Offset)
            _rows[row.Id] = row with { Committed = commit.Offset, CheckHash = commit.Hash };
        return Task.FromResult(true);
    }

    public Task<IReadOnlyList<StreamRow>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StreamRow>>([.. _rows.Values.OrderBy(row => row.Number)]);

    public Task<IReadOnlyList<int>> RetireAsync(string logId, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<int>>([]);
}
