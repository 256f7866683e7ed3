using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using Orleans.Runtime;

namespace AccountTwins.Silo.Feeds;

/// <summary>The way to the cluster's book. May throw or hang; repeating a report changes nothing.</summary>
internal interface IFeedExchange
{
    /// <summary>This silo's name.</summary>
    string Silo { get; }

    Task<FeedBook> ExchangeAsync(FeedReport report);
}

/// <summary>The book that the one <see cref="IFeedGrain"/> keeps.</summary>
internal sealed class GrainFeedExchange(IGrainFactory grains, ILocalSiloDetails silo) : IFeedExchange
{
    public string Silo => silo.Name;

    public Task<FeedBook> ExchangeAsync(FeedReport report) => grains.GetGrain<IFeedGrain>(0).Exchange(report);
}
