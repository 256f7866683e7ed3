namespace AccountTwins.Domain.Learning.Lessons;

/// <summary>
/// What a reviewer's reason can teach the agent. It was written about one decision of one account; a person says whether it is shown, in which
/// words, and whether to that account alone. Text is of people and stays data wherever it is shown.
/// </summary>
public sealed record Lesson
{
    /// <summary>Characters of a text.</summary>
    public const int TextMax = 400;

    /// <summary>Number of the entry that proposed it; never used again.</summary>
    public required long Id { get; init; }

    public required LessonState State { get; init; }

    /// <summary>action~category~tier of the decision's first act.</summary>
    public required string Scenario { get; init; }

    public required string Action { get; init; }

    public required string Account { get; init; }

    /// <summary>The decision that it was written about.</summary>
    public required string Decision { get; init; }

    /// <summary>The agent release that decided.</summary>
    public required string Release { get; init; }

    /// <summary>What was wrong, in closed words: <c>amount edited, against the goals</c>.</summary>
    public required string Fault { get; init; }

    /// <summary>The reviewer's reason, or what the approver made of it; at most <see cref="TextMax"/> characters.</summary>
    public required string Text { get; init; }

    /// <summary>Who wrote the review.</summary>
    public required string Author { get; init; }

    public required DateTimeOffset ReviewedAt { get; init; }

    public LessonReach Reach { get; init; }

    /// <summary>Who approved, declined or retired it; null: nobody, or there was no room for it.</summary>
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why it was declined or retired.</summary>
    public string? Why { get; init; }
}

/// <summary>Numbers are stored.</summary>
public enum LessonState : byte
{
    Unspecified = 0,

    /// <summary>Waits for a person; no agent sees it.</summary>
    Proposed = 1,

    /// <summary>Shown.</summary>
    Approved = 2,

    Declined = 3,

    /// <summary>Was shown once.</summary>
    Retired = 4,
}

/// <summary>To whom a lesson is shown. Numbers are stored.</summary>
public enum LessonReach : byte
{
    Unspecified = 0,

    /// <summary>In its own account, and in others for the same scenario.</summary>
    Scenario = 1,

    /// <summary>In its own account alone.</summary>
    Account = 2,
}
