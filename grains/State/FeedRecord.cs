using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.State;

/// <summary>The stored form of the feeds. Members are only ever added; a record of a newer schema is refused, never overwritten.</summary>
[GenerateSerializer, Alias("accounttwins.feed-record")]
public sealed class FeedRecord
{
    public const int CurrentSchema = 1;

    [Id(0)]
    public int SchemaVersion { get; set; } = CurrentSchema;

    [Id(1)]
    public FeedTenant[] Tenants { get; set; } = [];

    [Id(2)]
    public FeedPartition[] Partitions { get; set; } = [];
}
