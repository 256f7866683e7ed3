namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>A verdict and where its decision stands now: what an agent gets, word for word, over every door.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.decision-view")]
public sealed record DecisionView
{
    /// <summary>Null where nothing was recorded: a dry run, or an account that nobody knows.</summary>
    [Id(0)]
    public string? DecisionId { get; init; }

    [Id(1)]
    public required string Account { get; init; }

    [Id(2)]
    public required VerdictKind Verdict { get; init; }

    /// <summary>What the agent does now.</summary>
    [Id(3)]
    public required NextStep Next { get; init; }

    /// <summary>False where the playbook only watches: nobody is bound by it.</summary>
    [Id(4)]
    public required bool Enforced { get; init; }

    [Id(5)]
    public required DecisionState State { get; init; }

    /// <summary>Seconds after which asking again makes sense.</summary>
    [Id(6)]
    public int? PollAfter { get; init; }

    [Id(7)]
    public HandoverView? Handover { get; init; }

    [Id(8)]
    public ApprovalView? Approval { get; init; }

    /// <summary>A holding text for the customer, without reasons from inside.</summary>
    [Id(9)]
    public string? CustomerMessageHint { get; init; }

    /// <summary>Until when an allowance holds, or what waits may be decided or used.</summary>
    [Id(10)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>One for each act asked for, in their order.</summary>
    [Id(11)]
    public required ActionVerdictView[] Actions { get; init; }

    /// <summary>The only acts permitted, where a reviewer changed them.</summary>
    [Id(12)]
    public ActionAsk[]? ApprovedActions { get; init; }

    /// <summary>Hash of the exact acts that this is about.</summary>
    [Id(13)]
    public string? ActionsHash { get; init; }

    /// <summary>What had grown worse when an approval was to be used.</summary>
    [Id(14)]
    public string[] Tighter { get; init; } = [];

    [Id(15)]
    public required DecisionContextView Context { get; init; }

    [Id(16)]
    public required PlaybookRefView Playbook { get; init; }

    /// <summary>Version of the rules of the health score.</summary>
    [Id(17)]
    public required string Scoring { get; init; }

    [Id(18)]
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Made before: the key was known, or the permit was given; this is what there is, as it stands now.</summary>
    [Id(19)]
    public bool IsRepeat { get; init; }

    /// <summary>What was asked for, drafts included.</summary>
    [Id(20)]
    public ActionAsk[] Asked { get; init; } = [];

    /// <summary>When this answer was given, by the clock that sets <see cref="ExpiresAt"/>; a repeat is answered later than it was decided.</summary>
    [Id(21)]
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary><c>permit_claimed</c>: there is a permit, and another caller's claim holds it, so that <c>next</c> is stop here. <c>without_leave</c>: the act was reported as done although nothing permitted it; it counts all the same. Else absent.</summary>
    [Id(22)]
    public string? Code { get; init; }

    /// <summary>The claim that came with this question holds the permit: a repeat may be acted upon, if this caller has not done so yet.</summary>
    [Id(23)]
    public bool IsHeld { get; init; }
}

/// <summary>The answer for one act.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.action-verdict-view")]
public sealed record ActionVerdictView
{
    [Id(0)]
    public required string Type { get; init; }

    [Id(1)]
    public required VerdictKind Verdict { get; init; }

    [Id(2)]
    public required LatitudeView Latitude { get; init; }

    /// <summary>Why it is not simply allowed.</summary>
    [Id(3)]
    public ReasonView[] Reasons { get; init; } = [];

    [Id(4)]
    public WouldAllowIfView? WouldAllowIf { get; init; }

    [Id(5)]
    public ObligationView[] Obligations { get; init; } = [];

    [Id(6)]
    public BudgetView? Budget { get; init; }
}

/// <summary>How far the AI may go: the lowest of all layers.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.latitude-view")]
public sealed record LatitudeView
{
    [Id(0)]
    public required Latitude Effective { get; init; }

    /// <summary>What the act takes; unspecified where the catalogue does not know it.</summary>
    [Id(1)]
    public Latitude Requires { get; init; }

    [Id(2)]
    public LatitudeLayerView[] Layers { get; init; } = [];
}

/// <summary>One layer. A shadow is reported only.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.latitude-layer-view")]
public sealed record LatitudeLayerView
{
    [Id(0)]
    public required string Layer { get; init; }

    [Id(1)]
    public required string Rule { get; init; }

    [Id(2)]
    public required Latitude AtMost { get; init; }

    [Id(3)]
    public bool IsShadow { get; init; }
}

[GenerateSerializer, Immutable, Alias("accounttwins.reason-view")]
public sealed record ReasonView
{
    [Id(0)]
    public required string Code { get; init; }

    [Id(1)]
    public required string Layer { get; init; }

    [Id(2)]
    public required string Rule { get; init; }

    [Id(3)]
    public required string Text { get; init; }
}

/// <summary>All of this together would have allowed it.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.would-allow-if-view")]
public sealed record WouldAllowIfView
{
    [Id(0)]
    public string[] ByAgent { get; init; } = [];

    [Id(1)]
    public string[] ByPeople { get; init; } = [];
}

/// <summary>What the agent must do with the allowance; fields by kind.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.obligation-view")]
public sealed record ObligationView
{
    [Id(0)]
    public required string Kind { get; init; }

    [Id(1)]
    public decimal? Max { get; init; }

    [Id(2)]
    public string? Currency { get; init; }

    [Id(3)]
    public int? Within { get; init; }

    [Id(4)]
    public string? Template { get; init; }

    [Id(5)]
    public string? Role { get; init; }

    [Id(6)]
    public DateTimeOffset? Until { get; init; }
}

[GenerateSerializer, Immutable, Alias("accounttwins.budget-view")]
public sealed record BudgetView
{
    [Id(0)]
    public required decimal Remaining { get; init; }

    [Id(1)]
    public required string Currency { get; init; }

    [Id(2)]
    public required string Window { get; init; }
}

[GenerateSerializer, Immutable, Alias("accounttwins.handover-view")]
public sealed record HandoverView
{
    [Id(0)]
    public required string To { get; init; }

    /// <summary>When a person should have answered.</summary>
    [Id(1)]
    public required DateTimeOffset By { get; init; }
}

[GenerateSerializer, Immutable, Alias("accounttwins.approval-view")]
public sealed record ApprovalView
{
    [Id(0)]
    public required string Role { get; init; }

    /// <summary>Different people that it takes.</summary>
    [Id(1)]
    public required int People { get; init; }

    [Id(2)]
    public int Given { get; init; }
}

/// <summary>What the account looked like when it was decided.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.decision-context-view")]
public sealed record DecisionContextView
{
    [Id(0)]
    public required long Revision { get; init; }

    [Id(1)]
    public required string Fingerprint { get; init; }

    [Id(2)]
    public required DateTimeOffset AsOf { get; init; }

    [Id(3)]
    public AccountPositionView[] Positions { get; init; } = [];

    [Id(4)]
    public AccountFeedView[] Feeds { get; init; } = [];

    [Id(5)]
    public string? ValueTier { get; init; }

    [Id(6)]
    public string? Band { get; init; }
}

[GenerateSerializer, Immutable, Alias("accounttwins.playbook-ref-view")]
public sealed record PlaybookRefView
{
    [Id(0)]
    public required string Version { get; init; }

    [Id(1)]
    public required string Hash { get; init; }
}
