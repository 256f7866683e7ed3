namespace AccountTwins.Client.Reviews;

/// <summary>Which items; null: all kinds, the open ones, all accounts, 50 a page.</summary>
public sealed record ReviewListQuery
{
    /// <summary>approval, handover, audit, second_audit or directed.</summary>
    public string? Kind { get; init; }

    /// <summary>open, done, expired or voided.</summary>
    public string? State { get; init; }

    public string? Account { get; init; }

    /// <summary>1 to 200.</summary>
    public int? Limit { get; init; }

    public string? Cursor { get; init; }
}
