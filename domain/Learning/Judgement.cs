namespace AccountTwins.Domain.Learning;

/// <summary>What a reviewer said about one decision. A second opinion on the same decision is a judgement of its own.</summary>
/// <param name="Verb">What the reviewer did with it.</param>
/// <param name="Edit">What an edit changed; the gravest kind where it changed several. Read for <see cref="ReviewVerb.Edit"/> alone.</param>
/// <param name="Goals">Whether it serves what the account says it wants.</param>
/// <param name="Severity">What the error could have done; <see cref="Learning.Severity.Unspecified"/> reads as none.</param>
/// <param name="IsCategoryCorrected">The agent declared the wrong category: that counts against the scenario that it declared.</param>
public readonly record struct Judgement(
    ReviewVerb Verb,
    EditKind Edit = EditKind.Unspecified,
    GoalFit Goals = GoalFit.Neutral,
    Severity Severity = Severity.None,
    bool IsCategoryCorrected = false);

/// <summary>What a reviewer did. Numbers are stored.</summary>
public enum ReviewVerb : byte
{
    Unspecified = 0,
    Accept = 1,
    Edit = 2,
    Reject = 3,

    /// <summary>The reviewer answered the customer in person; says nothing about the draft.</summary>
    Reply = 4,
}

/// <summary>What an edit changed. Numbers are stored.</summary>
public enum EditKind : byte
{
    /// <summary>Not told; counts like a fact, because unknown never means agreed.</summary>
    Unspecified = 0,
    Style = 1,
    Fact = 2,
    Amount = 3,
    Commitment = 4,
    Tone = 5,
}

/// <summary>How a decision stands to the account's own goals. Numbers are stored.</summary>
public enum GoalFit : byte
{
    Unspecified = 0,
    Serves = 1,
    Neutral = 2,
    Against = 3,
}

/// <summary>What an error could have done, or did. Numbers are stored.</summary>
public enum Severity : byte
{
    Unspecified = 0,
    None = 1,
    Minor = 2,
    Major = 3,

    /// <summary>Tightens at once, until a person has looked.</summary>
    Severe = 4,
}
