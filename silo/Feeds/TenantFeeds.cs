using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Silo.Feeds;

/// <summary>When each family of one tenant was last heard of. Raised by any thread without a lock; moments never go back.</summary>
internal sealed class TenantFeeds(string tenant)
{
    public const int Length = FeedStates.FamilyMax + 1;

    private readonly long[] heard = new long[Length];

    /// <summary>What the cluster's book is known to hold; touched by the exchange alone.</summary>
    private readonly long[] told = new long[Length];

    private volatile bool isLoaded;
    private volatile FeedReading? reading;

    public string Tenant { get; } = tenant;

    /// <summary>True once the cluster was asked about this tenant and answered.</summary>
    public bool IsLoaded
    {
        get => isLoaded;
        set => isLoaded = value;
    }

    /// <summary>The last states made, or null when they must be made anew.</summary>
    public FeedReading? Reading
    {
        get => reading;
        set => reading = value;
    }

    public long HeardTicks(Family family) => Volatile.Read(ref heard[(int)family]);

    public void Raise(Family family, long ticks)
    {
        ref var slot = ref heard[(int)family];
        var seen = Volatile.Read(ref slot);
        while (ticks > seen)
        {
            var now = Interlocked.CompareExchange(ref slot, ticks, seen);
            if (now == seen)
            {
                if (seen == 0)
                    reading = null;
                return;
            }

            seen = now;
        }
    }

    /// <summary>All moments, when the book lacks one of them; else null.</summary>
    public long[]? Untold()
    {
        for (var family = 0; family < Length; family++)
        {
            if (Volatile.Read(ref heard[family]) > told[family])
                return Copy();
        }

        return null;
    }

    /// <summary>The book holds these moments. Families that this program does not know are left to those that do.</summary>
    public void Told(long[] ticks)
    {
        for (var family = 0; family < Math.Min(ticks.Length, Length); family++)
            told[family] = Math.Max(told[family], ticks[family]);
    }

    /// <summary>The book begins anew: it may lack anything.</summary>
    public void Forgotten() => Array.Clear(told);

    private long[] Copy()
    {
        var copy = new long[Length];
        for (var family = 0; family < Length; family++)
            copy[family] = Volatile.Read(ref heard[family]);
        return copy;
    }
}

/// <summary>States made at a timestamp, from the knowledge of one exchange.</summary>
internal sealed record FeedReading(FeedStates States, long At, long Exchange);
