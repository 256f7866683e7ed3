using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>A page of the queue, by due time.</summary>
public sealed record ReviewsAnswer
{
    public required ReviewView[] Items { get; init; }

    /// <summary>Where the next page begins; absent on the last.</summary>
    public string? Next { get; init; }
}

/// <summary>One item.</summary>
public sealed record ReviewView
{
    public required string Id { get; init; }

    public required string DecisionId { get; init; }

    public required string Account { get; init; }

    /// <summary>approval, handover, audit, second_audit or directed.</summary>
    public required string Kind { get; init; }

    public required string State { get; init; }

    public required string Scenario { get; init; }

    public required string AgentRelease { get; init; }

    public string? Segment { get; init; }

    public string? ValueTier { get; init; }

    public bool AtRisk { get; init; }

    /// <summary>csm, lead or executive: the least who may decide it. Of a handover: owner, specialist or swarm, who takes it.</summary>
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

/// <summary>An item that was taken, with all that it takes to judge it: the decision with the drafts, and what the account wants.</summary>
public sealed record ReviewCase
{
    public required ReviewView Item { get; init; }

    public required DecisionView Decision { get; init; }

    public string[] Goals { get; init; } = [];
}
