using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Silo.Observability;

/// <summary>
/// What pumps and the signals endpoint report. Tag values are prepared once, so that counting a signal allocates nothing.
/// Safe from any thread.
/// </summary>
public sealed class IngestionMetrics : IDisposable
{
    /// <summary>Reason codes are a closed list; this stops a bug from making one series per signal.</summary>
    private const int ReasonsMax = 200;

    private static readonly string[] Families = [.. Enum.GetNames<Family>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] Outcomes = [.. Enum.GetNames<SignalOutcome>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] CheckpointOutcomes = [.. Enum.GetNames<CheckpointOutcome>().Select(name => name.ToLowerInvariant())];

    private readonly Meter meter;
    private readonly Counter<long> signals;
    private readonly Counter<long> deadLetters;
    private readonly Counter<long> replayed;
    private readonly Histogram<double> applyDuration;
    private readonly Histogram<double> checkpointDuration;
    private readonly ConcurrentDictionary<(string Topic, int Partition), (long Signals, double Seconds)> lags = new();
    private readonly ConcurrentDictionary<string, byte> reasons = new(StringComparer.Ordinal);

    public IngestionMetrics(IMeterFactory meters)
    {
        meter = meters.Create(MetricCatalogue.Meter);
        signals = Counter(MetricCatalogue.Signals);
        deadLetters = Counter(MetricCatalogue.DeadLetters);
        replayed = Counter(MetricCatalogue.Replayed);
        applyDuration = Histogram(MetricCatalogue.ApplyDuration, [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5]);
        checkpointDuration = Histogram(MetricCatalogue.CheckpointDuration, [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]);
        meter.CreateObservableGauge(
            MetricCatalogue.LagSignals.Name, () => Lags(lag => lag.Signals), MetricCatalogue.LagSignals.Unit, MetricCatalogue.LagSignals.Text);
        meter.CreateObservableGauge(
            MetricCatalogue.LagTime.Name, () => Lags(lag => lag.Seconds), MetricCatalogue.LagTime.Unit, MetricCatalogue.LagTime.Text);
    }

    /// <summary>Signals of one family with the same end.</summary>
    public void Signal(Family family, SignalOutcome outcome, long count = 1) =>
        signals.Add(count, new("family", Name(Families, (int)family)), new("outcome", Name(Outcomes, (int)outcome)));

    /// <summary>The present distance of one partition; the gauges show the last call until <see cref="Forget"/>.</summary>
    public void Lag(string topic, int partition, long signalsBehind, double seconds) =>
        lags[(topic, partition)] = (signalsBehind, seconds);

    /// <summary>Ends the gauges of a partition that this silo no longer reads.</summary>
    public void Forget(string topic, int partition) => lags.TryRemove((topic, partition), out _);

    /// <summary>One grain call that applied (or answered Behind for) one account's part of a batch.</summary>
    public void Applied(TimeSpan duration) => applyDuration.Record(duration.TotalSeconds);

    public void Checkpointed(TimeSpan duration, CheckpointOutcome outcome) =>
        checkpointDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", Name(CheckpointOutcomes, (int)outcome)));

    /// <summary>One signal in the dead-letter topic. Stage: decode | apply | store; reason: the stable code.</summary>
    public void DeadLetter(string stage, string reason) =>
        deadLetters.Add(1, new("stage", stage), new("reason", Bounded(reason)));

    /// <summary>Signals sent again. Reason: behind | epoch | restart.</summary>
    public void Replayed(string reason, long count) => replayed.Add(count, new KeyValuePair<string, object?>("reason", Bounded(reason)));

    public void Dispose() => meter.Dispose();

    private Counter<long> Counter(MetricDescription metric) => meter.CreateCounter<long>(metric.Name, metric.Unit, metric.Text);

    private Histogram<double> Histogram(MetricDescription metric, double[] boundaries) =>
        meter.CreateHistogram(metric.Name, metric.Unit, metric.Text, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });

    private IEnumerable<Measurement<T>> Lags<T>(Func<(long Signals, double Seconds), T> value)
        where T : struct
    {
        foreach (var ((topic, partition), lag) in lags)
            yield return new Measurement<T>(value(lag), new TagList { { "topic", topic }, { "partition", partition } });
    }

    private string Bounded(string reason) =>
        reasons.ContainsKey(reason) || (reasons.Count < ReasonsMax && reasons.TryAdd(reason, 0)) ? reason : "other";

    private static string Name(string[] names, int index) => (uint)index < (uint)names.Length ? names[index] : names[0];
}
