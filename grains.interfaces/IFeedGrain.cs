using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Interfaces;

/// <summary>What the whole cluster knows of its feeds; one grain, key 0. Silos bring what they saw and take what the others saw.</summary>
[Alias("accounttwins.IFeedGrain")]
public interface IFeedGrain : IGrainWithIntegerKey
{
    /// <summary>Merges a silo's report (the newest moment wins, so repeating one changes nothing) and answers what changed since the silo last asked.</summary>
    [Alias("Exchange"), ResponseTimeout("00:00:05")]
    Task<FeedBook> Exchange(FeedReport report);
}
