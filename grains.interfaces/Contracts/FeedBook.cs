namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>The cluster's knowledge of its feeds, as far as the silo that asked does not have it.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.feed-book")]
public sealed record FeedBook
{
    /// <summary>Tenants the book holds; those beyond are counted and fail closed. Far above what one cluster serves, small enough to send whole.</summary>
    public const int TenantsMax = 10_000;

    /// <summary>Partitions the book holds, over all topics.</summary>
    public const int PartitionsMax = 10_000;

    /// <summary>Names the incarnation of the grain; versions are comparable within one only. Never 0.</summary>
    [Id(0)]
    public required long Epoch { get; init; }

    [Id(1)]
    public required long Version { get; init; }

    /// <summary>Tenants changed since the version that the silo knew.</summary>
    [Id(2)]
    public required FeedTenant[] Tenants { get; init; }

    /// <summary>All partitions ever read and not retired.</summary>
    [Id(3)]
    public required FeedPartition[] Partitions { get; init; }

    /// <summary>Silos that reported within the last seconds, sorted by name.</summary>
    [Id(4)]
    public required string[] Silos { get; init; }
}
