using AccountTwins.Silo.Storage;
using Confluent.Kafka;
using StreamId = AccountTwins.Silo.Storage.StreamId;

namespace AccountTwins.Silo.Ingestion.Kafka;

/// <summary>Makes a pump for a partition from its row, and compares the row with what the log still holds.</summary>
internal sealed class PumpFactory(
    string logId,
    IStreamStore streams,
    PumpOptions options,
    PumpTools tools,
    IIngestionAlarms alarms,
    Func<string, IPartitionControl, PumpPorts> portsOf) : IPumpFactory
{
    /// <summary>Time the row may take to be read; the consumer starts anew after that.</summary>
    private static readonly TimeSpan RowWithin = TimeSpan.FromSeconds(30);

    public OpenedPump Open(TopicPartition partition, WatermarkOffsets bounds, IPartitionControl control)
    {
        using var deadline = new CancellationTokenSource(RowWithin);
        var row = streams.OpenAsync(new StreamId(logId, partition.Topic, partition.Partition.Value), deadline.Token).GetAwaiter().GetResult();
        var start = StreamPositions.StartOf(row);
        // One step at a time, on the pool's threads.
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var name = new PartitionName(partition.Topic, partition.Partition.Value);
        var pump = new PartitionPump(name, start, portsOf(partition.Topic, control), options, scheduler, tools);
        return new OpenedPump(pump, StartOf(partition, start.Committed, bounds));
    }

    public PumpStart StartOf(TopicPartition partition, long committed, WatermarkOffsets bounds)
    {
        if (committed < 0)
            return new PumpStart(bounds.Low, false);
        if (committed >= bounds.High.Value)
        {
            alarms.Raise(
                AlarmKind.TopicRecreated,
                $"{partition.Topic}[{partition.Partition.Value}] ends at {bounds.High.Value}, before the committed offset {committed}: it is another log.");
            return new PumpStart(bounds.High, true);
        }

        TellGone(partition, committed + 1, bounds);
        return new PumpStart(Math.Max(committed, bounds.Low.Value), false);
    }

    public void TellGone(TopicPartition partition, long next, WatermarkOffsets bounds)
    {
        var gone = bounds.Low.Value - next;
        if (gone > 0)
        {
            alarms.Raise(
                AlarmKind.SignalsGone,
                $"{partition.Topic}[{partition.Partition.Value}]: {gone} messages from offset {next} on were removed before they were read.");
        }
    }
}
