using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Playbooks;

/// <summary>
/// What a tenant lets its AI agents do: one file, one version, one hash. A verdict names the playbook it came from, so the same
/// request can be judged again by the same text for ever.
/// </summary>
public sealed record Playbook
{
    /// <summary>The author's name for this text, 1 to 40 characters. The hash, not this, tells two texts apart.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of the file's bytes, lower-case hex.</summary>
    public required string Hash { get; init; }

    public PlaybookMode Mode { get; init; } = PlaybookMode.Enforce;

    /// <summary>Where the gate only watches although <see cref="Mode"/> is enforce.</summary>
    public ValueList<ObserveRule> Observe { get; init; } = [];

    /// <summary>What is taken for granted where nobody said whether the customer accepts an AI; null: that it does not.</summary>
    public AiContact? AssumedAiContact { get; init; }

    public required CurrencyRates Money { get; init; }

    public required ValueRules Value { get; init; }

    /// <summary>The ceiling: how far the AI may go at most, by what the account is worth and how it is doing.</summary>
    public required LatitudeMatrix Matrix { get; init; }

    /// <summary>The closed catalogue, at most <see cref="ActionsMax"/>. What is not in it is denied.</summary>
    public required ValueList<ActionRule> Actions { get; init; }

    /// <summary>What requests may be about, at most 64; every other category counts as <c>other</c>, so that scenarios stay countable.</summary>
    public ValueList<string> Categories { get; init; } = [];

    public ValueList<ConstraintRule> Constraints { get; init; } = [];

    public FreshnessRules Freshness { get; init; } = new();

    public EscalationRules Escalation { get; init; } = new();

    public IncidentRules Incidents { get; init; } = new();

    public ReviewRules Reviews { get; init; } = new();

    public LearningParameters Learning { get; init; } = new();

    /// <summary>First-response targets and routing by support plan; the first whose plan the contract names counts.</summary>
    public ValueList<Entitlement> Entitlements { get; init; } = [];

    public const int ActionsMax = 64;

    public const int ConstraintsMax = 64;

    public ActionRule? Action(string type)
    {
        foreach (var rule in Actions)
        {
            if (rule.Type == type)
                return rule;
        }

        return null;
    }

    /// <summary>True when the gate decides; false when it only watches this action of this segment.</summary>
    public bool IsEnforced(string? segment, string action)
    {
        if (Mode == PlaybookMode.Observe)
            return false;
        foreach (var rule in Observe)
        {
            if ((rule.Segment is null || string.Equals(rule.Segment, segment, StringComparison.OrdinalIgnoreCase)) && (rule.Action is null || rule.Action == action))
                return false;
        }

        return true;
    }
}

/// <summary>Whether verdicts bind. Numbers are stored.</summary>
public enum PlaybookMode : byte
{
    Unspecified = 0,
    Enforce = 1,

    /// <summary>Verdicts are given and recorded, and nobody has to obey them.</summary>
    Observe = 2,
}

/// <summary>A part of the tenant in which the gate only watches; null stands for all. One of the two is given.</summary>
public sealed record ObserveRule(string? Segment, string? Action);
