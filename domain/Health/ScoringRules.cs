namespace AccountTwins.Domain.Health;

/// <summary>
/// The numbers that health is made of, with a version: a decision made under it can be derived again. Change a number, change the
/// version.
/// </summary>
public sealed record ScoringRules
{
    public static readonly ScoringRules Current = new();

    public string Version { get; init; } = "health-1";

    /// <summary>Weights of the dimensions; only their proportions matter.</summary>
    public int AdoptionWeight { get; init; } = 30;

    public int SupportWeight { get; init; } = 20;

    public int BillingWeight { get; init; } = 15;

    public int SentimentWeight { get; init; } = 15;

    public int RelationshipWeight { get; init; } = 12;

    /// <summary>Counts in the first <see cref="OnboardingDays"/> only.</summary>
    public int OnboardingWeight { get; init; } = 8;

    public int OnboardingDays { get; init; } = 90;

    /// <summary>Below this share of evidence the score is unknown.</summary>
    public decimal EvidenceFloor { get; init; } = 0.4m;

    /// <summary>Healthy from here, in tenths.</summary>
    public int HealthyTenths { get; init; } = 700;

    /// <summary>Watch from here; at risk below.</summary>
    public int WatchTenths { get; init; } = 450;

    /// <summary>Use at this share of the account's own normal is full use: weeks differ.</summary>
    public double UsageFullShare { get; init; } = 0.8;

    /// <summary>Days without use that are nothing to speak of (a long weekend).</summary>
    public int UsageQuietDays { get; init; } = 4;

    /// <summary>Days after which silence has taken all of adoption.</summary>
    public int UsageSilentDays { get; init; } = 45;

    /// <summary>People active a day, of seats, that count as full.</summary>
    public double SeatsFullShare { get; init; } = 0.4;

    /// <summary>How much of adoption hangs on seats where both are known.</summary>
    public double SeatsPart { get; init; } = 0.25;

    /// <summary>Days without a human touch that are nothing to speak of, and after which the loss is full.</summary>
    public int TouchQuietDays { get; init; } = 45;

    public int TouchSilentDays { get; init; } = 180;

    /// <summary>Milestones expected over the onboarding days where none has a planned day.</summary>
    public int MilestonesExpected { get; init; } = 4;

    public int WeightOf(Dimension dimension) => dimension switch
    {
        Dimension.Adoption => AdoptionWeight,
        Dimension.Support => SupportWeight,
        Dimension.Billing => BillingWeight,
        Dimension.Sentiment => SentimentWeight,
        Dimension.Relationship => RelationshipWeight,
        Dimension.Onboarding => OnboardingWeight,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension)),
    };
}
