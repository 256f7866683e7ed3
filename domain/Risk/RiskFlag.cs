using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Risk;

/// <summary>A stretch of time in which an account was at risk, with what showed it.</summary>
public sealed record RiskFlag
{
    /// <summary>Signals kept as evidence.</summary>
    public const int EvidenceMax = 5;

    /// <summary>Counts the flags of an account from 1.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required RiskCause Cause { get; init; }

    /// <summary>Health in tenths when it opened; null where it was unknown then.</summary>
    public int? ScoreTenths { get; init; }

    /// <summary>The family that showed the risk first, maybe weeks before the flag opened.</summary>
    public Family FirstFamily { get; init; }

    public DateTimeOffset? FirstShownAt { get; init; }

    /// <summary>Newest first.</summary>
    public RiskSignals Evidence { get; init; } = [];

    public DateTimeOffset? ClosedAt { get; init; }

    public RiskEnd End { get; init; }

    public bool IsOpen => ClosedAt is null;
}

/// <summary>Why a flag opened. Numbers are stored.</summary>
public enum RiskCause : byte
{
    Unspecified = 0,

    /// <summary>Health fell below the opening threshold.</summary>
    LowHealth = 1,

    /// <summary>The contract was cancelled or a notice given while it still runs.</summary>
    Cancellation = 2,

    /// <summary>An urgent ticket is escalated while an invoice is overdue, failed or disputed.</summary>
    EscalationWithPaymentProblem = 3,

    /// <summary>A champion left while use fell or an escalation was open.</summary>
    ChampionLeftUnderStrain = 4,

    /// <summary>An integration was removed while use fell.</summary>
    IntegrationRemovedAsUseFell = 5,
}

/// <summary>Why a flag closed. Numbers are stored.</summary>
public enum RiskEnd : byte
{
    Unspecified = 0,

    /// <summary>Health stayed above the closing threshold for long enough.</summary>
    Recovered = 1,

    /// <summary>The account left.</summary>
    Churned = 2,
}
