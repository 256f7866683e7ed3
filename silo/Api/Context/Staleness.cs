using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Problems;

namespace AccountTwins.Silo.Api.Context;

/// <summary>
/// Whether the feeds are fresh enough for a caller. A feed never connected cannot grow stale and is listed as unknown instead; but where
/// none is connected nothing is fresh.
/// </summary>
public static class Staleness
{
    /// <summary>The feeds that are older than <paramref name="secondsMax"/>; empty: fresh enough.</summary>
    public static StaleFeed[] Beyond(AccountFeedView[] feeds, long secondsMax)
    {
        List<StaleFeed>? stale = null;
        var connected = false;
        foreach (var feed in feeds)
        {
            if (feed.State == FeedState.NeverConnected)
                continue;
            connected = true;
            if (feed.AgeSeconds is not { } age || age > secondsMax)
                (stale ??= []).Add(Of(feed));
        }

        return connected ? stale?.ToArray() ?? [] : [.. feeds.Select(Of)];
    }

    private static StaleFeed Of(AccountFeedView feed) => new(feed.Family, StateWord(feed.State), feed.AgeSeconds);

    private static string StateWord(FeedState state) => state switch
    {
        FeedState.Live => "live",
        FeedState.Late => "late",
        FeedState.Dead => "dead",
        FeedState.NeverConnected => "never_connected",
        _ => "unspecified",
    };
}
