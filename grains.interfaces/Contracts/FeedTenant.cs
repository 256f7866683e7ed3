namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>When each family of a tenant was last heard of, over all its accounts.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.feed-tenant")]
public sealed record FeedTenant
{
    [Id(0)]
    public required string Tenant { get; init; }

    /// <summary>UTC ticks of the last signal or heartbeat, at the index of the family's number; 0: never.</summary>
    [Id(1)]
    public required long[] HeardTicks { get; init; }
}
