namespace AccountTwins.Silo.Security.Limits;

/// <summary>How many tokens a bucket holds and how fast they come back, in the ticks of one clock.</summary>
internal sealed class BucketSize
{
    private readonly long ticksPerSecond;

    public BucketSize(string name, int perSecond, int burstSeconds, TimeProvider clock)
    {
        (Name, PerSecond, Capacity, ticksPerSecond) = (name, perSecond, (long)perSecond * burstSeconds, clock.TimestampFrequency);
        // Rounded down: what is said to be there by then is there.
        TicksPerToken = Math.Max(1, ticksPerSecond / perSecond);
        // "key";q=500;w=10: 500 requests at once, and as many again in ten seconds.
        Policy = $"\"{name}\";q={Capacity};w={burstSeconds}";
    }

    /// <summary>What is limited: key, tenant or attempts.</summary>
    public string Name { get; }

    public int PerSecond { get; }

    public long Capacity { get; }

    public long TicksPerToken { get; }

    /// <summary>The item of the header RateLimit-Policy.</summary>
    public string Policy { get; }

    public long TicksWhole => Capacity * TicksPerToken;

    /// <summary>Whole seconds, never too few.</summary>
    public long Seconds(long ticks) => (ticks + ticksPerSecond - 1) / ticksPerSecond;
}
