using System.Diagnostics.Metrics;

namespace AccountTwins.Silo.Changes;

/// <summary>The instruments of changes: the one catalogue of their names. Tags are closed sets, never an account or a tenant.</summary>
public sealed class ChangeMetrics
{
    public const string MeterName = "AccountTwins.Changes";

    /// <summary>Changes that got their place. Unit {change}.</summary>
    public const string Placed = "accounttwins.changes.placed";

    /// <summary>Changes that wait to be passed on to the topic, as this silo last saw it. Unit {change}.</summary>
    public const string OutboxDepth = "accounttwins.changes.outbox.depth";

    /// <summary>1 while signals wait because the outbox is full.</summary>
    public const string OutboxFull = "accounttwins.changes.outbox.full";

    /// <summary>Messages to the topic. Tag <c>outcome</c>: acknowledged | failed.</summary>
    public const string Published = "accounttwins.changes.published";

    /// <summary>Streams that this silo serves. Unit {stream}.</summary>
    public const string Streams = "accounttwins.changes.streams";

    /// <summary>Streams that ended. Tag <c>reason</c>: left | too_slow | time_up | not_allowed | draining | removed | failed.</summary>
    public const string StreamsEnded = "accounttwins.changes.streams.ended";

    /// <summary>Tries of webhooks. Tag <c>outcome</c>: taken | failed | gone.</summary>
    public const string Deliveries = "accounttwins.changes.webhooks";

    /// <summary>Rounds of placing, reading or passing on that failed; they go on. Tag <c>part</c>: places | feed | topic | webhooks.</summary>
    public const string Failures = "accounttwins.changes.failures";

    private readonly Counter<long> _placed;
    private readonly Counter<long> _published;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _deliveries;
    private long _depth;
    private int _isFull;
    private int _streams;

    public ChangeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _placed = meter.CreateCounter<long>(Placed, "{change}", "Changes that got their place in the log.");
        _published = meter.CreateCounter<long>(Published, "{change}", "Changes sent to the topic, by outcome.");
        _ended = meter.CreateCounter<long>(StreamsEnded, "{stream}", "Streams of changes that ended, by reason.");
        _deliveries = meter.CreateCounter<long>(Deliveries, "{delivery}", "Tries of webhooks, by outcome.");
        _failures = meter.CreateCounter<long>(Failures, "{failure}", "Rounds that failed and are tried again, by part.");
        meter.CreateObservableGauge(OutboxDepth, () => Volatile.Read(ref _depth), "{change}", "Changes that wait to be passed on to the topic.");
        meter.CreateObservableGauge(OutboxFull, () => Volatile.Read(ref _isFull), null, "1 while signals wait because the outbox is full.");
        meter.CreateObservableGauge(Streams, () => Volatile.Read(ref _streams), "{stream}", "Streams of changes that are open.");
    }

    /// <summary>Open streams of this silo.</summary>
    internal int Open => Volatile.Read(ref _streams);

    internal void CountPlaced(int count) => _placed.Add(count);

    internal void Outbox(long depth, bool isFull)
    {
        Volatile.Write(ref _depth, depth);
        Volatile.Write(ref _isFull, isFull ? 1 : 0);
    }

    internal void CountPublished(int count, bool isAcknowledged) =>
        _published.Add(count, new KeyValuePair<string, object?>("outcome", isAcknowledged ? "acknowledged" : "failed"));

    internal int StreamOpened() => Interlocked.Increment(ref _streams);

    internal void StreamEnded(string reason)
    {
        Interlocked.Decrement(ref _streams);
        _ended.Add(1, new KeyValuePair<string, object?>("reason", reason));
    }

    internal void Delivered(string outcome) => _deliveries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Failed(string part) => _failures.Add(1, new KeyValuePair<string, object?>("part", part));
}
