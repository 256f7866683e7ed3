using System.Diagnostics.Metrics;

namespace AccountTwins.Silo.Sweeping;

/// <summary>The sweeper's instruments: the one catalogue of their names. Tags are closed sets, never an account.</summary>
public sealed class SweepMetrics
{
    public const string MeterName = "AccountTwins.Sweeping";

    /// <summary>Accounts swept. Tag <c>outcome</c>: advanced | refused (the twin answered that it could not) | failed | timeout.</summary>
    public const string Accounts = "accounttwins.sweep.accounts";

    /// <summary>Seconds that the oldest due account has been waiting, as the last round found it; 0: none is due.</summary>
    public const string BacklogAge = "accounttwins.sweep.backlog.age";

    /// <summary>Seconds of one round. Tag <c>end</c>: complete | out_of_time | failed.</summary>
    public const string RoundDuration = "accounttwins.sweep.round.duration";

    private readonly Counter<long> accounts;
    private readonly Histogram<double> duration;
    private double backlogSeconds;

    public SweepMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        accounts = meter.CreateCounter<long>(Accounts, "{account}", "Accounts that time alone was let act on, by outcome.");
        duration = meter.CreateHistogram(RoundDuration, "s", "One round of the sweeper, by how it ended.", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
        });
        meter.CreateObservableGauge(BacklogAge, () => Volatile.Read(ref backlogSeconds), "s", "Time that the oldest due account has been waiting.");
    }

    internal void Swept(string outcome) => accounts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Backlog(TimeSpan oldest) => Volatile.Write(ref backlogSeconds, Math.Max(0, oldest.TotalSeconds));

    internal void Round(TimeSpan took, string end) => duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("end", end));
}
