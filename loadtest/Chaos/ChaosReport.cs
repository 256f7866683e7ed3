using System.Globalization;
using System.Text.Json;
using AccountTwins.LoadTest.Audit;
using Spectre.Console;

namespace AccountTwins.LoadTest.Chaos;

/// <summary>What became of all faults, kind by kind.</summary>
public sealed record ChaosReport
{
    public required DateTimeOffset At { get; init; }

    public required string Store { get; init; }

    public required int Seed { get; init; }

    /// <summary>Faults that were asked for; fewer were injected when one failed.</summary>
    public required int Planned { get; init; }

    public required TimeSpan Took { get; init; }

    public required long Messages { get; init; }

    public required int Audits { get; init; }

    public required IReadOnlyList<KindResult> Kinds { get; init; }

    /// <summary>Kinds that could not be had, and why.</summary>
    public required IReadOnlyDictionary<string, string> Skipped { get; init; }

    /// <summary>The last audit; null when the run failed before the first.</summary>
    public required AuditReport? Audit { get; init; }

    /// <summary>What ended the run early, with fault and number; null when nothing did.</summary>
    public required string? Failure { get; init; }

    public bool IsClean => Failure is null && Audit?.IsClean == true;

    public int Injected => Kinds.Sum(kind => kind.Faults);

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            Run = "chaos", At, Machine.Engine, Machine.Processor, Machine.Collector, Cores = Environment.ProcessorCount, Store, Machine.Commit, Seed, Planned, Injected,
            Seconds = Took.TotalSeconds, Messages, Audits, Lost = Audit?.Lost, Doubled = Audit?.Doubled, IsClean, Failure, Kinds, Skipped,
        },
        JsonSerializerOptions.Web);

    public Table ToTable()
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("fault");
        foreach (var name in (string[])["times", "lost", "doubled", "answers p50", "max", "caught up p50", "max"])
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var kind in Kinds)
            table.AddRow(kind.Kind, $"{kind.Faults}", $"{kind.Lost}", $"{kind.Doubled}", Seconds(kind.FirstAnswerP50), Seconds(kind.FirstAnswerMax), Seconds(kind.CaughtUpP50), Seconds(kind.CaughtUpMax));
        return table;
    }

    public override string ToString() => string.Join('\n',
    [
        $"chaos on {Store}, {Machine.Engine}: seed {Seed}, {Injected} of {Planned} faults, {Messages} messages, {Audits} audits in {Took.TotalSeconds:0} s",
        .. Skipped.Select(kind => $"skipped {kind.Key}: {kind.Value}"),
        .. Audit is null ? Array.Empty<string>() : [Audit.ToString()],
        Failure is null ? "chaos: nothing lost, nothing doubled" : $"chaos: FAILED, seed {Seed}, {Failure}",
    ]);

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");
}

/// <summary>All faults of one kind. Times in seconds, from the end of the fault on; lost and doubled of every audit with such a fault since the one before.</summary>
public sealed record KindResult(
    string Kind, int Faults, long Lost, long Doubled, double FirstAnswerP50, double FirstAnswerMax, double CaughtUpP50, double CaughtUpMax);
