namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>What one silo saw of the feeds since its last exchange.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.feed-report")]
public sealed record FeedReport
{
    /// <summary>The name of the silo that reports.</summary>
    [Id(0)]
    public required string Silo { get; init; }

    /// <summary>The incarnation of the book that the silo knows, or 0. After another one it gets the whole book, and sends all it knows.</summary>
    [Id(1)]
    public required long KnownEpoch { get; init; }

    /// <summary>The version of the book that the silo knows, or 0.</summary>
    [Id(2)]
    public required long KnownVersion { get; init; }

    /// <summary>Tenants with something new.</summary>
    [Id(3)]
    public required FeedTenant[] Tenants { get; init; }

    /// <summary>The partitions that this silo reads now.</summary>
    [Id(4)]
    public required FeedPartition[] Partitions { get; init; }

    /// <summary>Partitions that exist no more; the book forgets them.</summary>
    [Id(5)]
    public FeedPartition[] Retired { get; init; } = [];
}
