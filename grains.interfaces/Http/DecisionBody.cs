using System.Text.Json.Serialization;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>What an agent sends to ask for a decision. Which agent it is says its key.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DecisionBody
{
    /// <summary>1 to 8 acts, allowed together or not at all.</summary>
    public required ActionBody[] Actions { get; init; }

    public required AgentBody Agent { get; init; }

    /// <summary>The person for whom the agent acts; may not approve it.</summary>
    public string? OnBehalfOf { get; init; }

    public string? Contact { get; init; }

    /// <summary>The ticket, where there is one: how support filed it counts beside <c>category</c>. Amounts of one conversation add up; those of a day that name none count as one.</summary>
    public string? Conversation { get; init; }

    public bool PersonAskedFor { get; init; }

    /// <summary>The same key again is the same request; needed unless it is a dry run.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// A word of the caller's own for this one question, new for each process or run, at most 64 characters: who repeats the key with the same claim gets the
    /// permit, who comes with another, or with none, gets the decision without leave to act.
    /// </summary>
    public string? Claim { get; init; }

    /// <summary>Words of obligations that the agent can keep; one that it cannot turns an allowance into an approval.</summary>
    // Settable: the generated reader gives what is absent and only initialised its null, not this.
    public string[] SupportedObligations { get; set; } = [];

    /// <summary>Seconds that a required feed may be old.</summary>
    public int? MaxStaleness { get; init; }

    /// <summary>Nothing is recorded and nothing reserved.</summary>
    public bool DryRun { get; init; }
}

/// <summary>One act.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ActionBody
{
    public required string Type { get; init; }

    public string? Category { get; init; }

    public decimal? Amount { get; init; }

    /// <summary>ISO 4217; goes with the amount.</summary>
    public string? Currency { get; init; }

    /// <summary>The agent's own, 0 to 1.</summary>
    public decimal? Confidence { get; init; }

    /// <summary>What would be sent, at most 4,000 characters.</summary>
    public string? Draft { get; init; }

    /// <summary>The day that it promises the customer, as 2026-12-31; a promise without one counts as due at once.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>What was asked before, to ask or approve it again with a change.</summary>
    public static ActionBody Of(ActionAsk act) => new()
    {
        Type = act.Type,
        Category = act.Category,
        Amount = act.Amount,
        Currency = act.Currency,
        Confidence = act.Confidence,
        Draft = act.Draft,
        Due = act.Due,
    };
}

/// <summary>What acts: letters, digits and . _ -, at most 64.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AgentBody
{
    public required string Release { get; init; }

    public string? Model { get; init; }
}
