using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Playbooks;

/// <summary>What a circumstance of the account does to latitude: it never gives, it only takes.</summary>
public sealed record ConstraintRule
{
    /// <summary>Names the rule in verdicts; lower_snake_case, unique in the playbook.</summary>
    public required string Name { get; init; }

    public required Circumstance When { get; init; }

    /// <summary>The most latitude under it.</summary>
    public required Latitude AtMost { get; init; }

    /// <summary>Renewal window: days before the end. Open promise: days before it is due. 0 elsewhere.</summary>
    public int Days { get; init; }

    /// <summary>Clause: names that count, empty for any clause.</summary>
    public ValueList<string> Clauses { get; init; } = [];

    /// <summary>Action types that it touches; empty for all.</summary>
    public ValueList<string> Actions { get; init; } = [];

    /// <summary>Segments that it touches; empty for all.</summary>
    public ValueList<string> Segments { get; init; } = [];

    public RuleStatus Status { get; init; } = RuleStatus.Active;

    public bool Touches(string action, string? segment) =>
        (Actions.Count == 0 || Actions.Contains(action)) && (Segments.Count == 0 || segment is null || Segments.Contains(segment, StringComparer.OrdinalIgnoreCase));
}

/// <summary>Circumstances that a rule may name. Numbers are stored: only ever add.</summary>
public enum Circumstance : byte
{
    Unspecified = 0,

    /// <summary>The term, or the last day for notice, ends within the rule's days; an unknown end counts as inside.</summary>
    RenewalWindow = 1,

    /// <summary>A risk flag is open.</summary>
    OpenFlag = 2,

    /// <summary>A ticket is escalated and not resolved.</summary>
    OpenEscalation = 3,

    /// <summary>The contract has one of the named clauses.</summary>
    ContractClause = 4,

    /// <summary>The customer lets an AI help its people, not act towards them.</summary>
    AiAssistOnly = 5,

    /// <summary>The customer wants no AI.</summary>
    AiUnwanted = 6,

    /// <summary>Somebody at the customer asked for a person and was not answered by one yet.</summary>
    PersonAskedFor = 7,

    /// <summary>A customer in its first days.</summary>
    FirstTimeCustomer = 8,

    /// <summary>The account buys far more than others of its segment: its contract's seats pass the playbook's mark.</summary>
    LargeVolumePurchaser = 9,

    /// <summary>A product-wide incident is declared for the tenant.</summary>
    Incident = 10,

    /// <summary>A promise to the customer is open and close to, or past, its day.</summary>
    OpenPromise = 11,

    /// <summary>No contract is in force, or notice was given.</summary>
    NoContract = 12,

    /// <summary>A dispute is open.</summary>
    OpenDispute = 13,
}

/// <summary>Whether a rule acts or is only reported. Numbers are stored.</summary>
public enum RuleStatus : byte
{
    Unspecified = 0,
    Active = 1,

    /// <summary>Reported beside the others, without effect.</summary>
    Shadow = 2,
}
