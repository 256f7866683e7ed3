using System.Text.Json.Serialization;

namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>What reviews teach, by id.</summary>
public sealed record LessonsAnswer
{
    public LessonView[] Lessons { get; init; } = [];
}

/// <summary>One lesson, as people see it.</summary>
public sealed record LessonView
{
    public required long Id { get; init; }

    /// <summary>proposed, approved, declined or retired.</summary>
    public required string State { get; init; }

    /// <summary>action~category~tier.</summary>
    public required string Scenario { get; init; }

    public required string Action { get; init; }

    public required string Account { get; init; }

    public required string DecisionId { get; init; }

    public required string Release { get; init; }

    /// <summary>What was wrong, in closed words.</summary>
    public required string Fault { get; init; }

    public required string Text { get; init; }

    /// <summary>Who wrote the review.</summary>
    public required string Author { get; init; }

    public required DateTimeOffset ReviewedAt { get; init; }

    /// <summary>Of an approved one: scenario (all accounts, for the same scenario) or account (its own alone).</summary>
    public string? Reach { get; init; }

    /// <summary>Who approved, declined or retired it; absent: nobody has, or there was no room for it.</summary>
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? Why { get; init; }
}

/// <summary>What a person says of a lesson; signed with the key's name.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LessonBody
{
    /// <summary>With approve: other words for it, 1 to 400 characters; absent: the reviewer's.</summary>
    public string? Text { get; init; }

    /// <summary>With approve: scenario (default) or account. What names one customer is for its own account alone.</summary>
    public string? Reach { get; init; }

    /// <summary>With decline and retire; to retire takes one.</summary>
    public string? Reason { get; init; }
}
