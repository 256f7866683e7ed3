using System.Collections.Concurrent;
using StreamId = AccountTwins.Silo.Storage.StreamId;

namespace AccountTwins.Silo.Ingestion.Kafka;

/// <summary>
/// The latest pump of each stream in this process. What it had committed tells the one that follows on it, after the consumer was made
/// anew, that the database became an older copy meanwhile.
/// </summary>
internal sealed class FormerPumps
{
    private readonly ConcurrentDictionary<StreamId, PartitionPump> _pumps = new();

    /// <summary>Up to which offset a new pump of the stream must distrust what twins believe; -1: nothing.</summary>
    public long DoubtedAt(StreamId stream, long committed) => _pumps.TryGetValue(stream, out var pump) ? pump.DoubtedAt(committed) : -1;

    public void Follow(StreamId stream, PartitionPump pump) => _pumps[stream] = pump;
}
