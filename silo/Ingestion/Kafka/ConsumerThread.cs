using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace AccountTwins.Silo.Ingestion.Kafka;

/// <summary>
/// The one thread that makes all Consume, Seek, Pause, Resume and assignment calls of a consumer. It never waits for a pump, but in a
/// revocation, for as long as the options say, and while pumps have not looked at what was read before.
/// </summary>
internal sealed partial class ConsumerThread : IDisposable
{
    /// <summary>Messages handed to pumps at a time; fewer when the broker has no more.</summary>
    private const int MessagesMax = 2_000;

    /// <summary>Messages that wait for their pumps, before no more are read: two rounds, so that pumps never wait for the broker.</summary>
    private const int BacklogMax = 2 * MessagesMax;

    private static readonly TimeSpan PollFor = TimeSpan.FromMilliseconds(50);

    /// <summary>Longer than opening a partition may wait for its row and its bounds.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<Action<IConsumer<byte[], byte[]>>> _commands = new();
    private readonly Dictionary<TopicPartition, PumpSlot> _slots = [];
    private readonly Backlog _backlog = new(BacklogMax);
    private readonly IPumpFactory _pumps;
    private readonly KafkaOptions _options;
    private readonly ILogger _logger;
    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly IConsumer<byte[], byte[]> _looker;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;

    public ConsumerThread(KafkaOptions options, string brokers, string siloName, IPumpFactory pumps, ILogger logger)
    {
        (_options, _pumps, _logger) = (options, pumps, logger);
        var builder = new ConsumerBuilder<byte[], byte[]>(KafkaClients.Consumer(options, brokers, siloName))
            .SetErrorHandler((_, error) => LogBrokerError(error.Code.ToString(), error.Reason));
        if (options.IsShared)
        {
            builder.SetPartitionsAssignedHandler((_, partitions) => partitions.ConvertAll(Open));
            builder.SetPartitionsRevokedHandler((_, partitions) => Revoke(partitions.ConvertAll(partition => partition.TopicPartition)));
            builder.SetPartitionsLostHandler((_, partitions) => Lose(partitions.ConvertAll(partition => partition.TopicPartition)));
        }

        _consumer = builder.Build();
        // A broker answers a connection's requests in order, and a fetch waits for messages: questions on the same one would wait behind it.
        _looker = new ConsumerBuilder<byte[], byte[]>(KafkaClients.Looker(options, brokers)).Build();
        _thread = new Thread(Run) { IsBackground = true, Name = "signals" };
    }

    /// <summary>Completes when the thread has ended; faulted when the consumer failed for good and must be made anew.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Pumps by partition, as of now.</summary>
    public IReadOnlyDictionary<TopicPartition, PartitionPump> Pumps { get; private set; } = new Dictionary<TopicPartition, PartitionPump>();

    public void Start() => _thread.Start();

    /// <summary>Asks the broker for a partition's bounds; from any thread. Throws <see cref="KafkaException"/>.</summary>
    public WatermarkOffsets Bounds(TopicPartition partition, TimeSpan timeout) => _looker.QueryWatermarkOffsets(partition, timeout);

    /// <summary>Takes partitions by itself, without a group. Those it has already are left as they are.</summary>
    public void Take(IReadOnlyList<TopicPartition> partitions) => _commands.Enqueue(consumer =>
    {
        var added = partitions.Where(partition => !_slots.ContainsKey(partition)).Select(Open).ToList();
        if (added.Count > 0)
            consumer.IncrementalAssign(added);
    });

    /// <summary>Ends after a last checkpoint; true when everything read is committed.</summary>
    public async Task<bool> StopAsync(TimeSpan deadline)
    {
        var drained = await Task.WhenAll(Pumps.Values.Select(pump => pump.DrainAsync(deadline)));
        _isStopping = true;
        await _ended.Task.ContinueWith(_ => { }, TaskScheduler.Default);
        return Array.TrueForAll(drained, done => done);
    }

    /// <summary>Waits for the thread: a consumer must not be freed while another thread is inside it. One that hangs is left to the process.</summary>
    public void Dispose()
    {
        _isStopping = true;
        if (_thread.IsAlive && !_thread.Join(EndsWithin))
        {
            LogHangs(EndsWithin);
            return;
        }

        _consumer.Dispose();
        _looker.Dispose();
    }

    private void Run()
    {
        try
        {
            if (_options.IsShared)
                _consumer.Subscribe(_options.TopicNames);
            while (!_isStopping)
            {
                // Only those that wait now: one that must be tried again comes back with the next poll.
                for (var waiting = _commands.Count; waiting > 0 && _commands.TryDequeue(out var command); waiting--)
                    command(_consumer);
                if (_backlog.WaitForRoom(PollFor))
                    Poll();
            }

            _consumer.Close();
            Lose([.. _slots.Keys]);
            _ended.TrySetResult();
        }
        catch (Exception exception)
        {
            LogEnded(exception);
            Lose([.. _slots.Keys]);
            _ended.TrySetException(exception);
        }
    }

    private void Poll()
    {
        var batches = new Dictionary<PumpSlot, List<LogMessage>>();
        var wait = PollFor;
        for (var count = 0; count < MessagesMax; count++)
        {
            var result = Consume(wait);
            if (result is null)
                break;
            wait = TimeSpan.Zero;
            if (!_slots.TryGetValue(result.TopicPartition, out var slot))
                continue;
            if (result.IsPartitionEOF)
            {
                Post(slot, batches);
                slot.Pump.PostEnd(result.Offset.Value, slot.Epoch);
                continue;
            }

            if (!batches.TryGetValue(slot, out var batch))
                batches[slot] = batch = [];
            batch.Add(MessageOf(result, slot.Epoch));
            slot.Next = result.Offset.Value + 1;
        }

        foreach (var slot in batches.Keys.ToList())
            Post(slot, batches);
    }

    private void Post(PumpSlot slot, Dictionary<PumpSlot, List<LogMessage>> batches)
    {
        if (!batches.Remove(slot, out var batch))
            return;
        _backlog.Add(batch.Count);
        slot.Pump.Post(batch, () => _backlog.Remove(batch.Count));
    }

    private ConsumeResult<byte[], byte[]>? Consume(TimeSpan wait)
    {
        try
        {
            return _consumer.Consume(wait);
        }
        catch (ConsumeException exception) when (!exception.Error.IsFatal)
        {
            LogBrokerError(exception.Error.Code.ToString(), exception.Error.Reason);
            if (exception.Error.Code is ErrorCode.OffsetOutOfRange or ErrorCode.Local_AutoOffsetReset
                && _slots.TryGetValue(exception.ConsumerRecord.TopicPartition, out var slot))
                new Control(this, exception.ConsumerRecord.TopicPartition, slot).OutOfRange();
            return null;
        }
    }

    private static LogMessage MessageOf(ConsumeResult<byte[], byte[]> result, int epoch) => new()
    {
        Offset = result.Offset.Value,
        Epoch = epoch,
        Key = result.Message.Key,
        Value = result.Message.Value,
        Headers = result.Message.Headers is { Count: > 0 } headers
            ? [.. headers.Select(header => KeyValuePair.Create(header.Key, (byte[]?)header.GetValueBytes()))]
            : [],
    };
}
