namespace AccountTwins.Domain.Accounts;

/// <summary>
/// The minutes in which an account is judged anew because time passed. Each account's begin at a moment of its own, the same on every silo: were they
/// the clock's, all that are read would be judged anew in the same second, and whoever asks in that second would wait for all of them.
/// </summary>
public static class AccountMinute
{
    // FNV-1a, 64 bits (Fowler, Noll, Vo): the parameters of its authors.
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>When the account's minute of <paramref name="now"/> began: less than a minute ago, in UTC.</summary>
    public static DateTimeOffset Of(AccountKey key, DateTimeOffset now)
    {
        var into = (now.UtcTicks + PhaseOf(key)) % TimeSpan.TicksPerMinute;
        return new DateTimeOffset(Math.Max(0, now.UtcTicks - into), TimeSpan.Zero);
    }

    /// <summary>
    /// As of when a twin is judged in its minute: the minute's beginning, or the twin's newest fact if that is later. Null: that fact lies ahead of now
    /// (clocks differ); those of the next minutes come in one by one, and nothing judged is worth keeping until they have.
    /// </summary>
    public static DateTimeOffset? JudgedAsOf(AccountTwin twin, DateTimeOffset minute, DateTimeOffset now)
    {
        var at = twin.Clock > minute ? twin.Clock : minute;
        return at > now ? null : at;
    }

    private static long PhaseOf(AccountKey key) => (long)(Mix(Mix(OffsetBasis, key.Tenant), key.Account) % TimeSpan.TicksPerMinute);

    private static ulong Mix(ulong hash, string text)
    {
        foreach (var character in text)
            hash = unchecked((hash ^ character) * Prime);
        return hash;
    }
}
