using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Feeds;

namespace AccountTwins.Silo.Hosting.Welcome;

/// <summary>Waits until the board knows a tenant's feeds: before that every feed counts as dead, and every score as unknown.</summary>
internal sealed class KnownFeeds(IFeedBoard feeds, TimeProvider clock)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns after ten seconds all the same: what is not known then is shown as such.</summary>
    public async Task WaitAsync(string tenant, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (!IsKnown(tenant) && clock.GetElapsedTime(started) < Within)
            await Task.Delay(Look, clock, cancellationToken);
    }

    private bool IsKnown(string tenant)
    {
        var states = feeds.For(tenant);
        return Enum.GetValues<Family>().All(family => family == Family.Unspecified || states[family] != Domain.Feeds.FeedRule.Unknowable);
    }
}
