namespace AccountTwins.Silo.Security.Limits;

/// <summary>
/// Tokens that come back at a steady rate, kept as the one moment at which the bucket will be full. The limiter of the shared framework reads
/// the machine's stopwatch and does not tell how much is left, so a test could not set its time nor a header say the truth. Safe from any thread.
/// </summary>
internal sealed class TokenBucket(BucketSize size)
{
    private const long Gone = long.MaxValue;

    private long _fullAt = long.MinValue;

    public BucketSize Size => size;

    /// <summary>Takes one token, or says when there will be one. Null where the bucket was dropped meanwhile.</summary>
    public Charge? Take(long now) => Take(now, size.TicksWhole);

    /// <summary>
    /// Takes one token even where none is left, to be paid back before the next; a bucket owes as much as it holds, and no more. For what is
    /// counted when it is over: many at once then cost no less than one after the other.
    /// </summary>
    public Charge? Owe(long now) => Take(now, 2 * size.TicksWhole);

    /// <summary>What <see cref="Take(long)"/> would answer, with nothing taken.</summary>
    public Charge Look(long now)
    {
        var seen = Volatile.Read(ref _fullAt);
        return Answer(seen == Gone ? now : Math.Max(seen, now), now, size.TicksWhole - size.TicksPerToken);
    }

    private Charge? Take(long now, long most)
    {
        while (true)
        {
            var seen = Volatile.Read(ref _fullAt);
            if (seen == Gone)
                return null;
            var from = Math.Max(seen, now);
            if (from + size.TicksPerToken - now > most)
                return Answer(from, now, most - size.TicksPerToken);
            if (Interlocked.CompareExchange(ref _fullAt, from + size.TicksPerToken, seen) == seen)
                return Answer(from + size.TicksPerToken, now, most);
        }
    }

    /// <param name="fullAt">When the bucket is full.</param>
    /// <param name="now">The moment of the question.</param>
    /// <param name="most">How far away that may be.</param>
    private Charge Answer(long fullAt, long now, long most) => new(
        this,
        fullAt - now <= most,
        Math.Max(0, size.TicksWhole - (fullAt - now)) / size.TicksPerToken,
        Math.Max(0, fullAt - now - (size.TicksWhole - size.TicksPerToken)),
        fullAt - now);

    /// <summary>Puts back what one <see cref="Take"/> took.</summary>
    public void GiveBack()
    {
        while (true)
        {
            var seen = Volatile.Read(ref _fullAt);
            if (seen == Gone || Interlocked.CompareExchange(ref _fullAt, seen - size.TicksPerToken, seen) == seen)
                return;
        }
    }

    /// <summary>Ends a bucket that is full: a new one would be the same. False while it is not.</summary>
    public bool TryDrop(long now)
    {
        var seen = Volatile.Read(ref _fullAt);
        return seen <= now && Interlocked.CompareExchange(ref _fullAt, Gone, seen) == seen;
    }
}

/// <summary>What a bucket answered.</summary>
/// <param name="Bucket">Where it was asked.</param>
/// <param name="IsTaken">False: there was none, and nothing was taken.</param>
/// <param name="Remaining">Tokens that are left.</param>
/// <param name="WaitTicks">Until the next can be taken.</param>
/// <param name="FullTicks">Until the bucket is full again.</param>
internal readonly record struct Charge(TokenBucket Bucket, bool IsTaken, long Remaining, long WaitTicks, long FullTicks)
{
    /// <summary>Puts the token back; what is left then.</summary>
    public Charge GiveBack()
    {
        Bucket.GiveBack();
        return this with { Remaining = Remaining + 1, FullTicks = FullTicks - Bucket.Size.TicksPerToken };
    }

    /// <summary>Whole seconds after which a request gets through, if no other came first.</summary>
    public long RetryAfter => Math.Max(1, Bucket.Size.Seconds(WaitTicks));

    /// <summary>The item of the header RateLimit: what is left, and the seconds until all of it is back.</summary>
    public string Standing => $"\"{Bucket.Size.Name}\";r={Remaining};t={Bucket.Size.Seconds(FullTicks)}";
}
