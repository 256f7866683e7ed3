namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>What a reviewer said, in the stored numbers of the domain.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.judgement-view")]
public sealed record JudgementView
{
    [Id(0)]
    public required int Verb { get; init; }

    [Id(1)]
    public int Edit { get; init; }

    [Id(2)]
    public int Goals { get; init; }

    [Id(3)]
    public int Severity { get; init; }

    [Id(4)]
    public bool IsCategoryCorrected { get; init; }
}

/// <summary>One review as learning takes it.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.review-observed")]
public sealed record ReviewObserved
{
    /// <summary>Names the review; the same again counts once.</summary>
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required string Release { get; init; }

    /// <summary>How it came to be reviewed, in the stored number of the domain.</summary>
    [Id(2)]
    public required int Kind { get; init; }

    [Id(3)]
    public required JudgementView Judgement { get; init; }

    [Id(4)]
    public bool IsAtRisk { get; init; }

    /// <summary>Of an audit, as recorded with the decision.</summary>
    [Id(5)]
    public double Probability { get; init; } = 1;

    [Id(6)]
    public bool IsInCommonSample { get; init; }
}

/// <summary>Two people judged the same decision, each without seeing the other.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.pair-observed")]
public sealed record PairObserved
{
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required string Release { get; init; }

    [Id(2)]
    public required JudgementView First { get; init; }

    [Id(3)]
    public required JudgementView Second { get; init; }
}

/// <summary>What a person wants of a scenario. Who may is for the caller to check.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.scenario-act-ask")]
public sealed record ScenarioActAsk
{
    /// <summary>Null: all releases.</summary>
    [Id(0)]
    public string? Release { get; init; }

    /// <summary>freeze, unfreeze, release, reset or accept_offer.</summary>
    [Id(1)]
    public required string Act { get; init; }

    /// <summary>For a reset.</summary>
    [Id(2)]
    public Latitude To { get; init; }

    [Id(3)]
    public required string By { get; init; }

    [Id(4)]
    public required string Reason { get; init; }
}

[GenerateSerializer, Immutable, Alias("accounttwins.scenario-reply")]
public sealed record ScenarioReply
{
    [Id(0)]
    public required TwinStanding Standing { get; init; }

    /// <summary>Why nothing was changed, as a stable code; null: done, or it was so already.</summary>
    [Id(1)]
    public string? Refusal { get; init; }

    /// <summary>The scenario in its stored form (UTF-8 JSON); for readers only.</summary>
    [Id(2)]
    public byte[]? Book { get; init; }
}

/// <summary>Agreement in the other scenarios below a parent.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.others-answer")]
public sealed record OthersAnswer
{
    [Id(0)]
    public required TwinStanding Standing { get; init; }

    [Id(1)]
    public int Reviews { get; init; }

    [Id(2)]
    public double Weight { get; init; }

    [Id(3)]
    public double WeightSquares { get; init; }

    [Id(4)]
    public double Agreed { get; init; }
}
