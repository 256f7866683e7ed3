namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>The account as it is now, or why there is no answer. <see cref="View"/> is there when <see cref="Standing"/> is Ready.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-reading")]
public sealed record AccountReading
{
    [Id(0)]
    public required TwinStanding Standing { get; init; }

    [Id(1)]
    public AccountView? View { get; init; }
}

/// <summary>The account's timeline, or why there is no answer.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.timeline-reading")]
public sealed record TimelineReading
{
    [Id(0)]
    public required TwinStanding Standing { get; init; }

    [Id(1)]
    public TimelineView? View { get; init; }
}
