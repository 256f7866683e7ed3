using System.Text.Json.Serialization;
using AccountTwins.Silo.Api.Decisions;

namespace AccountTwins.Silo.Api.Reviews;

/// <summary>What a reviewer says of a decision. Who they are, and their role, says their key.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReviewBody
{
    /// <summary>accept, edit, reject or reply.</summary>
    public required string Verb { get; init; }

    /// <summary>style, fact, amount, commitment or tone; with edit.</summary>
    public string? Edit { get; init; }

    /// <summary>Would it serve what the account wants: serves, neutral or against.</summary>
    public required string Goals { get; init; }

    /// <summary>none, minor, major or severe.</summary>
    public string Severity { get; set; } = "none";

    public string? Reason { get; init; }

    public string? CorrectedCategory { get; init; }

    /// <summary>What an edit leaves: the only acts then permitted.</summary>
    public ActionBody[]? Approved { get; init; }
}

/// <summary>Items that wait, by due time.</summary>
public sealed record ReviewsAnswer
{
    public required ReviewAnswer[] Items { get; init; }

    /// <summary>Where the next page begins; absent on the last.</summary>
    public string? Next { get; init; }
}

/// <summary>One item.</summary>
public sealed record ReviewAnswer
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

    public required string Role { get; init; }

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
    public required ReviewAnswer Item { get; init; }

    public required Grains.Interfaces.Contracts.DecisionView Decision { get; init; }

    public string[] Goals { get; init; } = [];
}
