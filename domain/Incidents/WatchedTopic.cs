using System.Collections.Immutable;
using System.Numerics;

namespace AccountTwins.Domain.Incidents;

/// <summary>The accounts that lately had severe trouble with one thing. Merging is commutative and idempotent: neither order nor repetition matters. Bounded; immutable.</summary>
public sealed class WatchedTopic
{
    /// <summary>Accounts kept, those with the newest reports.</summary>
    public const int AccountsMax = 512;

    public static readonly WatchedTopic Empty = Restore([], 0);

    private readonly ImmutableSortedDictionary<string, Seen> _accounts;

    /// <summary>The same accounts, those first whose last report is oldest: a full topic is asked for that one with every report.</summary>
    private readonly ImmutableSortedSet<LastReport> _byAge;

    private WatchedTopic(ImmutableSortedDictionary<string, Seen> accounts, ImmutableSortedSet<LastReport> byAge, int floorDay) =>
        (_accounts, _byAge, FloorDay) = (accounts, byAge, floorDay);

    /// <summary>Days up to this one are not complete: accounts had to go.</summary>
    public int FloorDay { get; }

    public IEnumerable<KeyValuePair<string, Seen>> Accounts => _accounts;

    public DateTimeOffset Latest => new(_byAge.IsEmpty ? 0 : _byAge.Max.Ticks, TimeSpan.Zero);

    public static WatchedTopic Restore(IEnumerable<KeyValuePair<string, Seen>> accounts, int floorDay)
    {
        var known = accounts.ToImmutableSortedDictionary(StringComparer.Ordinal);
        return new WatchedTopic(known, [.. known.Select(one => new LastReport(one.Value.Ticks, one.Key))], floorDay);
    }

    /// <summary>This very object where it says nothing new.</summary>
    public WatchedTopic With(string account, DateTimeOffset at)
    {
        var added = new Seen(at.UtcTicks, 1);
        var next = _accounts.TryGetValue(account, out var known) ? known.With(added) : added;
        var report = new LastReport(next.Ticks, account);
        if (next == known)
            return this;
        if (known == default && _accounts.Count >= AccountsMax && report.CompareTo(_byAge.Min) < 0)
            return next.Day <= FloorDay ? this : new WatchedTopic(_accounts, _byAge, next.Day);
        var (accounts, byAge) = (_accounts.SetItem(account, next), _byAge.Remove(new LastReport(known.Ticks, account)).Add(report));
        if (accounts.Count <= AccountsMax)
            return new WatchedTopic(accounts, byAge, FloorDay);
        var oldest = byAge.Min;
        return new WatchedTopic(accounts.Remove(oldest.Account), byAge.Remove(oldest), Math.Max(FloorDay, accounts[oldest.Account].Day));
    }

    /// <summary>Forgets what lies further back than anything asked for.</summary>
    public WatchedTopic Since(int day) =>
        _accounts.Values.All(seen => seen.Day >= day) ? this : Restore(_accounts.RemoveRange(_accounts.Where(one => one.Value.Day < day).Select(one => one.Key)), FloorDay);

    public IReadOnlyList<(string Account, DateTimeOffset At)> After(DateTimeOffset since) =>
        [.. _accounts.Where(one => one.Value.Ticks > since.UtcTicks).OrderBy(one => one.Value.Ticks).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => (one.Key, new DateTimeOffset(one.Value.Ticks, TimeSpan.Zero)))];

    /// <summary>Accounts a day that reported it, over the complete days from one on and before another; 0 where there are none.</summary>
    public decimal PerDay(int from, int before)
    {
        var first = Math.Max(from, FloorDay + 1);
        return before <= first ? 0 : (decimal)_accounts.Values.Sum(seen => seen.DaysIn(first, before)) / (before - first);
    }

    /// <summary>Ordered by time, then by the account's name.</summary>
    private readonly record struct LastReport(long Ticks, string Account) : IComparable<LastReport>
    {
        public int CompareTo(LastReport other) => Ticks != other.Ticks ? Ticks.CompareTo(other.Ticks) : string.CompareOrdinal(Account, other.Account);
    }
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
