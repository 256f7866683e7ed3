using AccountTwins.LoadTest.Audit;
using AccountTwins.LoadTest.Crash.Asking;
using AccountTwins.LoadTest.Crash.Telling;

namespace AccountTwins.LoadTest.Crash;

/// <summary>What a crash run showed.</summary>
public sealed record CrashReport
{
    public required string Store { get; init; }

    public required int Kills { get; init; }

    /// <summary>Kills before the silo had answered anything.</summary>
    public required int EarlyKills { get; init; }

    public required long Messages { get; init; }

    public required TimeSpan Took { get; init; }

    /// <summary>From the start of the process to its first answer about an account, where it lived so long.</summary>
    public required IReadOnlyList<TimeSpan> FirstAnswers { get; init; }

    /// <summary>From the start of the process until everything sent before the kill was committed again, where it lived so long.</summary>
    public required IReadOnlyList<TimeSpan> CaughtUp { get; init; }

    public required AuditReport Audit { get; init; }

    /// <summary>Null when nobody asked for decisions.</summary>
    public AskReport? Asked { get; init; }

    public required ToldReport Told { get; init; }

    public bool IsClean => Audit.IsClean && Asked?.IsClean != false && Told.IsClean;

    public override string ToString() => string.Join('\n',
    [
        $"crash run on {Store}: {Kills} kills ({EarlyKills} before the first answer), {Messages} messages in {Took.TotalSeconds:0} s",
        $"from start to first answer: {Times(FirstAnswers)}",
        $"from start to caught up with the log, durably: {Times(CaughtUp)}",
        Audit.ToString(),
        Told.ToString(),
        .. Asked is null ? Array.Empty<string>() : [Asked.ToString()],
    ]);

    private static string Times(IReadOnlyList<TimeSpan> times)
    {
        if (times.Count == 0)
            return "never lived so long";
        var sorted = times.Order().ToList();
        return $"p50 {sorted[sorted.Count / 2].TotalSeconds:0.00} s, max {sorted[^1].TotalSeconds:0.00} s ({sorted.Count} lives)";
    }
}
