using System.Collections.Concurrent;
using AccountTwins.Domain.Feeds;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Feeds;
using AccountTwins.Grains.Interfaces.Contracts;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Feeds;

/// <summary>
/// This silo's view of all feeds: what it saw itself, merged with what the cluster's book said last. While the book cannot be had, every
/// feed counts as dead with an unknown age. Safe from any thread; observing takes no lock.
/// </summary>
public sealed partial class FeedBoard : IFeedBoard
{
    /// <summary>States are made anew after so long, or when an exchange or a family's first word changes them.</summary>
    private static readonly TimeSpan ReadingAge = TimeSpan.FromMilliseconds(250);

    private static readonly Family[] Families = [.. Enum.GetValues<Family>().Where(family => family != Family.Unspecified)];

    private static readonly FeedStates Unknowable = FeedStates.Of([.. Families.Select(family => (family, FeedRule.Unknowable))]);

    private readonly ConcurrentDictionary<string, TenantFeeds> tenants = new(StringComparer.Ordinal);
    private readonly PartitionBoard partitions = new();
    private readonly (Family Family, FeedThresholds Thresholds, string? Topic)[] rules;
    private readonly TimeSpan lostAfter;
    private readonly TimeProvider clock;
    private readonly ILogger<FeedBoard> logger;
    private int tenantCount;
    private int waiting;
    private long refused;

    public FeedBoard(IOptions<FeedOptions> options, ITopicMap topics, TimeProvider clock, ILogger<FeedBoard> logger)
    {
        (this.clock, this.logger, lostAfter) = (clock, logger, options.Value.LostAfter);
        rules = [.. Families.Select(family => (family, options.Value.ThresholdsOf(family), topics.Topics.Contains(topics.TopicOf(family)) ? topics.TopicOf(family) : null))];
    }

    /// <summary>True while a tenant is here of which the cluster has not been asked yet.</summary>
    internal bool IsWaiting => Volatile.Read(ref waiting) > 0;

    /// <summary>Observations and questions about tenants beyond the bound.</summary>
    internal long Refused => Volatile.Read(ref refused);

    internal IEnumerable<string> Tenants => tenants.Select(each => each.Key);

    public FeedStates For(string tenant)
    {
        var now = clock.GetTimestamp();
        if (Entry(tenant) is not { IsLoaded: true } feeds || IsLostAt(now))
            return Unknowable;
        var exchange = Volatile.Read(ref exchanges);
        if (feeds.Reading is { } reading && reading.Exchange == exchange && clock.GetElapsedTime(reading.At, now) < ReadingAge)
            return reading.States;
        var states = Judge(feeds);
        feeds.Reading = new FeedReading(states, now, exchange);
        return states;
    }

    public void Observe(string tenant, Family family, DateTimeOffset time)
    {
        if (Entry(tenant) is not { } feeds)
            return;
        var ticks = time.UtcTicks;
        if (ticks > feeds.HeardTicks(family))
            feeds.Raise(family, Math.Min(ticks, clock.GetUtcNow().UtcTicks));
    }

    public void Heartbeat(string tenant, Family family, DateTimeOffset time) => Observe(tenant, family, time);

    /// <summary>
    /// This silo reads a partition and had read all of it at a moment; null: it has not reached the end yet. Say it for every assigned
    /// partition, each second: one that was never named cannot be missed.
    /// </summary>
    public void PartitionCaughtUp(string topic, int partition, DateTimeOffset? at) =>
        partitions.Reached(topic, partition, at is { } moment ? Math.Min(moment.UtcTicks, clock.GetUtcNow().UtcTicks) : 0);

    /// <summary>This silo reads the partition no more; it grows old unless another silo does.</summary>
    public void PartitionGone(string topic, int partition) => partitions.Gone(topic, partition);

    /// <summary>The partition exists no more (its topic was made anew with fewer): the cluster forgets it.</summary>
    public void PartitionRetired(string topic, int partition) => partitions.Retire(topic, partition);

    private FeedStates Judge(TenantFeeds feeds)
    {
        var now = clock.GetUtcNow();
        var states = new (Family, FeedStatus)[rules.Length];
        for (var index = 0; index < rules.Length; index++)
        {
            var (family, thresholds, topic) = rules[index];
            var heard = feeds.HeardTicks(family);
            var evidence = new FeedEvidence(
                heard > 0 ? new DateTimeOffset(heard, TimeSpan.Zero) : null,
                topic is null ? TopicReading.NoTopic : partitions.ReadingOf(topic));
            states[index] = (family, FeedRule.Judge(evidence, thresholds, now));
        }

        return FeedStates.Of(states);
    }

    private TenantFeeds? Entry(string tenant) => tenants.TryGetValue(tenant, out var feeds) ? feeds : Add(tenant, isLoaded: false);

    /// <summary>Null beyond the bound.</summary>
    private TenantFeeds? Add(string tenant, bool isLoaded)
    {
        if (Interlocked.Increment(ref tenantCount) > FeedBook.TenantsMax)
        {
            Interlocked.Decrement(ref tenantCount);
            if (Interlocked.Increment(ref refused) == 1)
                LogFull(FeedBook.TenantsMax);
            return tenants.GetValueOrDefault(tenant);
        }

        var added = new TenantFeeds(tenant) { IsLoaded = isLoaded };
        if (!isLoaded)
            Interlocked.Increment(ref waiting);
        if (tenants.TryAdd(tenant, added))
            return added;
        Interlocked.Decrement(ref tenantCount);
        if (!isLoaded)
            Interlocked.Decrement(ref waiting);
        return tenants.GetValueOrDefault(tenant);
    }

    [LoggerMessage(3410, LogLevel.Error, "This silo has heard of {Tenants} tenants and takes no more; the feeds of the rest count as dead.")]
    private partial void LogFull(int tenants);
}
