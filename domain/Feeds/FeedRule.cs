using AccountTwins.Domain.Health;

namespace AccountTwins.Domain.Feeds;

/// <summary>
/// Tells a dead feed from a quiet customer. A feed is as old as the older of its own last word and the point up to which its topic has
/// been read: what waits unread may be anything. Older or missing evidence never gives a better state.
/// </summary>
public static class FeedRule
{
    /// <summary>What to report while the cluster's knowledge cannot be had: fail closed.</summary>
    public static readonly FeedStatus Unknowable = new(FeedState.Dead, null);

    public static FeedStatus Judge(FeedEvidence evidence, FeedThresholds thresholds, DateTimeOffset now)
    {
        if (ReadingAge(evidence.Reading, now) is not { } unread)
            return Unknowable;
        if (evidence.LastHeard is { } heard)
        {
            var age = Longer(Since(heard, now), unread);
            return new FeedStatus(StateOf(age, thresholds), age);
        }

        // That a family was never connected is only known once everything that waits for it has been read.
        var state = StateOf(unread, thresholds);
        return new FeedStatus(state == FeedState.Live ? FeedState.NeverConnected : state, null);
    }

    /// <summary>The state of a feed that was heard of; an unknown age is dead.</summary>
    public static FeedState StateOf(TimeSpan? age, FeedThresholds thresholds) => age switch
    {
        { } known when known < thresholds.LateAfter => FeedState.Live,
        { } known when known < thresholds.DeadAfter => FeedState.Late,
        _ => FeedState.Dead,
    };

    private static TimeSpan? ReadingAge(TopicReading reading, DateTimeOffset now) =>
        !reading.IsRead ? TimeSpan.Zero : reading.CaughtUpAt is { } caughtUp ? Since(caughtUp, now) : null;

    /// <summary>A moment in the future is now: a clock ahead must not make a feed younger for longer.</summary>
    private static TimeSpan Since(DateTimeOffset moment, DateTimeOffset now) => Longer(now - moment, TimeSpan.Zero);

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
