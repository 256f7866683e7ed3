namespace AccountTwins.LoadTest.Load.Metrics;

/// <summary>What the stages behind the decoder took between two looks at a silo. Calls and writes overlap: these times do not add up to the clock's.</summary>
internal sealed record StageTimes
{
    /// <summary>Seconds of a grain call that applies signals, mean.</summary>
    public required double ApplyCall { get; init; }

    public required double SignalsPerCall { get; init; }

    /// <summary>Seconds of one partition's checkpoint, mean.</summary>
    public required double Checkpoint { get; init; }

    public required double Checkpoints { get; init; }

    /// <summary>Microseconds of store statements per twin written.</summary>
    public required double WritePerTwin { get; init; }

    public required double TwinsWritten { get; init; }

    public static StageTimes Between(MetricsPage before, MetricsPage after)
    {
        var (apply, calls) = Difference(before, after, MetricsPage.Apply);
        var (checkpoint, checkpoints) = Difference(before, after, MetricsPage.Checkpoint);
        var (write, _) = Difference(before, after, MetricsPage.StoreWrite);
        var signals = after.Applied - before.Applied;
        var rows = after.RowsWritten - before.RowsWritten;
        return new StageTimes
        {
            ApplyCall = apply / calls,
            SignalsPerCall = signals / calls,
            Checkpoint = checkpoint / checkpoints,
            Checkpoints = checkpoints,
            WritePerTwin = write / rows * 1e6,
            TwinsWritten = rows,
        };
    }

    private static (double Seconds, double Count) Difference(MetricsPage before, MetricsPage after, string name)
    {
        var (first, last) = (before.Timed(name), after.Timed(name));
        return (last.Seconds - first.Seconds, last.Count - first.Count);
    }
}
