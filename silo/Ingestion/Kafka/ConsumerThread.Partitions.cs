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
        var control = new Control(this, partition, slot);
        var opened = _pumps.Open(partition, Bounds(partition, BoundsWithin), control);
        (slot.Pump, slot.Next) = (opened.Pump, opened.Start.From.Value);
        _slots[partition] = slot;
        // It may have been paused when this consumer had it before.
        control.Resume();
        if (opened.Start.IsRecreated)
            control.HaltForGood();
        Publish();
        LogOpened(partition.Topic, partition.Partition.Value, opened.Start.From.Value);
        return new TopicPartitionOffset(partition, opened.Start.From);
    }

    /// <summary>The broker has nothing at the position: either the oldest went before they were read, or the log is another.</summary>
    private void OutOfRange(TopicPartition partition, PumpSlot slot)
    {
        var bounds = Bounds(partition, BoundsWithin);
        if (slot.Next >= bounds.Low.Value)
        {
            slot.Pump.RequestRewind("out_of_range");
            return;
        }

        // What was read before stays good; the pump goes on with the oldest there is.
        _pumps.TellGone(partition, slot.Next, bounds);
        MoveTo(new TopicPartitionOffset(partition, bounds.Low));
        slot.Next = bounds.Low.Value;
    }

    /// <summary>A partition whose position was out of range is not being fetched and takes no seek; given anew, it starts there.</summary>
    private void MoveTo(TopicPartitionOffset position)
    {
        try
        {
            _consumer.Seek(position);
        }
        catch (KafkaException exception) when (!exception.Error.IsFatal)
        {
            LogMovedAnew(position.Topic, position.Partition.Value, exception.Error.Reason);
            _consumer.IncrementalUnassign([position.TopicPartition]);
            _consumer.IncrementalAssign([position]);
        }
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

        /// <summary>The offset behind the last one read.</summary>
        public long Next { get; set; }
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
            // One that failed and is tried again may be older than one that succeeded meanwhile.
            if (epoch <= slot.Epoch)
                return;
            var start = thread._pumps.StartOf(partition, offset, thread.Bounds(partition, BoundsWithin));
            if (start.IsRecreated)
            {
                HaltForGood();
                return;
            }

            thread.MoveTo(new TopicPartitionOffset(partition, start.From));
            (slot.Epoch, slot.Next) = (epoch, start.From.Value);
        });

        public void OutOfRange() => Do(_ => thread.OutOfRange(partition, slot));

        /// <summary>Stops the pump too, so that nothing of it looks caught up.</summary>
        public void HaltForGood()
        {
            slot.Pump.Drop();
            Halt();
        }

        /// <summary>What is thrown here ends the thread; whoever runs it makes another.</summary>
        public void Restart(string reason) => Do(_ => throw new InvalidOperationException($"{partition}: {reason}"));

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

    [LoggerMessage(3065, LogLevel.Information, "{Topic}[{Partition}] takes no seek ({Reason}); it is assigned anew.")]
    private partial void LogMovedAnew(string topic, int partition, string reason);

    [LoggerMessage(3066, LogLevel.Error, "The consumer did not end within {Time} and is left as it is.")]
    private partial void LogHangs(TimeSpan time);

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
    /// messages are gone, or when the partition ends before its position.
    /// </summary>
    PumpStart StartOf(TopicPartition partition, long committed, WatermarkOffsets bounds);

    /// <summary>Raises an alarm when the log begins behind the next offset to read.</summary>
    void TellGone(TopicPartition partition, long next, WatermarkOffsets bounds);
}

/// <summary>The offset that a pump's first message is read from. Recreated: the partition is another log and must not be read.</summary>
internal readonly record struct PumpStart(Offset From, bool IsRecreated);

/// <summary>A pump and where it starts.</summary>
internal readonly record struct OpenedPump(PartitionPump Pump, PumpStart Start);
