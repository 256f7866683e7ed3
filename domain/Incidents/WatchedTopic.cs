using System.Collections.Immutable;
using System.Numerics;

namespace AccountTwins.Domain.Incidents;

/// <summary>The accounts that lately had severe trouble with one thing. Merging is commutative and idempotent: neither order nor repetition matters. Bounded; immutable.</summary>
public sealed class WatchedTopic
{
    /// <summary>Accounts kept, those with the newest reports.</summary>
    public const int AccountsMax = 512;

    public static readonly WatchedTopic Empty = new(ImmutableSortedDictionary.Create<string, Seen>(StringComparer.Ordinal), 0);

    private readonly ImmutableSortedDictionary<string, Seen> _accounts;

    private WatchedTopic(ImmutableSortedDictionary<string, Seen> accounts, int floorDay) => (_accounts, FloorDay) = (accounts, floorDay);

    /// <summary>Days up to this one are not complete: accounts had to go.</summary>
    public int FloorDay { get; }

    public IEnumerable<KeyValuePair<string, Seen>> Accounts => _accounts;

    public DateTimeOffset Latest => new(_accounts.Count == 0 ? 0 : _accounts.Values.Max(seen => seen.Ticks), TimeSpan.Zero);

    public static WatchedTopic Restore(IEnumerable<KeyValuePair<string, Seen>> accounts, int floorDay) =>
        new(accounts.ToImmutableSortedDictionary(StringComparer.Ordinal), floorDay);

    /// <summary>This very object where it says nothing new.</summary>
    public WatchedTopic With(string account, DateTimeOffset at)
    {
        var added = new Seen(at.UtcTicks, 1);
        var next = _accounts.TryGetValue(account, out var known) ? known.With(added) : added;
        if (next == known || (known == default && _accounts.Count >= AccountsMax && Compare((account, next), Oldest()) < 0))
            return this;
        var accounts = _accounts.SetItem(account, next);
        if (accounts.Count <= AccountsMax)
            return new WatchedTopic(accounts, FloorDay);
        var oldest = Oldest();
        return new WatchedTopic(accounts.Remove(oldest.Account), Math.Max(FloorDay, oldest.Seen.Day));
    }

    /// <summary>Forgets what lies further back than anything asked for.</summary>
    public WatchedTopic Since(int day) =>
        _accounts.Values.All(seen => seen.Day >= day) ? this : new(_accounts.RemoveRange(_accounts.Where(one => one.Value.Day < day).Select(one => one.Key)), FloorDay);

    public IReadOnlyList<(string Account, DateTimeOffset At)> After(DateTimeOffset since) =>
        [.. _accounts.Where(one => one.Value.Ticks > since.UtcTicks).OrderBy(one => one.Value.Ticks).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => (one.Key, new DateTimeOffset(one.Value.Ticks, TimeSpan.Zero)))];

    /// <summary>Accounts a day that reported it, over the complete days from one on and before another; 0 where there are none.</summary>
    public decimal PerDay(int from, int before)
    {
        var first = Math.Max(from, FloorDay + 1);
        return before <= first ? 0 : (decimal)_accounts.Values.Sum(seen => seen.DaysIn(first, before)) / (before - first);
    }

    private (string Account, Seen Seen) Oldest()
    {
        var oldest = _accounts.First();
        foreach (var one in _accounts)
            oldest = Compare((one.Key, one.Value), (oldest.Key, oldest.Value)) < 0 ? one : oldest;
        return (oldest.Key, oldest.Value);
    }

    private static int Compare((string Account, Seen Seen) one, (string Account, Seen Seen) other) =>
        one.Seen.Ticks != other.Seen.Ticks ? one.Seen.Ticks.CompareTo(other.Seen.Ticks) : string.CompareOrdinal(one.Account, other.Account);
}

/// <summary>When an account last reported it, and on which of the days before: bit n is n days before the last.</summary>
public readonly record struct Seen(long Ticks, uint Days)
{
    public int Day => (int)(Ticks / TimeSpan.TicksPerDay);

    public Seen With(Seen other)
    {
        var (later, earlier) = Ticks >= other.Ticks ? (this, other) : (other, this);
        var apart = later.Day - earlier.Day;
        return later with { Days = later.Days | (apart < 32 ? earlier.Days << apart : 0) };
    }

    internal int DaysIn(int from, int before)
    {
        var days = Days;
        for (var bit = 0; bit < 32; bit++)
        {
            if (Day - bit < from || Day - bit >= before)
                days &= ~(1u << bit);
        }

        return BitOperations.PopCount(days);
    }
}
