using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Playbooks.Simulation;

/// <summary>What a playbook would have changed.</summary>
public sealed record SimulationReport
{
    /// <summary>Of each kind, so many are named; all are counted.</summary>
    public const int NamedMax = 100;

    public long Accounts { get; init; }

    public long AccountsChanged { get; init; }

    /// <summary>By tier, band, action, from and to.</summary>
    public ValueList<LatitudeShiftCount> LatitudeShifts { get; init; } = [];

    /// <summary>The first ones that were seen, at most <see cref="NamedMax"/>.</summary>
    public ValueList<AccountShift> NamedAccounts { get; init; } = [];

    public long Decisions { get; init; }

    public long DecisionsChanged { get; init; }

    public ValueList<VerdictShiftCount> VerdictShifts { get; init; } = [];

    /// <summary>The first ones that were seen, at most <see cref="NamedMax"/>.</summary>
    public ValueList<DecisionShift> NamedDecisions { get; init; } = [];

    public required ReviewWork Before { get; init; }

    public required ReviewWork After { get; init; }
}

/// <summary>What an action may do alone for an account; unspecified where the catalogue does not have it.</summary>
public sealed record LatitudeShift(string Action, Latitude From, Latitude To);

/// <summary>An account for which something changes.</summary>
public sealed record AccountShift(string Account, ValueTier Tier, HealthBand Band, ValueList<LatitudeShift> Shifts);

public sealed record LatitudeShiftCount(ValueTier Tier, HealthBand Band, LatitudeShift Shift, long Accounts);

/// <summary>A decision that would have come out differently.</summary>
/// <param name="Reasons">The codes that the new answer gives, each once.</param>
public sealed record DecisionShift(string Account, long Number, VerdictKind From, VerdictKind To, ValueList<string> Reasons);

public sealed record VerdictShiftCount(VerdictKind From, VerdictKind To, long Decisions);

/// <summary>What the decisions ask of people.</summary>
/// <param name="Approvals">Decisions that a person approves first.</param>
/// <param name="Handovers">Decisions that people take over.</param>
/// <param name="Audits">Expected audits of what was allowed: the sum of their probabilities.</param>
public sealed record ReviewWork(long Approvals, long Handovers, double Audits);
