using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Book;

/// <summary>The kinds of entry in an account's chain. Stored words: only ever add.</summary>
public static class EntryKinds
{
    public const string Decision = "decision";
    public const string Review = "review";
    public const string Permit = "permit";
    public const string Outcome = "outcome";
    public const string Override = "override";
    public const string Label = "label";
    public const string Followed = "followed";
    public const string Settled = "settled";
}

/// <summary>A request and the answer that it got, with everything that the answer followed from.</summary>
public sealed record DecisionEntry
{
    public int SchemaVersion { get; init; } = 1;

    public required VerdictInput Input { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Hash of the exact actions.</summary>
    public required string ActionsHash { get; init; }

    /// <summary>Hash of the whole request, which the same key must repeat.</summary>
    public required ulong RequestHash { get; init; }

    /// <summary>How likely a review was, fixed before the outcome; null where a person decides first anyway.</summary>
    public SamplingFact? Sampling { get; init; }

    /// <summary>The caller's own word for this one question of it; a permit is for who repeats it. Null: anybody who knows the key.</summary>
    public string? Claim { get; init; }
}

/// <summary>The probability of an audit when the decision was made, and whether it was drawn.</summary>
public sealed record SamplingFact(double Own, double Common, bool IsAudited, bool IsReviewedTwice);

/// <summary>A person's judgement of a decision, before or after the act.</summary>
public sealed record ReviewEntry
{
    public int SchemaVersion { get; init; } = 1;

    public required long Decision { get; init; }

    public required string Reviewer { get; init; }

    public required bool IsBeforeSending { get; init; }

    /// <summary>How it came to be reviewed; null in entries from before this was kept.</summary>
    public ReviewWay? Way { get; init; }

    public required ReviewVerb Verb { get; init; }

    public EditKind Edit { get; init; }

    public GoalFit Goals { get; init; }

    public Learning.Severity Severity { get; init; }

    public string? Reason { get; init; }

    public string? CorrectedCategory { get; init; }

    /// <summary>What an edit leaves: the only acts then permitted.</summary>
    public ValueList<ActionRequest>? Approved { get; init; }

    /// <summary>The verdict on what an edit leaves; a later use is compared with it.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The conversation that the reviewer took up with it; null where none was handed over.</summary>
    public string? TakenUp { get; init; }

    /// <summary>What the decision is after it.</summary>
    public required DecisionState State { get; init; }

    /// <summary>Until when an approval may be used.</summary>
    public DateTimeOffset? UseBy { get; init; }
}

/// <summary>How a decision came to be reviewed. Numbers are stored.</summary>
public enum ReviewWay : byte
{
    Unspecified = 0,

    /// <summary>It waited for approval.</summary>
    BeforeSending = 1,

    /// <summary>It was drawn.</summary>
    Audit = 2,

    /// <summary>It was drawn to be reviewed twice, and this is the second one, blind.</summary>
    SecondAudit = 3,

    /// <summary>A person picked it: recorded, but no sample of anything.</summary>
    Directed = 4,
}

/// <summary>An approval was used: the verdict was derived again, and holds or is void.</summary>
public sealed record PermitEntry
{
    public int SchemaVersion { get; init; } = 1;

    public required long Decision { get; init; }

    public required VerdictInput Input { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>What was tighter than when it was approved; empty when the permit was given.</summary>
    public ValueList<string> Tighter { get; init; } = [];

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>As <see cref="DecisionEntry.Claim"/>, of who used the approval.</summary>
    public string? Claim { get; init; }
}

/// <summary>What became of an act.</summary>
public sealed record OutcomeEntry
{
    public int SchemaVersion { get; init; } = 1;

    public required long Decision { get; init; }

    /// <summary>executed, partly, failed or not_executed.</summary>
    public required DecisionState State { get; init; }

    /// <summary>Really spent, cents of the base currency, one for each step; null: as reserved.</summary>
    public ValueList<long>? ActualCents { get; init; }

    public string? Detail { get; init; }

    /// <summary>What was really done beside a verdict that nobody was bound by, or that had left nothing open; null where the book knows what was asked.</summary>
    public WatchedActs? Watched { get; init; }

    /// <summary>True: it was done although nothing permitted it. Else null.</summary>
    public bool? WithoutLeave { get; init; }

    /// <summary>The agent's id, the person who cleared it, or <see cref="Billing"/>.</summary>
    public required string By { get; init; }

    /// <summary>The billing signal that this follows from, by <see cref="Accounts.Parts.IssuedCredit.Name"/>; null where someone reported it.</summary>
    public string? Signal { get; init; }

    public const string Billing = "billing";
}

/// <summary>Something that happened after a decision speaks against it. Nobody judged it: it only calls for people to look.</summary>
public sealed record LabelEntry
{
    public int SchemaVersion { get; init; } = 1;

    public required long Decision { get; init; }

    public required WeakLabelKind Kind { get; init; }

    /// <summary>When that happened.</summary>
    public required DateTimeOffset HappenedAt { get; init; }

    /// <summary>The ticket or dispute.</summary>
    public string? Subject { get; init; }

    /// <summary>Of an audit, before and after; null where none is drawn, because people decided first.</summary>
    public double? ProbabilityBefore { get; init; }

    public double? Probability { get; init; }

    /// <summary>The raise alone brought it before people: such a review is no random one.</summary>
    public bool IsAudited { get; init; }
}

/// <summary>Decisions whose time to be followed is over, told to their scenarios.</summary>
public sealed record FollowedEntry
{
    public int SchemaVersion { get; init; } = 1;

    public required ValueList<long> Decisions { get; init; }
}

/// <summary>
/// Acts done under a playbook that only watches, or against an answer that left nothing open: budgets are about what happened, so they count.
/// Those of no catalogue are left out.
/// </summary>
public sealed record WatchedActs(string? Conversation, ValueList<StepSpend> Done)
{
    /// <summary>When they were asked for; null in entries from before it was kept.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>A ceiling or a wider cell was set, proposed or lifted.</summary>
public sealed record OverrideEntry
{
    public int SchemaVersion { get; init; } = 1;

    public required OverrideStep Step { get; init; }

    public AccountOverride? Override { get; init; }

    public required string By { get; init; }
}

/// <summary>A person said that the account's signals in dead letters were dealt with.</summary>
public sealed record SettledEntry
{
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Why the first ones were put there.</summary>
    public required string Code { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required long Signals { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }
}

/// <summary>Numbers are stored.</summary>
public enum OverrideStep : byte
{
    Unspecified = 0,
    Tightened = 1,
    LooseningProposed = 2,
    Loosened = 3,
    TighteningLifted = 4,
    LooseningLifted = 5,

    /// <summary>One person wants the ceiling gone before its end; it holds until a second one does.</summary>
    TighteningLiftProposed = 6,
}
