namespace AccountTwins.Domain.Decisions;

/// <summary>The stable codes of reasons. A code never changes its meaning; docs and MCP show the same table and a test compares them.</summary>
public static class VerdictCodes
{
    public const string UnknownAccount = "unknown_account";
    public const string ActionUnknown = "action_unknown";
    public const string AmountMissing = "amount_missing";
    public const string AmountUnexpected = "amount_unexpected";
    public const string NoRate = "no_rate";
    public const string OverCap = "over_cap";
    public const string OverTierCap = "over_tier_cap";
    public const string BudgetSpent = "budget_spent";
    public const string ReleaseBudgetSpent = "release_budget_spent";
    public const string ReleaseBudgetUnknown = "release_budget_unknown";
    public const string BookFull = "book_full";
    public const string PlaybookCell = "playbook_cell";
    public const string Constraint = "constraint";
    public const string FeedLate = "feed_late";
    public const string FeedDead = "feed_dead";
    public const string FeedMissing = "feed_missing";
    public const string AccountParked = "account_parked";
    public const string EvidenceLow = "evidence_low";
    public const string TooStale = "too_stale";
    public const string ScenarioQuality = "scenario_quality";
    public const string KillSwitch = "kill_switch";
    public const string BreakerOpen = "breaker_open";
    public const string PolicyStale = "policy_stale";
    public const string Override = "override";
    public const string Irreversible = "irreversible";
    public const string HighValue = "high_value";
    public const string AtRisk = "at_risk";
    public const string HighValueAtRisk = "high_value_at_risk";
    public const string ContactsMany = "contacts_many";
    public const string TicketReopened = "ticket_reopened";
    public const string Incident = "incident";
    public const string ClauseQuestion = "clause_question";
    public const string PersonAskedFor = "person_asked_for";
    public const string ConfidenceLow = "confidence_low";
    public const string ObligationUnsupported = "obligation_unsupported";
    public const string LinkedAnswer = "linked_answer";
    public const string PromisedOtherwise = "promised_otherwise";
    public const string ReviewCapacity = "review_capacity";

    public static readonly IReadOnlyList<string> All =
    [
        UnknownAccount, ActionUnknown, AmountMissing, AmountUnexpected, NoRate, OverCap, OverTierCap, BudgetSpent, ReleaseBudgetSpent, ReleaseBudgetUnknown, BookFull,
        PlaybookCell, Constraint, FeedLate, FeedDead, FeedMissing, AccountParked, EvidenceLow, TooStale, ScenarioQuality, KillSwitch, BreakerOpen,
        PolicyStale, Override, Irreversible, HighValue, AtRisk, HighValueAtRisk, ContactsMany, TicketReopened, Incident, ClauseQuestion,
        PersonAskedFor, ConfidenceLow, ObligationUnsupported, LinkedAnswer, PromisedOtherwise, ReviewCapacity,
    ];
}
