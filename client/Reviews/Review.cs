using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Client.Reviews;

/// <summary>Which items; null: all kinds, the open ones, all accounts, 50 a page.</summary>
public sealed record ReviewListQuery
{
    /// <summary>approval, audit or second_audit.</summary>
    public string? Kind { get; init; }

    /// <summary>open, done, expired or voided.</summary>
    public string? State { get; init; }

    public string? Account { get; init; }

    /// <summary>1 to 200.</summary>
    public int? Limit { get; init; }

    public string? Cursor { get; init; }
}

/// <summary>What a reviewer says. Who they are, and their role, says their key.</summary>
public sealed record ReviewRequest
{
    /// <summary>accept, edit, reject or reply.</summary>
    public required string Verb { get; init; }

    /// <summary>style, fact, amount, commitment or tone; with edit.</summary>
    public string? Edit { get; init; }

    /// <summary>serves, neutral or against the account's goals.</summary>
    public required string Goals { get; init; }

    /// <summary>none, minor, major or severe.</summary>
    public string Severity { get; init; } = "none";

    /// <summary>A rejection needs one.</summary>
    public string? Reason { get; init; }

    public string? CorrectedCategory { get; init; }

    /// <summary>What an edit leaves: the only acts then permitted.</summary>
    public ActionAsk[]? Approved { get; init; }
}

/// <summary>Items by due time; <see cref="Next"/> is absent on the last page.</summary>
public sealed record ReviewPage
{
    public required ReviewItem[] Items { get; init; }

    public string? Next { get; init; }
}

/// <summary>One item of the queue.</summary>
public sealed record ReviewItem
{
    public required string Id { get; init; }

    public required string DecisionId { get; init; }

    public required string Account { get; init; }

    /// <summary>approval, audit or second_audit.</summary>
    public required string Kind { get; init; }

    public required string State { get; init; }

    public required string Scenario { get; init; }

    public required string AgentRelease { get; init; }

    public string? Segment { get; init; }

    public string? ValueTier { get; init; }

    public bool AtRisk { get; init; }

    /// <summary>csm, lead or executive: the least who may decide it.</summary>
    public required string Role { get; init; }

    /// <summary>Different people that it takes.</summary>
    public int People { get; init; }

    public string? RequestedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset DueAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public string? ClaimedBy { get; init; }

    public DateTimeOffset? ClaimedUntil { get; init; }
}

/// <summary>An item that was taken: the decision with the drafts, and what the account wants.</summary>
public sealed record ReviewCase
{
    public required ReviewItem Item { get; init; }

    public required DecisionView Decision { get; init; }

    public string[] Goals { get; init; } = [];
}
