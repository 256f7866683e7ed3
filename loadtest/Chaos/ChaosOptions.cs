using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.LoadTest.Chaos;

/// <summary>What is done to a silo, how often, and under which traffic.</summary>
public sealed record ChaosOptions
{
    public int Faults { get; init; } = 50;

    /// <summary>Of the choice of faults and their moments; the workload has its own.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Only these kinds; empty: all that can be had here.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    public required WorkloadOptions Workload { get; init; }

    public TopicPlan Topics { get; init; } = TopicPlan.ByFamily(2);

    /// <summary>Where logs and, on SQLite, the data go.</summary>
    public required string Folder { get; init; }

    /// <summary>A PostgreSQL on the loopback address to make a schema on; null: SQLite.</summary>
    public string? Postgres { get; init; }

    /// <summary>The script that stops and starts that server; null: it is left alone.</summary>
    public string? PostgresControl { get; init; }

    /// <summary>Longest time that a fault lasts, where it has a length.</summary>
    public TimeSpan LengthMax { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>Longest time that signals flow before a fault.</summary>
    public TimeSpan FlowMax { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Faults between audits. With 1 each audit names its fault, and no fault meets what another left behind.</summary>
    public int AuditEvery { get; init; } = 10;

    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Time without any progress after which the run is given up.</summary>
    public TimeSpan StalledAfter { get; init; } = TimeSpan.FromSeconds(90);
}
