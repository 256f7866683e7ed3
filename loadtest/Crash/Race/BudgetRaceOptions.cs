using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Crash.Race;

/// <summary>How many requests race for one budget, and how often the silo is killed meanwhile.</summary>
public sealed record BudgetRaceOptions
{
    /// <summary>All asked at once.</summary>
    public int Requests { get; init; } = 2_000;

    /// <summary>By turns at the first answer of a life and spread over all answers.</summary>
    public int Kills { get; init; } = 3;

    /// <summary>Of the amounts.</summary>
    public int Seed { get; init; } = 1;

    public required TwinDatabase Database { get; init; }

    /// <summary>Where logs go.</summary>
    public required string Folder { get; init; }

    /// <summary>Longest time for a silo to start, and for all requests to be answered.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(2);
}
