using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions;

/// <summary>What an agent wants to do for one account, now: one act or several that belong together.</summary>
public sealed record DecisionRequest
{
    public const int ActionsMax = 8;

    public const int DraftLengthMax = 4000;

    /// <summary>More than this is no amount; sums of such amounts stay far from the limits of the numbers that hold them.</summary>
    public const decimal AmountMax = 1_000_000_000_000m;

    /// <summary>1 to <see cref="ActionsMax"/>; allowed together or not at all.</summary>
    public required ValueList<ActionRequest> Actions { get; init; }

    public required AgentIdentity Agent { get; init; }

    /// <summary>The person for whom the agent acts; may not approve it.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>The customer's person, an e-mail address say.</summary>
    public string? Contact { get; init; }

    /// <summary>Amounts of one conversation add up; those of a day that name none count as one.</summary>
    public string? Conversation { get; init; }

    /// <summary>The customer asked for a person.</summary>
    public bool PersonAskedFor { get; init; }

    /// <summary>The same key again is the same request, for at least 7 days.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Obligations that the caller can keep.</summary>
    public ValueList<ObligationKind> SupportedObligations { get; init; } = [];

    /// <summary>Seconds that a required family's feed may be old; null: as the playbook says.</summary>
    public int? MaxStaleness { get; init; }

    /// <summary>Nothing is recorded and nothing reserved.</summary>
    public bool DryRun { get; init; }
}

/// <summary>One act.</summary>
/// <param name="Type">As in the playbook's catalogue.</param>
/// <param name="Category">What it is about, in the caller's own lower-case word; with the type and the value tier it makes the scenario.</param>
/// <param name="Amount">0 or more; where the catalogue asks for one.</param>
/// <param name="Currency">ISO 4217; goes with the amount.</param>
/// <param name="Confidence">The agent's own, 0 to 1.</param>
/// <param name="Draft">What would be sent, at most <see cref="DecisionRequest.DraftLengthMax"/> characters.</param>
public sealed record ActionRequest(string Type, string? Category, decimal? Amount, string? Currency, decimal? Confidence, string? Draft)
{
    /// <summary>The day that it promises; null: none is named.</summary>
    public DateOnly? Due { get; init; }
}

/// <summary>Which agent asks. The id is the credential's, never the caller's own word.</summary>
public sealed record AgentIdentity(string Id, string Release, string? Model);
