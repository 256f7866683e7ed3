using System.Text.Json.Serialization;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Api.Decisions;

/// <summary>What an agent sends to ask for a decision. Which agent it is says its key.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DecisionBody
{
    public required ActionBody[] Actions { get; init; }

    public required AgentBody Agent { get; init; }

    public string? OnBehalfOf { get; init; }

    public string? Contact { get; init; }

    public string? Conversation { get; init; }

    public bool PersonAskedFor { get; init; }

    /// <summary>Needed unless it is a dry run.</summary>
    public string? IdempotencyKey { get; init; }

    // Settable: the generated reader gives what is absent and only initialised its null, not this.
    public string[] SupportedObligations { get; set; } = [];

    public int? MaxStaleness { get; init; }

    public bool DryRun { get; init; }

    public DecisionAsk ToAsk(string agent) => new()
    {
        Actions = [.. Actions.Select(action => action.ToAsk())],
        Agent = new AgentView { Id = agent, Release = Agent.Release, Model = Agent.Model },
        OnBehalfOf = OnBehalfOf,
        Contact = Contact,
        Conversation = Conversation,
        PersonAskedFor = PersonAskedFor,
        IdempotencyKey = IdempotencyKey ?? "",
        SupportedObligations = SupportedObligations,
        MaxStaleness = MaxStaleness,
        DryRun = DryRun,
    };
}

/// <summary>One act.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ActionBody
{
    public required string Type { get; init; }

    public string? Category { get; init; }

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public decimal? Confidence { get; init; }

    public string? Draft { get; init; }

    public ActionAsk ToAsk() => new() { Type = Type, Category = Category, Amount = Amount, Currency = Currency, Confidence = Confidence, Draft = Draft };
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AgentBody
{
    public required string Release { get; init; }

    public string? Model { get; init; }
}

/// <summary>What became of an act.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OutcomeBody
{
    /// <summary>executed, partly, failed or not_executed.</summary>
    public required DecisionState State { get; init; }

    /// <summary>Really spent, one for each act; absent: as permitted.</summary>
    public decimal[]? Amounts { get; init; }

    public string? Currency { get; init; }

    public string? Detail { get; init; }
}

/// <summary>A ceiling, or a wider cell, for one account.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OverrideBody
{
    /// <summary>tighten, loosen, lift_tightening or lift_loosening.</summary>
    public required string Step { get; init; }

    public Latitude Latitude { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}
