using AccountTwins.Domain.Feeds;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Feeds;

/// <summary>
/// Up to when each partition of the cluster has been read: the book's word for others', this silo's own for those it reads. A partition
/// that nobody reports keeps its last moment, and so grows old. Safe from any thread.
/// </summary>
internal sealed class PartitionBoard
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Topic, int Partition), long> known = [];
    private readonly HashSet<(string Topic, int Partition)> own = [];
    private readonly HashSet<(string Topic, int Partition)> retired = [];
    private Dictionary<string, long>? oldest;

    /// <summary>This silo reads the partition. Zero ticks: not yet to its end.</summary>
    public void Reached(string topic, int partition, long ticks)
    {
        var key = (topic, partition);
        lock (gate)
        {
            retired.Remove(key);
            own.Add(key);
            if (known.TryGetValue(key, out var before) && before >= ticks)
                return;
            known[key] = ticks;
            oldest = null;
        }
    }

    /// <summary>This silo reads the partition no more; another will, or it grows old.</summary>
    public void Gone(string topic, int partition)
    {
        lock (gate)
            own.Remove((topic, partition));
    }

    /// <summary>The partition exists no more.</summary>
    public void Retire(string topic, int partition)
    {
        var key = (topic, partition);
        lock (gate)
        {
            own.Remove(key);
            known.Remove(key);
            if (retired.Count < FeedBook.PartitionsMax)
                retired.Add(key);
            oldest = null;
        }
    }

    public (FeedPartition[] Own, FeedPartition[] Retired) Report()
    {
        lock (gate)
            return ([.. own.Select(Contract)], [.. retired.Select(Contract)]);
    }

    /// <summary>Takes over the book's partitions; the retired ones that it was told of are forgotten here too.</summary>
    public void Replace(FeedPartition[] book, FeedPartition[] toldRetired)
    {
        lock (gate)
        {
            foreach (var partition in toldRetired)
                retired.Remove((partition.Topic, partition.Partition));
            var mine = own.Select(key => (key, known[key])).ToArray();
            known.Clear();
            foreach (var partition in book)
                known[(partition.Topic, partition.Partition)] = partition.CaughtUpTicks;
            foreach (var (key, ticks) in mine)
                known[key] = Math.Max(ticks, known.GetValueOrDefault(key));
            foreach (var key in retired)
                known.Remove(key);
            oldest = null;
        }
    }

    public TopicReading ReadingOf(string topic)
    {
        long ticks;
        lock (gate)
        {
            oldest ??= known.GroupBy(each => each.Key.Topic, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Min(each => each.Value), StringComparer.Ordinal);
            ticks = oldest.GetValueOrDefault(topic);
        }

        return ticks > 0 ? TopicReading.CaughtUp(new DateTimeOffset(ticks, TimeSpan.Zero)) : TopicReading.Unknown;
    }

    private FeedPartition Contract((string Topic, int Partition) key) =>
        new() { Topic = key.Topic, Partition = key.Partition, CaughtUpTicks = known.GetValueOrDefault(key) };
}
