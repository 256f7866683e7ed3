using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.LoadTest.Crash;

/// <summary>How often and over what a silo is killed.</summary>
public sealed record CrashOptions
{
    public int Kills { get; init; } = 50;

    public required WorkloadOptions Workload { get; init; }

    public required TopicPlan Topics { get; init; }

    public required TwinDatabase Database { get; init; }

    /// <summary>Where logs go.</summary>
    public required string Folder { get; init; }

    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Agents that ask for decisions meanwhile; 0: none.</summary>
    public int Askers { get; init; }

    /// <summary>Share of kills that come while the silo is still starting.</summary>
    public double EarlyShare { get; init; } = 0.25;

    /// <summary>Longest time from the first answer to the kill.</summary>
    public TimeSpan LifeMax { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Time without any progress after which the run is given up.</summary>
    public TimeSpan StalledAfter { get; init; } = TimeSpan.FromSeconds(60);
}
