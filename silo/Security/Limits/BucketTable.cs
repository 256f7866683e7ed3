using System.Collections.Concurrent;

namespace AccountTwins.Silo.Security.Limits;

/// <summary>
/// A bucket for each id, at most <see cref="BucketsMax"/>. Full ones are dropped, because a new one would be the same. Where all are in use,
/// further ids share one bucket: under a flood of ids the limit grows stricter, and the memory does not grow.
/// </summary>
internal sealed class BucketTable(TimeProvider clock, int bucketsMax = BucketTable.BucketsMax)
{
    public const int BucketsMax = 16_384;

    /// <summary>Looking for full buckets takes a millisecond at most, and so is not done for every request.</summary>
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(string Id, BucketSize Size), TokenBucket> buckets = new();
    private readonly ConcurrentDictionary<BucketSize, TokenBucket> shared = new();
    private readonly long sweepTicks = (long)(SweepEvery.TotalSeconds * clock.TimestampFrequency);
    private int _count;
    private long _sweepAt = clock.GetTimestamp();

    public int Count => Volatile.Read(ref _count);

    public Charge Take(string id, BucketSize size) => Take(id, size, static (bucket, now) => bucket.Take(now));

    /// <summary>See <see cref="TokenBucket.Owe"/>.</summary>
    public Charge Owe(string id, BucketSize size) => Take(id, size, static (bucket, now) => bucket.Owe(now));

    /// <summary>What taking would answer now; null where nothing was taken of this id for so long that all of it is there.</summary>
    public Charge? Look(string id, BucketSize size) =>
        buckets.TryGetValue((id, size), out var bucket) ? bucket.Look(clock.GetTimestamp())
            : Count >= bucketsMax && shared.TryGetValue(size, out var one) ? one.Look(clock.GetTimestamp())
            : null;

    private Charge Take(string id, BucketSize size, Func<TokenBucket, long, Charge?> take)
    {
        var now = clock.GetTimestamp();
        Sweep(now);
        while (true)
        {
            var bucket = Of(id, size);
            if (take(bucket, now) is { } charge)
                return charge;
            Remove(new((id, size), bucket));
        }
    }

    private TokenBucket Of(string id, BucketSize size)
    {
        if (buckets.TryGetValue((id, size), out var bucket))
            return bucket;
        if (Interlocked.Increment(ref _count) > bucketsMax)
        {
            Interlocked.Decrement(ref _count);
            return shared.GetOrAdd(size, static each => new TokenBucket(each));
        }

        var mine = new TokenBucket(size);
        bucket = buckets.GetOrAdd((id, size), mine);
        if (bucket != mine)
            Interlocked.Decrement(ref _count);
        return bucket;
    }

    private void Sweep(long now)
    {
        var at = Volatile.Read(ref _sweepAt);
        if (now < at || Interlocked.CompareExchange(ref _sweepAt, now + sweepTicks, at) != at)
            return;
        foreach (var entry in buckets)
        {
            if (entry.Value.TryDrop(now))
                Remove(entry);
        }
    }

    private void Remove(KeyValuePair<(string Id, BucketSize Size), TokenBucket> entry)
    {
        if (buckets.TryRemove(entry))
            Interlocked.Decrement(ref _count);
    }
}
