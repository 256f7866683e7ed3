using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Feeds;

/// <summary>The board's side of the exchange with the cluster's book. One exchange at a time.</summary>
public sealed partial class FeedBoard
{
    private const long Never = long.MinValue;

    private readonly record struct Known(long Epoch, long Version);

    private Known known;
    private long lastAsked = Never;
    private long exchanges;
    private volatile IReadOnlyList<string> silos = [];

    /// <summary>Silos that run, sorted by name; empty while the book cannot be had.</summary>
    internal IReadOnlyList<string> Silos => IsLostAt(clock.GetTimestamp()) ? [] : silos;

    /// <summary>Time since the last exchange that succeeded was asked for; null: none did.</summary>
    internal TimeSpan? ExchangeAge => AgeAt(clock.GetTimestamp());

    private TimeSpan? AgeAt(long now) => Volatile.Read(ref lastAsked) is var asked && asked == Never ? null : clock.GetElapsedTime(asked, now);

    private bool IsLostAt(long now) => AgeAt(now) is not { } age || age > lostAfter;

    /// <summary>What to tell the book now.</summary>
    internal FeedDraft Begin(string silo)
    {
        // The moment of asking counts, and is taken before anything else: the answer is as old as that.
        var asked = clock.GetTimestamp();
        var changed = new List<(TenantFeeds Feeds, FeedTenant Report)>();
        var unloaded = new List<TenantFeeds>();
        foreach (var (tenant, feeds) in tenants)
        {
            if (!feeds.IsLoaded)
                unloaded.Add(feeds);
            if (feeds.Untold() is { } ticks)
                changed.Add((feeds, new FeedTenant { Tenant = tenant, HeardTicks = ticks }));
        }

        var (own, retired) = partitions.Report();
        var report = new FeedReport
        {
            Silo = silo,
            KnownEpoch = known.Epoch,
            KnownVersion = known.Version,
            Tenants = [.. changed.Select(each => each.Report)],
            Partitions = own,
            Retired = retired,
        };
        return new FeedDraft(report, asked, changed, unloaded);
    }

    /// <summary>Takes in the book's answer to a draft.</summary>
    internal void Complete(FeedDraft draft, FeedBook book)
    {
        if (book.Epoch != known.Epoch)
        {
            foreach (var (_, feeds) in tenants)
                feeds.Forgotten();
        }

        foreach (var (feeds, report) in draft.Changed)
            feeds.Told(report.HeardTicks);
        foreach (var tenant in book.Tenants)
            TakeIn(tenant);
        partitions.Replace(book.Partitions, draft.Report.Retired);
        foreach (var feeds in draft.Unloaded)
        {
            feeds.IsLoaded = true;
            Interlocked.Decrement(ref waiting);
        }

        silos = book.Silos;
        known = new Known(book.Epoch, book.Version);
        Interlocked.Increment(ref exchanges);
        Volatile.Write(ref lastAsked, draft.Asked);
    }

    private void TakeIn(FeedTenant tenant)
    {
        if ((tenants.GetValueOrDefault(tenant.Tenant) ?? Add(tenant.Tenant, isLoaded: true)) is not { } feeds)
            return;
        var latest = clock.GetUtcNow().UtcTicks;
        foreach (var family in Families)
        {
            if ((int)family < tenant.HeardTicks.Length)
                feeds.Raise(family, Math.Min(tenant.HeardTicks[(int)family], latest));
        }

        feeds.Told(tenant.HeardTicks);
    }
}

/// <summary>An exchange under way: the report, when it was begun, and whom it makes known.</summary>
internal sealed record FeedDraft(
    FeedReport Report, long Asked, IReadOnlyList<(TenantFeeds Feeds, FeedTenant Report)> Changed, IReadOnlyList<TenantFeeds> Unloaded);
