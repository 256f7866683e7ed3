namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>What a decision call came to. <see cref="View"/> is there when <see cref="Standing"/> is Ready and <see cref="Refusal"/> is null.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.decision-reply")]
public sealed record DecisionReply
{
    [Id(0)]
    public required TwinStanding Standing { get; init; }

    /// <summary>A code of <c>ReasonCodes</c>: why this could not be done to the decision.</summary>
    [Id(1)]
    public string? Refusal { get; init; }

    [Id(2)]
    public DecisionView? View { get; init; }
}

/// <summary>What became of an act.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.outcome-report")]
public sealed record OutcomeReport
{
    /// <summary>The decision's number and tag, see <c>DecisionId</c>.</summary>
    [Id(0)]
    public required string DecisionId { get; init; }

    /// <summary>executed, partly, failed or not_executed.</summary>
    [Id(1)]
    public required DecisionState State { get; init; }

    /// <summary>Really spent, one for each act; null: as permitted.</summary>
    [Id(2)]
    public decimal[]? Amounts { get; init; }

    /// <summary>ISO 4217 of the amounts.</summary>
    [Id(3)]
    public string? Currency { get; init; }

    [Id(4)]
    public string? Detail { get; init; }

    [Id(5)]
    public required string By { get; init; }

    /// <summary>Told with a reviewer's or admin's key: people correct what any agent did. Else only the agent that asked may tell.</summary>
    [Id(6)]
    public bool IsPersons { get; init; }
}

/// <summary>A person's judgement of a decision.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.review-report")]
public sealed record ReviewReport
{
    [Id(0)]
    public required string DecisionId { get; init; }

    [Id(1)]
    public required string Reviewer { get; init; }

    /// <summary>csm, lead or executive.</summary>
    [Id(2)]
    public required string Role { get; init; }

    /// <summary>accept, edit, reject or reply.</summary>
    [Id(3)]
    public required string Verb { get; init; }

    /// <summary>style, fact, amount, commitment or tone; with edit.</summary>
    [Id(4)]
    public string? Edit { get; init; }

    /// <summary>serves, neutral or against.</summary>
    [Id(5)]
    public string? Goals { get; init; }

    /// <summary>none, minor, major or severe.</summary>
    [Id(6)]
    public string? Severity { get; init; }

    [Id(7)]
    public string? Reason { get; init; }

    [Id(8)]
    public string? CorrectedCategory { get; init; }

    /// <summary>What an edit leaves: the only acts then permitted.</summary>
    [Id(9)]
    public ActionAsk[]? Approved { get; init; }

    /// <summary>The second of two blind audits.</summary>
    [Id(10)]
    public bool IsSecond { get; init; }

    /// <summary>The person picked the decision; it stands for no other.</summary>
    [Id(11)]
    public bool IsDirected { get; init; }

    /// <summary>People took the conversation over, and this person has answered it.</summary>
    [Id(12)]
    public bool IsHandover { get; init; }
}

/// <summary>A ceiling, or a wider cell, for one account.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.override-ask")]
public sealed record OverrideAsk
{
    /// <summary>tighten, loosen, lift_tightening or lift_loosening.</summary>
    [Id(0)]
    public required string Step { get; init; }

    [Id(1)]
    public Latitude Latitude { get; init; }

    [Id(2)]
    public string? Reason { get; init; }

    [Id(3)]
    public required string By { get; init; }

    [Id(4)]
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>What an override came to, or why not.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.override-reply")]
public sealed record OverrideReply
{
    [Id(0)]
    public required TwinStanding Standing { get; init; }

    [Id(1)]
    public string? Refusal { get; init; }

    [Id(2)]
    public OverrideView? View { get; init; }
}

/// <summary>An override as it stands after a step.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.override-view")]
public sealed record OverrideView
{
    /// <summary>tightened, loosening_proposed, loosened, tightening_lift_proposed, tightening_lifted or loosening_lifted.</summary>
    [Id(0)]
    public required string Step { get; init; }

    [Id(1)]
    public Latitude? Latitude { get; init; }

    /// <summary>Who wants it; what loosens holds once there are two.</summary>
    [Id(2)]
    public string[] By { get; init; } = [];

    [Id(3)]
    public DateTimeOffset? ExpiresAt { get; init; }
}
