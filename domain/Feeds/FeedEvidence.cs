namespace AccountTwins.Domain.Feeds;

/// <summary>What the cluster knows of one family of one tenant.</summary>
/// <param name="LastHeard">The newest signal or heartbeat over all accounts, by its own time; null: there never was one.</param>
/// <param name="Reading">How far the cluster has read the topic that the family comes through.</param>
public readonly record struct FeedEvidence(DateTimeOffset? LastHeard, TopicReading Reading);

/// <summary>How far a topic has been read: the oldest <em>caught up at</em> over all its partitions.</summary>
public readonly record struct TopicReading
{
    private TopicReading(bool isRead, DateTimeOffset? caughtUpAt) => (IsRead, CaughtUpAt) = (isRead, caughtUpAt);

    /// <summary>The family comes through no topic, so nothing of it can be waiting unread.</summary>
    public static TopicReading NoTopic => new(false, null);

    /// <summary>No partition of the topic is known, or one was never read to its end.</summary>
    public static TopicReading Unknown => new(true, null);

    public bool IsRead { get; }

    public DateTimeOffset? CaughtUpAt { get; }

    public static TopicReading CaughtUp(DateTimeOffset oldest) => new(true, oldest);
}
