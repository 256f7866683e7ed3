namespace AccountTwins.Domain.Telemetry;

/// <summary>What is measured per account and day. Numbers are stored: never change one, only add (below 64).</summary>
public enum Measure : byte
{
    Unspecified = 0,

    /// <summary>Counted product events.</summary>
    UsageEvents = 1,

    Sessions = 2,

    /// <summary>People active on a day; the largest report of the day counts.</summary>
    ActiveUsers = 3,

    TicketsOpened = 4,
    UrgentTickets = 5,

    /// <summary>Times the customer had to get in touch about a ticket.</summary>
    Contacts = 6,

    TicketsResolved = 7,
    TicketsReopened = 8,

    /// <summary>Sum of CSAT answers mapped to 0..1,000 (0 = worst, 1,000 = best).</summary>
    SatisfactionSum = 9,
    SatisfactionCount = 10,

    /// <summary>Sum of effort answers mapped to 0..1,000 (1,000 = least effort).</summary>
    EffortSum = 11,
    EffortCount = 12,

    /// <summary>Sum of observed sentiment, -1..1 shifted to 0..1,000.</summary>
    SentimentSum = 13,
    SentimentCount = 14,

    /// <summary>Sum of NPS answers, 0..10 mapped to 0..1,000.</summary>
    NpsSum = 15,
    NpsCount = 16,

    /// <summary>Failed payments, overdue invoices and disputes.</summary>
    PaymentProblems = 17,

    /// <summary>Contacts by a person of ours.</summary>
    HumanTouches = 18,

    WorkMinutes = 19,

    /// <summary>Millionths of the currency that AI runs are costed in; a day saturates at 4,294.</summary>
    AiCostMicros = 20,

    AiRuns = 21,
    TicketsEscalated = 22,
    ResolvedByAi = 23,
    IntegrationsRemoved = 24,
    CommitmentsBroken = 25,
}

/// <summary>How two amounts of the same day become one. Both ways are commutative and associative, saturation included.</summary>
public enum Merge : byte
{
    Sum = 0,
    Max = 1,
}

/// <summary>The merge of each measure.</summary>
public static class Measures
{
    /// <summary>Above every number in use; measures fit a 64-bit mask.</summary>
    public const int NumberMax = 63;

    public static Merge MergeOf(Measure measure) => measure == Measure.ActiveUsers ? Merge.Max : Merge.Sum;
}
