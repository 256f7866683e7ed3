using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Grains.Feeds;

/// <summary>
/// What this silo knows of the tenants' feeds: how old each is, over all accounts and partitions of the cluster. Reading it is a look at
/// memory; what it cannot know any more it reports as old, never as live.
/// </summary>
public interface IFeedBoard
{
    /// <summary>States and ages of a tenant's feeds now.</summary>
    FeedStates For(string tenant);

    /// <summary>A signal of a family came in. <paramref name="time"/> is the signal's own.</summary>
    void Observe(string tenant, Family family, DateTimeOffset time);

    /// <summary>The feed itself says that it is alive, with or without signals.</summary>
    void Heartbeat(string tenant, Family family, DateTimeOffset time);
}
