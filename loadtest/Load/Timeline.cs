namespace AccountTwins.LoadTest.Load;

/// <summary>What a timeline is drawn into.</summary>
internal enum Chart
{
    Unspecified = 0,

    /// <summary>Signals per second.</summary>
    Throughput = 1,

    /// <summary>Median of milliseconds from the intended start.</summary>
    Median = 2,

    /// <summary>Their 99th percentile.</summary>
    Tail = 6,

    /// <summary>Signals between pumps and the ends of their partitions.</summary>
    Lag = 3,

    /// <summary>Megabytes of the silo's process.</summary>
    Memory = 4,

    /// <summary>Seconds of a checkpoint.</summary>
    Checkpoints = 5,
}

/// <summary>One curve over the seconds of a scenario.</summary>
internal sealed record Timeline(Chart Chart, string Name, IReadOnlyList<TimePoint> Points);

/// <summary>A value at a second since the scenario's start.</summary>
internal readonly record struct TimePoint(double Second, double Value);
