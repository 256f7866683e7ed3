using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>
/// One review as a line of an evaluation set: what the agent was given, what it drafted, what a person made of it and why. It names no person: not the
/// reviewer, not the contact, not on whose behalf. Texts are as they were written.
/// </summary>
public sealed record ReviewExportLine
{
    /// <summary>Account and number of the review in its chain: <c>acme#12</c>.</summary>
    public required string Id { get; init; }

    public required string DecisionId { get; init; }

    public required string Account { get; init; }

    /// <summary>before_sending, audit, second_audit or directed; what was directed stands for no other decision.</summary>
    public required string Kind { get; init; }

    /// <summary>action~category~tier of the first act.</summary>
    public required string Scenario { get; init; }

    /// <summary>Of the first act.</summary>
    public required string Action { get; init; }

    /// <summary>What the agent asked by, and how the account stood then.</summary>
    public required ReviewExportInput Input { get; init; }

    /// <summary>The drafts, an act each, null where there was none.</summary>
    public required string?[] Draft { get; init; }

    /// <summary>What was permitted in the end: the drafts that were accepted, or what an edit left; absent where nothing was, or where a review afterwards does not say.</summary>
    public ActionAsk[]? Final { get; init; }

    /// <summary>The verdict at the time.</summary>
    public required string Verdict { get; init; }

    /// <summary>accept, edit, reject or reply.</summary>
    public required string Verb { get; init; }

    /// <summary>With edit: style, fact, amount, commitment or tone.</summary>
    public string? Edit { get; init; }

    /// <summary>serves, neutral or against.</summary>
    public string? Goals { get; init; }

    /// <summary>none, minor, major or severe.</summary>
    public required string Severity { get; init; }

    public string? CorrectedCategory { get; init; }

    public string? Reason { get; init; }

    /// <summary>How the learning scores it: 1 agreed, 0 not; absent: not counted.</summary>
    public int? Score { get; init; }

    /// <summary>How likely this review was: weigh a line by 1 over it. Absent: it is no sample.</summary>
    public double? Probability { get; init; }

    public required string AgentId { get; init; }

    public required string AgentRelease { get; init; }

    public string? AgentModel { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required DateTimeOffset ReviewedAt { get; init; }
}

/// <summary>The facts of a request, without names.</summary>
public sealed record ReviewExportInput
{
    /// <summary>The acts asked for, without their drafts.</summary>
    public required ActionAsk[] Acts { get; init; }

    public string? Conversation { get; init; }

    public bool PersonAskedFor { get; init; }

    public string? Segment { get; init; }

    public string? ValueTier { get; init; }

    public required string Band { get; init; }

    public bool AtRisk { get; init; }

    public int? DaysToRenewal { get; init; }

    /// <summary>Hash of the playbook that judged.</summary>
    public required string Playbook { get; init; }
}
