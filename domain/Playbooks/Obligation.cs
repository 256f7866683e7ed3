namespace AccountTwins.Domain.Playbooks;

/// <summary>
/// What an agent must do with an allowance, from a closed list (version <see cref="ListVersion"/>). A caller that does not say that it
/// supports one gets no allowance that carries it.
/// </summary>
public sealed record Obligation
{
    /// <summary>Raised when a kind is added.</summary>
    public const int ListVersion = 1;

    public required ObligationKind Kind { get; init; }

    /// <summary>cap_amount: the most that may be spent, in base currency.</summary>
    public decimal? Max { get; init; }

    /// <summary>report_outcome: within so many seconds.</summary>
    public int? WithinSeconds { get; init; }

    /// <summary>use_template: which.</summary>
    public string? Template { get; init; }

    /// <summary>copy: who gets one.</summary>
    public ApproverRole Role { get; init; }

    /// <summary>delay: not before.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Kinds of obligation. Numbers are stored: only ever add.</summary>
public enum ObligationKind : byte
{
    Unspecified = 0,
    CapAmount = 1,
    ReportOutcome = 2,
    UseTemplate = 3,
    DiscloseAi = 4,
    NoNewCommitment = 5,
    NoBillingFact = 6,
    Copy = 7,
    Delay = 8,
}
