using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Health;

/// <summary>What health is made of. Numbers are stored.</summary>
public enum Dimension : byte
{
    Unspecified = 0,
    Adoption = 1,
    Support = 2,
    Billing = 3,
    Sentiment = 4,
    Relationship = 5,
    Onboarding = 6,
}

/// <summary>Health in four words. Numbers are stored.</summary>
public enum HealthBand : byte
{
    /// <summary>Too little fresh evidence to say.</summary>
    Unknown = 0,
    AtRisk = 1,
    Watch = 2,
    Healthy = 3,
}

/// <summary>How an account is doing at one moment, why, and on how much evidence.</summary>
public sealed record HealthScore
{
    public required DateTimeOffset At { get; init; }

    /// <summary>0 to 1,000: tenths of a point. Null: unknown, which is something else than average.</summary>
    public int? Tenths { get; init; }

    /// <summary>0.0 to 100.0, or null.</summary>
    public decimal? Points => Tenths / 10m;

    public required HealthBand Band { get; init; }

    /// <summary>The score with each last known value kept although its feed is dead; null when nothing was ever known.</summary>
    public int? LastKnownTenths { get; init; }

    public decimal? LastKnownPoints => LastKnownTenths / 10m;

    /// <summary>Share of the weight of connected dimensions that fresh data stand behind, 0 to 1, two decimals.</summary>
    public required decimal EvidenceShare { get; init; }

    /// <summary>One for each dimension with fresh data, in the order of the dimensions; their tenths add up to the score. Empty when it is unknown.</summary>
    public ValueList<HealthDriver> Drivers { get; init; } = [];

    /// <summary>Families that the tenant does not send: out of the denominator.</summary>
    public ValueList<Family> NeverConnected { get; init; } = [];

    /// <summary>Connected dimensions without fresh data: they lower the evidence share.</summary>
    public ValueList<Dimension> Missing { get; init; } = [];

    public required string RulesVersion { get; init; }

    /// <summary>healthy | watch | at_risk | unknown: the word on the wire and in search columns.</summary>
    public string BandName => NameOf(Band);

    public static string NameOf(HealthBand band) => band switch
    {
        HealthBand.Healthy => "healthy",
        HealthBand.Watch => "watch",
        HealthBand.AtRisk => "at_risk",
        _ => "unknown",
    };
}

/// <summary>One dimension's part of the score.</summary>
/// <param name="Dimension">Which.</param>
/// <param name="Tenths">What it adds to the score.</param>
/// <param name="Change">Tenths relative to its full share: 0 or less.</param>
/// <param name="Findings">What took something away, the largest first; empty where all is well.</param>
public sealed record HealthDriver(Dimension Dimension, int Tenths, int Change, ValueList<Finding> Findings);

/// <summary>A dated reason as a code with numbers; words are put to it where it is shown.</summary>
/// <param name="Code">Stable, from <see cref="FindingCode"/>.</param>
/// <param name="Since">Since when, or when it was last seen: a moment of facts, or a day's beginning; never the moment of asking, which would look like news.</param>
/// <param name="Loss">Share of the dimension it took away, 0 to 1.</param>
/// <param name="First">The first number of the explanation.</param>
/// <param name="Second">The second number.</param>
public readonly record struct Finding(FindingCode Code, DateTimeOffset Since, double Loss, double First, double Second);

/// <summary>Reasons. Numbers are stored; the text shows how the two numbers are read.</summary>
public enum FindingCode : byte
{
    Unspecified = 0,

    /// <summary>First a day now, second a day normally.</summary>
    UsageFell = 1,

    /// <summary>No use for so many days (first).</summary>
    UsageSilent = 2,

    /// <summary>First active people a day of second seats.</summary>
    SeatsUnused = 3,

    /// <summary>First urgent tickets open.</summary>
    UrgentTicketsOpen = 4,

    /// <summary>First escalations open.</summary>
    EscalationsOpen = 5,

    /// <summary>First tickets reopened in four weeks.</summary>
    TicketsReopened = 6,

    /// <summary>First tickets a week now, second normally.</summary>
    SupportLoad = 7,

    /// <summary>First tickets open for longer than two weeks.</summary>
    TicketsOld = 8,

    /// <summary>First invoices overdue, the oldest for second days.</summary>
    InvoicesOverdue = 9,

    /// <summary>First payments failed.</summary>
    PaymentsFailed = 10,

    /// <summary>First disputes open.</summary>
    DisputesOpen = 11,

    /// <summary>Mood first on a scale of 0 to 100, from second observations.</summary>
    MoodLow = 12,

    /// <summary>Satisfaction first on a scale of 0 to 100, from second answers.</summary>
    SatisfactionLow = 13,

    /// <summary>Recommendation first on a scale of 0 to 100, from second answers.</summary>
    RecommendationLow = 14,

    /// <summary>Ease first on a scale of 0 to 100, from second answers.</summary>
    EffortHigh = 15,

    /// <summary>Nobody of first known people is a champion.</summary>
    NoChampion = 16,

    /// <summary>A champion left first days ago and there is no other.</summary>
    ChampionLeft = 17,

    /// <summary>No person of ours in touch for first days.</summary>
    NoHumanTouch = 18,

    /// <summary>First promises broken in 90 days.</summary>
    PromisesBroken = 19,

    /// <summary>First promises past their day.</summary>
    PromisesOverdue = 20,

    /// <summary>First milestones reached, second expected by now.</summary>
    MilestonesBehind = 21,

    /// <summary>First urgent or escalated tickets of late, older ones counting less.</summary>
    TroubleLately = 22,

    /// <summary>The customer had to ask first times a ticket, over the last second tickets.</summary>
    ContactsMany = 23,

    /// <summary>First payment problems of late, older ones counting less, settled or not.</summary>
    PaymentsTroubled = 24,

    /// <summary>Used on first of the last second days.</summary>
    UsedRarely = 25,
}
