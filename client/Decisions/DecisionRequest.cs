using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Client.Decisions;

/// <summary>What an agent asks. Which agent it is says the key.</summary>
public sealed record DecisionRequest
{
    /// <summary>1 to 8 acts, allowed together or not at all.</summary>
    public required ActionAsk[] Actions { get; init; }

    public required AgentRelease Agent { get; init; }

    /// <summary>The person for whom the agent acts; may not approve it.</summary>
    public string? OnBehalfOf { get; init; }

    public string? Contact { get; init; }

    /// <summary>Amounts of one conversation add up.</summary>
    public string? Conversation { get; init; }

    public bool? PersonAskedFor { get; init; }

    /// <summary>The same key again is the same request; needed unless it is a dry run.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Words of obligations that the agent can keep; one that it cannot turns an allowance into an approval.</summary>
    public string[]? SupportedObligations { get; init; }

    /// <summary>Seconds that a required feed may be old.</summary>
    public int? MaxStaleness { get; init; }

    /// <summary>Nothing is recorded and nothing reserved.</summary>
    public bool? DryRun { get; init; }
}

/// <summary>What acts: letters, digits and . _ -, at most 64.</summary>
public sealed record AgentRelease
{
    public required string Release { get; init; }

    public string? Model { get; init; }
}

/// <summary>What became of an act.</summary>
public sealed record OutcomeRequest
{
    /// <summary>Executed, Partly, Failed or NotExecuted.</summary>
    public required DecisionState State { get; init; }

    /// <summary>Really spent, one for each act; null: as permitted.</summary>
    public decimal[]? Amounts { get; init; }

    /// <summary>ISO 4217; goes with the amounts.</summary>
    public string? Currency { get; init; }

    public string? Detail { get; init; }
}
