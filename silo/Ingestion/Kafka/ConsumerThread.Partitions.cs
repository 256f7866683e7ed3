using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Silo.Ingestion.Kafka;

/// <summary>Partitions that come and go, and what their pumps ask for.</summary>
internal sealed partial class ConsumerThread
{
    private static readonly TimeSpan BoundsWithin = TimeSpan.FromSeconds(10);

    /// <summary>Makes the partition's pump. Runs on the thread; what it waits for is bounded by the factory, and a failure ends the consumer.</summary>
    private TopicPartitionOffset Open(TopicPartition partition)
    {
        var slot = new PumpSlot();
        var opened = _pumps.Open(partition, Bounds(partition, BoundsWithin), new Control(this, partition, slot));
        slot.Pump = opened.Pump;
        _slots[partition] = slot;
        Publish();
        LogOpened(partition.Topic, partition.Partition.Value, opened.From.Value);
        return new TopicPartitionOffset(partition, opened.From);
    }

    private void Revoke(List<TopicPartition> partitions)
    {
        var pumps = partitions.Where(_slots.ContainsKey).Select(partition => _slots[partition].Pump).ToList();
        var drained = Task.WhenAll(pumps.Select(pump => pump.DrainAsync(_options.RevokeWithin)));
        // A pump that does not end in time commits nothing more once it is dropped; its new owner reads again from the position.
        if (!drained.Wait(_options.RevokeWithin + TimeSpan.FromMilliseconds(250)))
            LogRevokedLate(pumps.Count);
        Lose(partitions);
    }

    private void Lose(List<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            if (_slots.Remove(partition, out var slot))
                slot.Pump.Drop();
        }

        Publish();
    }

    private void Publish() => Pumps = _slots.ToDictionary(slot => slot.Key, slot => slot.Value.Pump);

    /// <summary>A partition's pump and the epoch that its messages carry now.</summary>
    private sealed class PumpSlot
    {
        public PartitionPump Pump { get; set; } = null!;

        public int Epoch { get; set; }
    }

    /// <summary>Notes what a pump asks for; the thread does it, unless the partition has gone meanwhile.</summary>
    private sealed class Control(ConsumerThread thread, TopicPartition partition, PumpSlot slot) : IPartitionControl
    {
        public void Pause() => Do(consumer => consumer.Pause([partition]));

        public void Resume() => Do(consumer => consumer.Resume([partition]));

        public void Halt() => Do(consumer => consumer.Pause([partition]));

        public void Commit(long offset) => Do(consumer => consumer.StoreOffset(new TopicPartitionOffset(partition, offset + 1)));

        public void Seek(long offset, int epoch) => Do(consumer =>
        {
            consumer.Seek(new TopicPartitionOffset(partition, thread._pumps.StartOf(partition, offset, thread.Bounds(partition, BoundsWithin), this)));
            slot.Epoch = epoch;
        });

        private void Do(Action<IConsumer<byte[], byte[]>> command) => thread._commands.Enqueue(consumer =>
        {
            if (!thread._slots.TryGetValue(partition, out var present) || present != slot)
                return;
            try
            {
                command(consumer);
            }
            catch (KafkaException exception)
            {
                thread.LogCommandFailed(exception, partition.Topic, partition.Partition.Value);
                Do(command);
            }
        });
    }

    [LoggerMessage(3060, LogLevel.Warning, "Kafka reports {Code}: {Reason}")]
    private partial void LogBrokerError(string code, string reason);

    [LoggerMessage(3061, LogLevel.Error, "The consumer ended and is made anew.")]
    private partial void LogEnded(Exception exception);

    [LoggerMessage(3062, LogLevel.Information, "{Topic}[{Partition}] is read from offset {Offset}.")]
    private partial void LogOpened(string topic, int partition, long offset);

    [LoggerMessage(3063, LogLevel.Warning, "{Count} partitions moved away before their last checkpoint ended; their new owner reads again from the position.")]
    private partial void LogRevokedLate(int count);

    [LoggerMessage(3064, LogLevel.Warning, "A command for {Topic}[{Partition}] failed; it is tried again.")]
    private partial void LogCommandFailed(Exception exception, string topic, int partition);
}

/// <summary>Makes pumps for partitions.</summary>
internal interface IPumpFactory
{
    /// <summary>Reads the partition's position and starts its pump. Blocks, bounded; throws when the position cannot be read.</summary>
    OpenedPump Open(TopicPartition partition, WatermarkOffsets bounds, IPartitionControl control);

    /// <summary>
    /// Where to read from: the committed message itself, so that it can be compared, or the oldest one there is. Raises an alarm when
    /// messages are gone, and halts a partition that ends before its position.
    /// </summary>
    Offset StartOf(TopicPartition partition, long committed, WatermarkOffsets bounds, IPartitionControl control);
}

/// <summary>A pump and the offset its first message is read from.</summary>
internal readonly record struct OpenedPump(PartitionPump Pump, Offset From);
