using System.Collections.Concurrent;
using AccountTwins.LoadTest.Audit;
using AccountTwins.LoadTest.Workload;
using Confluent.Kafka;

namespace AccountTwins.LoadTest.Running;

/// <summary>
/// Sends messages in order and notes where each went. It never lets a partition hold more uncommitted bytes than the embedded endpoint
/// keeps: what is dropped there unread would be the endpoint's loss, not the silo's.
/// </summary>
public sealed class PacedProducer : IDisposable
{
    /// <summary>Below the endpoint's 5 MB a partition, counted uncompressed, with room for the message that marks the position.</summary>
    public const int BytesPerPartitionMax = 4_000_000;

    private const int Overhead = 80;
    private const int InFlightMax = 5_000;

    private readonly IProducer<string, byte[]> _producer;
    private readonly TopicPlan _topics;
    private readonly ConcurrentDictionary<(string Topic, int Partition), PartitionLoad> _partitions = new();
    private readonly ConcurrentBag<MalformedMessage> _malformed = [];
    private long _sent;
    private long _acknowledged;
    private Error? _failure;

    /// <param name="bootstrapServers">The brokers.</param>
    /// <param name="topics">Where each family goes.</param>
    /// <param name="requestsMax">Requests under way at a time; 1 where requests fail, for the embedded endpoint keeps no sequence numbers.</param>
    public PacedProducer(string bootstrapServers, TopicPlan topics, int requestsMax = 5)
    {
        _topics = topics;
        _producer = new ProducerBuilder<string, byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstrapServers,
            Acks = Acks.All,
            EnableIdempotence = true,
            Partitioner = Confluent.Kafka.Partitioner.Murmur2Random,
            LingerMs = 5,
            CompressionType = CompressionType.Lz4,
            MessageMaxBytes = 20_000_000,
            MessageTimeoutMs = 60_000,
            ReconnectBackoffMaxMs = 500,
            MaxInFlight = requestsMax,
        })
        // A connection that breaks is tried again; a message that failed for good is found at the next flush.
        .SetErrorHandler((_, _) => { })
        .SetLogHandler((_, _) => { })
        .Build();
    }

    public long Sent => _sent;

    /// <summary>Where the malformed messages stand.</summary>
    public IReadOnlyCollection<MalformedMessage> Malformed => _malformed;

    /// <summary>The last offset of every partition written to.</summary>
    public IReadOnlyDictionary<(string Topic, int Partition), long> Ends => _partitions.ToDictionary(entry => entry.Key, entry => entry.Value.Last);

    /// <summary>True when there is room in every partition for what comes next.</summary>
    public bool HasRoom => HasFlow && _partitions.Values.All(load => load.Bytes < BytesPerPartitionMax);

    /// <summary>True while few enough messages are under way to the broker; says nothing of room there.</summary>
    public bool HasFlow => _sent - Interlocked.Read(ref _acknowledged) < InFlightMax;

    /// <summary>Sends one message; the caller minds <see cref="HasRoom"/>.</summary>
    public void Send(Outgoing message)
    {
        var bytes = message.Value.Length + message.Key.Length + Overhead;
        _producer.Produce(_topics.Topics[message.Family], new Message<string, byte[]> { Key = message.Key, Value = message.Value }, report =>
        {
            if (report.Error.IsError)
            {
                Interlocked.CompareExchange(ref _failure, report.Error, null);
            }
            else if (report.Offset.Value < 0)
            {
                // The client took it for stored because a later one was; a broker that keeps no sequences may have lost it.
                Interlocked.CompareExchange(ref _failure, new Error(Confluent.Kafka.ErrorCode.Unknown, "A message was acknowledged without a place in the log."), null);
            }
            else
            {
                var place = (report.Topic, report.Partition.Value);
                _partitions.GetOrAdd(place, _ => new PartitionLoad()).Add(report.Offset.Value, bytes);
                if (message.Kind == OutgoingKind.Malformed)
                    _malformed.Add(new MalformedMessage((place.Topic, place.Value, report.Offset.Value), message.Value));
            }

            Interlocked.Increment(ref _acknowledged);
        });
        _sent++;
    }

    /// <summary>Takes what is committed: below it nothing is needed any more.</summary>
    public void Committed(IReadOnlyDictionary<(string Topic, int Partition), long> positions)
    {
        foreach (var (place, offset) in positions)
        {
            if (_partitions.TryGetValue(place, out var load))
                load.Release(offset);
        }
    }

    /// <summary>True when positions cover everything that was sent up to some ends.</summary>
    public static bool Covers(IReadOnlyDictionary<(string Topic, int Partition), long> positions, IReadOnlyDictionary<(string Topic, int Partition), long> ends) =>
        ends.All(end => positions.TryGetValue(end.Key, out var offset) && offset >= end.Value);

    /// <summary>Waits until everything sent is acknowledged. Throws when something was refused.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        while (Interlocked.Read(ref _acknowledged) < _sent)
        {
            ThrowIfFailed();
            await Task.Run(() => _producer.Flush(TimeSpan.FromMilliseconds(200)), cancellationToken);
        }

        ThrowIfFailed();
    }

    public void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failure) is { } error)
            throw new InvalidOperationException($"Kafka did not take a message: {error.Reason}");
    }

    public void Dispose() => _producer.Dispose();

    /// <summary>What a partition holds that is not committed.</summary>
    private sealed class PartitionLoad
    {
        private readonly Lock _gate = new();
        private readonly Queue<(long Offset, int Bytes)> _waiting = new();
        private long _bytes;

        public long Bytes
        {
            get
            {
                lock (_gate)
                    return _bytes;
            }
        }

        public long Last { get; private set; } = -1;

        public void Add(long offset, int bytes)
        {
            lock (_gate)
            {
                _waiting.Enqueue((offset, bytes));
                _bytes += bytes;
                Last = offset;
            }
        }

        public void Release(long committed)
        {
            lock (_gate)
            {
                while (_waiting.TryPeek(out var first) && first.Offset <= committed)
                    _bytes -= _waiting.Dequeue().Bytes;
            }
        }
    }
}
