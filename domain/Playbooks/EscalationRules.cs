using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Playbooks;

/// <summary>When a case goes to people by itself, whatever the agent wants to do. Each rule can be shadowed by its threshold.</summary>
public sealed record EscalationRules
{
    /// <summary>These may be named without standing in the playbook's categories.</summary>
    public static readonly ValueList<string> UsualClauseCategories = ["contract", "legal", "clause", "liability", "data_processing"];

    /// <summary>Tiers from this one on count as high value. Default strategic.</summary>
    public Value.Tiers.ValueTier HighValueFrom { get; init; } = Value.Tiers.ValueTier.Strategic;

    /// <summary>High value and at risk at once goes to people. High value alone, or at risk alone, is approved by the owner.</summary>
    public bool HighValueAtRisk { get; init; } = true;

    /// <summary>Contacts of the customer on one open ticket; 0 turns the rule off.</summary>
    public int ContactsOnOneTicket { get; init; } = 4;

    /// <summary>An open ticket that was reopened so many times; 0 turns the rule off.</summary>
    public int Reopened { get; init; } = 1;

    public bool Incident { get; init; } = true;

    public bool PersonAskedFor { get; init; } = true;

    /// <summary>Categories of a request that ask about the contract itself; they go to people.</summary>
    public ValueList<string> ClauseCategories { get; init; } = UsualClauseCategories;

    /// <summary>Actions that are never escalated by these rules, because they promise nothing: a holding reply.</summary>
    public ValueList<string> Exempt { get; init; } = ["holding_reply"];

    /// <summary>The route where neither plan nor segment names one.</summary>
    public HandoverRoute DefaultRoute { get; init; } = HandoverRoute.Owner;

    /// <summary>Routes by segment; of plan and segment the stronger one counts.</summary>
    public ValueList<SegmentRoute> Segments { get; init; } = [];

    /// <summary>Minutes until the first answer by a person, where no entitlement names them.</summary>
    public int DefaultResponseMinutes { get; init; } = 8 * 60;
}

/// <summary>Who takes over. Numbers are stored.</summary>
public enum HandoverRoute : byte
{
    Unspecified = 0,
    Owner = 1,
    Specialist = 2,
    Swarm = 3,
}

/// <summary>Who takes over for accounts of a segment, whatever their support plan.</summary>
/// <param name="Segment">As the profile names it; compared without case.</param>
public sealed record SegmentRoute(string Segment, HandoverRoute Route);

/// <summary>What a support plan promises.</summary>
/// <param name="Plan">As the contract names it; compared without case.</param>
/// <param name="FirstResponseMinutes">First answer by a person, minutes.</param>
public sealed record Entitlement(string Plan, int FirstResponseMinutes, HandoverRoute Route);
