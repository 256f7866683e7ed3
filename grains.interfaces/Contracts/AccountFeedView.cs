namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>One source family of the tenant: whether it can be trusted to be up to date, and what it last said of this account.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-feed-view")]
public sealed record AccountFeedView
{
    [Id(0)]
    public required string Family { get; init; }

    [Id(1)]
    public required FeedState State { get; init; }

    /// <summary>Whole seconds since the feed itself (over all accounts) was known to be up to date; null: never connected.</summary>
    [Id(2)]
    public long? AgeSeconds { get; init; }

    /// <summary>Who sent the feed's last signal.</summary>
    [Id(3)]
    public string? Source { get; init; }

    /// <summary>When this account's newest fact of the family happened.</summary>
    [Id(4)]
    public DateTimeOffset? LastSignalAt { get; init; }
}

[GenerateSerializer]
public enum FeedState
{
    Unspecified = 0,
    Live = 1,
    Late = 2,
    Dead = 3,
    NeverConnected = 4,
}
