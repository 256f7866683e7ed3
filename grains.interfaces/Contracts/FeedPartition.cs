namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>Up to when a partition has been read to its end.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.feed-partition")]
public sealed record FeedPartition
{
    [Id(0)]
    public required string Topic { get; init; }

    [Id(1)]
    public required int Partition { get; init; }

    /// <summary>UTC ticks; 0: known, but never read to its end.</summary>
    [Id(2)]
    public required long CaughtUpTicks { get; init; }
}
