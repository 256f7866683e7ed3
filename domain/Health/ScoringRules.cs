namespace AccountTwins.Domain.Health;

/// <summary>
/// The numbers that health and risk are made of, with a version: a decision made under it can be derived again. Change a number, change
/// the version. Set by replaying samples (<c>loadtest calibrate</c>) and rounded: none is tuned to the last digit of one data set.
/// Here: weights, bands and what is counted when; what costs how much and the flag's numbers stand in the other two files.
/// </summary>
public sealed partial record ScoringRules
{
    public static readonly ScoringRules Current = new();

    public string Version { get; init; } = "health-2";

    /// <summary>Weights of the dimensions; only their proportions matter. Use is the best measured and tells churn apart well.</summary>
    public int AdoptionWeight { get; init; } = 35;

    /// <summary>Below use and mood: trouble with the product is mostly solved trouble.</summary>
    public int SupportWeight { get; init; } = 15;

    /// <summary>Late payment is often the payer's habit rather than the users' judgement.</summary>
    public int BillingWeight { get; init; } = 12;

    /// <summary>What customers say tells churn apart as well as what they do, but fewer of them say something.</summary>
    public int SentimentWeight { get; init; } = 25;

    /// <summary>Visits and promises are half our own doing: the weakest hint about theirs.</summary>
    public int RelationshipWeight { get; init; } = 8;

    /// <summary>Counts in the first <see cref="OnboardingDays"/> only, where most accounts are under their first term and cannot leave.</summary>
    public int OnboardingWeight { get; init; } = 5;

    /// <summary>The first quarter, in which a rollout is planned to end.</summary>
    public int OnboardingDays { get; init; } = 90;

    /// <summary>Below this share of evidence the score is unknown: less than adoption and one more would be guessing.</summary>
    public decimal EvidenceFloor { get; init; } = 0.4m;

    /// <summary>Healthy from here, in tenths: above it churn is well below the average.</summary>
    public int HealthyTenths { get; init; } = 750;

    /// <summary>Watch from here; at risk below: the worst tenth or so of customers, with several times the average churn.</summary>
    public int WatchTenths { get; init; } = 600;

    /// <summary>Milestones expected over the onboarding days where none has a planned day: kick-off, data, first value, rollout.</summary>
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
