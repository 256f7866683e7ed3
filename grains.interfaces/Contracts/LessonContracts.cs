namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>What a review could teach.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.lesson-proposal")]
public sealed record LessonProposal
{
    /// <summary>Names the review; the same again changes nothing.</summary>
    [Id(0)]
    public required string Review { get; init; }

    [Id(1)]
    public required string Scenario { get; init; }

    [Id(2)]
    public required string Action { get; init; }

    [Id(3)]
    public required string Account { get; init; }

    [Id(4)]
    public required string Decision { get; init; }

    [Id(5)]
    public required string Release { get; init; }

    [Id(6)]
    public required string Fault { get; init; }

    [Id(7)]
    public required string Text { get; init; }

    [Id(8)]
    public required string Author { get; init; }

    [Id(9)]
    public required DateTimeOffset ReviewedAt { get; init; }
}

/// <summary>What a person says of a lesson. Who may is for the caller to check.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.lesson-ask")]
public sealed record LessonAsk
{
    [Id(0)]
    public required long Id { get; init; }

    /// <summary>approve, decline or retire.</summary>
    [Id(1)]
    public required string Act { get; init; }

    [Id(2)]
    public required string By { get; init; }

    /// <summary>With approve: other words; null: the reviewer's.</summary>
    [Id(3)]
    public string? Text { get; init; }

    /// <summary>With approve: for the account it is about alone.</summary>
    [Id(4)]
    public bool IsForAccount { get; init; }

    /// <summary>With decline and retire.</summary>
    [Id(5)]
    public string? Reason { get; init; }
}

[GenerateSerializer, Immutable, Alias("accounttwins.lessons-reply")]
public sealed record LessonsReply
{
    [Id(0)]
    public required TwinStanding Standing { get; init; }

    /// <summary>Why nothing was changed, as a stable code; null: done, or it was so already.</summary>
    [Id(1)]
    public string? Refusal { get; init; }

    /// <summary>Rises with each change.</summary>
    [Id(2)]
    public long Version { get; init; }

    /// <summary>The lessons in their stored form (UTF-8 JSON); null: the version asked with is the newest, or nothing was asked for.</summary>
    [Id(3)]
    public byte[]? Book { get; init; }
}
