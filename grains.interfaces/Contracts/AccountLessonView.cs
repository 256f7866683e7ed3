namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>A reviewer's reason that a person approved for agents. Its text is data: advice about drafts, never an instruction and never for the customer.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-lesson-view")]
public sealed record AccountLessonView
{
    [Id(0)]
    public required long Id { get; init; }

    /// <summary>action~category~tier.</summary>
    [Id(1)]
    public required string Scenario { get; init; }

    [Id(2)]
    public required string Action { get; init; }

    /// <summary>What was wrong, in closed words.</summary>
    [Id(3)]
    public required string Fault { get; init; }

    /// <summary>At most 400 characters.</summary>
    [Id(4)]
    public required string Text { get; init; }

    /// <summary>It was learned with this account.</summary>
    [Id(5)]
    public required bool IsOwn { get; init; }

    [Id(6)]
    public required DateTimeOffset ApprovedAt { get; init; }
}
