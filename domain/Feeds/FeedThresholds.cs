namespace AccountTwins.Domain.Feeds;

/// <summary>The ages at which a feed counts as late and as dead. Late never comes after dead.</summary>
public readonly record struct FeedThresholds
{
    public FeedThresholds(TimeSpan lateAfter, TimeSpan deadAfter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lateAfter, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(deadAfter, lateAfter);
        LateAfter = lateAfter;
        DeadAfter = deadAfter;
    }

    public TimeSpan LateAfter { get; }

    public TimeSpan DeadAfter { get; }
}
