namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>
/// How the account does. The points of <see cref="Drivers"/> add up exactly to <see cref="Score"/>; there is no score, and the band
/// is unknown, when too little of the weight has fresh data.
/// </summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-health-view")]
public sealed record AccountHealthView
{
    /// <summary>0 (worst) to 100; null when unknown.</summary>
    [Id(0)]
    public decimal? Score { get; init; }

    [Id(1)]
    public required HealthBand Band { get; init; }

    /// <summary>Share of the weight that fresh data stands behind, 0 to 1.</summary>
    [Id(2)]
    public required decimal EvidenceShare { get; init; }

    [Id(3)]
    public AccountDriverView[] Drivers { get; init; } = [];

    /// <summary>Families that never sent anything and so do not count.</summary>
    [Id(4)]
    public string[] NeverConnected { get; init; } = [];

    /// <summary>Which rules made the score.</summary>
    [Id(5)]
    public string? ScoringVersion { get; init; }

    /// <summary>The score with each last known value kept although its feed is dead; null when nothing was ever known.</summary>
    [Id(6)]
    public decimal? LastKnownScore { get; init; }
}

/// <summary>One part of the score.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-driver-view")]
public sealed record AccountDriverView
{
    /// <summary>adoption | support | billing | sentiment | relationship | onboarding.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>What it adds to the score.</summary>
    [Id(1)]
    public required decimal Points { get; init; }

    /// <summary>The most it could add.</summary>
    [Id(2)]
    public required decimal PointsMax { get; init; }

    /// <summary>When the newest fact behind it happened; null: none.</summary>
    [Id(3)]
    public DateTimeOffset? At { get; init; }

    /// <summary>Why, in words of the scoring rules (never text from outside).</summary>
    [Id(4)]
    public string? Reason { get; init; }

    /// <summary>False: no fresh data, so it counts neither way.</summary>
    [Id(5)]
    public bool Fresh { get; init; }
}

[GenerateSerializer]
public enum HealthBand
{
    Unspecified = 0,
    Healthy = 1,
    Watch = 2,
    AtRisk = 3,

    /// <summary>Too little evidence to say.</summary>
    Unknown = 4,
}
