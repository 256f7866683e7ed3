namespace AccountTwins.LoadTest.Audit;

/// <summary>What an audit found. Lost and doubled count signals; differences name accounts and fields.</summary>
public sealed record AuditReport
{
    public required int Twins { get; init; }

    public required long Signals { get; init; }

    public required long Lost { get; init; }

    public required long Doubled { get; init; }

    /// <summary>Twins that differ, with what differs; the first few are enough to see why.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    public required int DeadLettersExpected { get; init; }

    /// <summary>Letters in the topic, repeated ones included: a letter may be written again after a crash.</summary>
    public required int DeadLettersFound { get; init; }

    public required IReadOnlyList<string> DeadLetterDifferences { get; init; }

    /// <summary>True when order was compared too: flags, timeline, clock and remembered identities.</summary>
    public required bool IsOrderCompared { get; init; }

    public bool IsClean => Lost == 0 && Doubled == 0 && Differences.Count == 0 && DeadLetterDifferences.Count == 0;

    public override string ToString() => string.Join('\n',
    [
        $"audit: {Twins} twins hold {Signals} signals; lost {Lost}, doubled {Doubled}; {(IsOrderCompared ? "flags and timelines compared too" : "order-free fields compared")}",
        $"dead letters: {DeadLettersExpected} malformed messages, {DeadLettersFound} letters",
        .. Differences.Take(20).Concat(DeadLetterDifferences.Take(20)).Select(text => "  DIFFERS " + text),
        IsClean ? "audit: clean" : $"audit: FAILED, {Differences.Count} twins and {DeadLetterDifferences.Count} dead letters differ",
    ]);
}
