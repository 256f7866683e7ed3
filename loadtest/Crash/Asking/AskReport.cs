namespace AccountTwins.LoadTest.Crash.Asking;

/// <summary>What became of decisions that were asked for while the silo was killed.</summary>
public sealed record AskReport
{
    /// <summary>Requests that got an answer, each asked again at the end.</summary>
    public required int Answered { get; init; }

    public required int Allowed { get; init; }

    /// <summary>What the ledger's rows allow together, less what was given back, EUR.</summary>
    public required decimal SpentAmount { get; init; }

    /// <summary>Why the others were not, with how many each.</summary>
    public required IReadOnlyDictionary<string, int> Because { get; init; }

    /// <summary>Calls without an answer, made again under their key.</summary>
    public required int Unanswered { get; init; }

    /// <summary>Decisions in the ledger: those that were answered, and at most one more for each agent.</summary>
    public required int Recorded { get; init; }

    public required IReadOnlyList<string> Faults { get; init; }

    public bool IsClean => Faults.Count == 0;

    public override string ToString() => string.Join('\n',
    [
        $"decisions: {Answered} answered ({Allowed} allowed), {Recorded} recorded; {Unanswered} calls had no answer and were made again",
        $"not allowed because: {string.Join(", ", Because.OrderByDescending(one => one.Value).Select(one => $"{one.Key} {one.Value}"))}",
        .. Faults.Take(20).Select(fault => "  WRONG " + fault),
        IsClean ? "decisions: every answer is there and the same again; no budget overspent" : $"decisions: FAILED, {Faults.Count} faults",
    ]);
}
