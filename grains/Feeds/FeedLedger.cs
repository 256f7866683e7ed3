using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;

namespace AccountTwins.Grains.Feeds;

/// <summary>
/// The cluster's book of feeds in memory. Merging keeps the newest moment of everything, so order and repetition of reports do not matter.
/// Bounded; what does not fit is counted and never replaces what is there.
/// </summary>
internal sealed class FeedLedger(long epoch, TimeProvider clock)
{
    /// <summary>A silo that has not reported for so long is not counted as running.</summary>
    public static readonly TimeSpan SiloGoneAfter = TimeSpan.FromSeconds(10);

    private const int SilosMax = 1_000;

    private readonly Dictionary<string, Tenant> tenants = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Topic, int Partition), long> partitions = [];
    private readonly Dictionary<string, long> silos = new(StringComparer.Ordinal);
    private long version = 1;

    /// <summary>Rises with every change that storage has to follow.</summary>
    public long Changes { get; private set; }

    /// <summary>Tenants and partitions that did not fit, each time they were reported.</summary>
    public long Refused { get; private set; }

    public FeedBook Exchange(FeedReport report)
    {
        var latest = clock.GetUtcNow().UtcTicks;
        Seen(report.Silo);
        version++;
        foreach (var tenant in report.Tenants)
            Merge(tenant, latest);
        foreach (var partition in report.Partitions)
            Merge(partition, latest);
        foreach (var partition in report.Retired)
        {
            if (partitions.Remove((partition.Topic, partition.Partition)))
                Changes++;
        }

        var since = report.KnownEpoch == epoch ? report.KnownVersion : 0;
        return new FeedBook
        {
            Epoch = epoch,
            Version = version,
            Tenants = [.. tenants.Where(each => each.Value.Version > since).Select(Contract)],
            Partitions = AllPartitions(),
            Silos = [.. silos.Keys.Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>Takes in what was stored; moments that memory knows better stay.</summary>
    public void Load(FeedRecord record)
    {
        if (record.SchemaVersion is < 1 or > FeedRecord.CurrentSchema)
            throw new NotSupportedException($"The stored feeds have schema {record.SchemaVersion}; this program knows 1 to {FeedRecord.CurrentSchema}.");
        var latest = clock.GetUtcNow().UtcTicks;
        version++;
        foreach (var tenant in record.Tenants)
            Merge(tenant, latest);
        foreach (var partition in record.Partitions)
            Merge(partition, latest);
    }

    public FeedRecord Capture() => new() { Tenants = [.. tenants.Select(Contract)], Partitions = AllPartitions() };

    private static FeedTenant Contract(KeyValuePair<string, Tenant> tenant) =>
        new() { Tenant = tenant.Key, HeardTicks = [.. tenant.Value.HeardTicks] };

    private FeedPartition[] AllPartitions() =>
        [.. partitions.Select(each => new FeedPartition { Topic = each.Key.Topic, Partition = each.Key.Partition, CaughtUpTicks = each.Value })];

    private void Merge(FeedTenant reported, long latest)
    {
        if (!tenants.TryGetValue(reported.Tenant, out var tenant))
        {
            if (tenants.Count >= FeedBook.TenantsMax)
            {
                Refused++;
                return;
            }

            tenants.Add(reported.Tenant, tenant = new Tenant());
        }

        if (tenant.Raise(reported.HeardTicks, latest))
        {
            tenant.Version = version;
            Changes++;
        }
    }

    private void Merge(FeedPartition reported, long latest)
    {
        var key = (reported.Topic, reported.Partition);
        var isKnown = partitions.TryGetValue(key, out var known);
        if (!isKnown && partitions.Count >= FeedBook.PartitionsMax)
        {
            Refused++;
            return;
        }

        var caughtUp = Math.Min(reported.CaughtUpTicks, latest);
        if (isKnown && caughtUp <= known)
            return;
        partitions[key] = caughtUp;
        Changes++;
    }

    private void Seen(string silo)
    {
        var now = clock.GetTimestamp();
        foreach (var (name, at) in silos)
        {
            if (clock.GetElapsedTime(at, now) > SiloGoneAfter)
                silos.Remove(name);
        }

        if (silos.Count < SilosMax || silos.ContainsKey(silo))
            silos[silo] = now;
    }

    private sealed class Tenant
    {
        public long[] HeardTicks { get; private set; } = [];

        public long Version { get; set; }

        /// <summary>True when a moment rose. Arrays grow with the families that a silo knows.</summary>
        public bool Raise(long[] reported, long latest)
        {
            if (reported.Length > byte.MaxValue)
                throw new ArgumentException("A report names more families than there are numbers.", nameof(reported));
            if (reported.Length > HeardTicks.Length)
                HeardTicks = [.. HeardTicks, .. new long[reported.Length - HeardTicks.Length]];
            var rose = false;
            for (var family = 0; family < reported.Length; family++)
            {
                var ticks = Math.Min(reported[family], latest);
                if (ticks <= HeardTicks[family])
                    continue;
                HeardTicks[family] = ticks;
                rose = true;
            }

            return rose;
        }
    }
}
