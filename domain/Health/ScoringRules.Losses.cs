namespace AccountTwins.Domain.Health;

/// <summary>What takes how much from a dimension, 1 being all of it.</summary>
public sealed partial record ScoringRules
{
    /// <summary>Use at this share of the account's own normal is full use: weeks differ.</summary>
    public double UsageFullShare { get; init; } = 0.8;

    /// <summary>Days without use that are nothing to speak of (a long weekend).</summary>
    public int UsageQuietDays { get; init; } = 4;

    /// <summary>Who comes rarely is silent only after so many of its own usual gaps: otherwise small customers would be alarms.</summary>
    public int UsageQuietGaps { get; init; } = 3;

    /// <summary>However rarely it is used: after so many days silence begins to count.</summary>
    public int UsageQuietDaysMax { get; init; } = 30;

    /// <summary>Days from quiet until silence has taken all of adoption: half a quarter.</summary>
    public int UsageSilentDays { get; init; } = 41;

    /// <summary>How much of adoption hangs on how many days see any use: what is part of a routine stays.</summary>
    public double RegularPart { get; init; } = 0.2;

    /// <summary>Days with use, of the last five weeks, that are full: workdays less a holiday or two.</summary>
    public double RegularFullShare { get; init; } = 0.6;

    /// <summary>People active a day, weekends included, of seats, that count as full: more is rare in any product.</summary>
    public double SeatsFullShare { get; init; } = 0.4;

    /// <summary>At or below this share seats are as good as unused: one or two people keep the product alive.</summary>
    public double SeatsNoneShare { get; init; } = 0.05;

    /// <summary>How much of the rest hangs on seats where both are known: the level of use foretells churn, its trend hardly does.</summary>
    public double SeatsPart { get; init; } = 0.6;

    /// <summary>An open urgent ticket: two of them take half of support.</summary>
    public double UrgentTicketLoss { get; init; } = 0.25;

    /// <summary>An open escalation weighs more than its ticket: somebody asked for a superior.</summary>
    public double EscalationLoss { get; init; } = 0.3;

    /// <summary>The most that open urgent tickets, and open escalations, take each: a bad day alone is not the end.</summary>
    public double OpenTroubleLossMax { get; init; } = 0.5;

    /// <summary>Each urgent or escalated ticket of late, solved or not, fading by half in four weeks: it is remembered at renewal.</summary>
    public double TroubleLatelyLoss { get; init; } = 0.1;

    public double TroubleLatelyLossMax { get; init; } = 0.3;

    /// <summary>Days after which an open ticket is old: customers count in weeks.</summary>
    public int TicketOldDays { get; init; } = 14;

    /// <summary>Old tickets are many small annoyances, up to three of them.</summary>
    public double TicketOldLoss { get; init; } = 0.05;

    public double TicketsOldLossMax { get; init; } = 0.15;

    /// <summary>How far back reopened tickets count: four full weeks of the daily buckets.</summary>
    public int ReopenedDays { get; init; } = 28;

    /// <summary>Solved and not solved: two of them in four weeks are a pattern.</summary>
    public double TicketReopenedLoss { get; init; } = 0.1;

    public double TicketsReopenedLossMax { get; init; } = 0.2;

    /// <summary>Times a customer may have to ask about a ticket, on average: once, and now and then again.</summary>
    public double ContactsFine { get; init; } = 1.5;

    /// <summary>Each time more than that: having to ask again is the effort that customers leave for.</summary>
    public double ContactLoss { get; init; } = 0.3;

    public double ContactsLossMax { get; init; } = 0.4;

    /// <summary>Ticket load against the account's own normal that is still ordinary.</summary>
    public double LoadFine { get; init; } = 1.5;

    /// <summary>For each time its normal above that, and at most: busy is not yet unhappy.</summary>
    public double LoadLoss { get; init; } = 0.2;

    /// <summary>The first overdue invoice, and each day of the oldest more: a forgotten one is paid within days.</summary>
    public double OverdueLoss { get; init; } = 0.3;

    public double OverdueDayLoss { get; init; } = 0.01;

    public double OverdueLossMax { get; init; } = 0.7;

    /// <summary>A failed payment that was not made good, and an open dispute, each: two of them are half of billing.</summary>
    public double PaymentTroubleLoss { get; init; } = 0.3;

    public double PaymentTroubleLossMax { get; init; } = 0.5;

    /// <summary>Each payment problem of late, made good or not, fading by half in four weeks, as far as open ones do not cost more.</summary>
    public double PaymentLatelyLoss { get; init; } = 0.3;

    public double PaymentLatelyLossMax { get; init; } = 0.5;

    /// <summary>Below so much of an answer there is nothing to go by.</summary>
    public double AnswersLeftMin { get; init; } = 0.1;

    /// <summary>Part of an answer that is assumed beside the real ones, so that one angry person is not the whole account.</summary>
    public double AnswersAssumed { get; init; } = 0.5;

    /// <summary>What that answer says, 0 to 1: about what customers say on average.</summary>
    public double AnswerAssumed { get; init; } = 0.6;

    /// <summary>A mean answer at or below this takes all of sentiment: nobody is always furious.</summary>
    public double MoodNone { get; init; } = 0.15;

    /// <summary>A mean answer from here on takes nothing: nobody is always delighted.</summary>
    public double MoodFull { get; init; } = 0.7;

    /// <summary>Nobody among the known people speaks for us.</summary>
    public double NoChampionLoss { get; init; } = 0.25;

    /// <summary>The last champion left lately: worse than never having had one.</summary>
    public double ChampionLeftLoss { get; init; } = 0.45;

    /// <summary>A successor takes about four months to have an opinion.</summary>
    public int ChampionLeftDays { get; init; } = 120;

    /// <summary>Days without a human touch that are nothing to speak of: small customers are seen once a quarter.</summary>
    public int TouchQuietDays { get; init; } = 90;

    /// <summary>After half a year nobody here knows them any more.</summary>
    public int TouchSilentDays { get; init; } = 180;

    public double TouchLoss { get; init; } = 0.3;

    /// <summary>How long a broken promise is held against us.</summary>
    public int PromiseBrokenDays { get; init; } = 90;

    public double PromiseBrokenLoss { get; init; } = 0.2;

    public double PromisesBrokenLossMax { get; init; } = 0.4;

    /// <summary>Past its day, and not yet broken: half of that.</summary>
    public double PromiseOverdueLoss { get; init; } = 0.1;

    public double PromisesOverdueLossMax { get; init; } = 0.2;
}
