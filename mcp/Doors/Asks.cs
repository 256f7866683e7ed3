namespace AccountTwins.Mcp.Doors;

/// <summary>Which context is wanted; null leaves it to the service.</summary>
public sealed record ContextAsk
{
    /// <summary>Seconds that the feeds may be old.</summary>
    public int? MaxStaleness { get; init; }

    /// <summary>E-mail of whom the agent talks to; Markdown only.</summary>
    public string? Contact { get; init; }

    /// <summary>What the agent is about to do: lessons about that come first.</summary>
    public string? Action { get; init; }
}

/// <summary>Which accounts are wanted; null filters nothing.</summary>
public sealed record FindAsk
{
    public string? Text { get; init; }

    public string? Band { get; init; }

    public string? Segment { get; init; }

    public string? Owner { get; init; }

    public bool? IsFlagged { get; init; }

    public DateOnly? RenewalBefore { get; init; }

    public string? Sort { get; init; }

    public int? Limit { get; init; }

    public string? Cursor { get; init; }
}
