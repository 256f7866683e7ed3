using System.Runtime.CompilerServices;

namespace AccountTwins.Domain.Telemetry;

/// <summary>
/// One measure of one account: 35 daily buckets that end at the newest day seen, a fast and a slow decayed sum, and the total. About
/// 230 bytes, fixed. Everything is a function of the set of (day, amount) added, not of their order. A late amount lands on its own
/// day; before the buckets only in averages, before the previous epoch only in the total.
/// </summary>
public sealed class MeasureWindow : IEquatable<MeasureWindow>
{
    /// <summary>Daily buckets: five weeks, so that four full weeks can be compared with the one under way.</summary>
    public const int Days = 35;

    private Buckets _buckets;
    private DecayedSum _fast;
    private DecayedSum _slow;
    private int _newestDay = -1;
    private int _firstDay = int.MaxValue;

    internal MeasureWindow(Measure measure) => Measure = measure;

    public Measure Measure { get; }

    /// <summary>The newest day an amount was added for, in days since 0001-01-01 UTC.</summary>
    public int NewestDay => _newestDay;

    /// <summary>The oldest such day.</summary>
    public int FirstDay => _firstDay;

    /// <summary>All amounts ever, merged the way the measure merges a day. Saturating.</summary>
    public ulong Total { get; private set; }

    /// <summary>Days since 0001-01-01 UTC.</summary>
    public static int DayOf(DateTimeOffset time) => (int)(time.UtcTicks / TimeSpan.TicksPerDay);

    /// <summary>The amount of one day; 0 outside the window.</summary>
    public uint this[int day] => day <= _newestDay && day > _newestDay - Days && day >= 0 ? _buckets[day % Days] : 0;

    /// <summary>The last <paramref name="days"/> days up to and including today, summed. At most 35.</summary>
    public ulong SumOver(int days, DateTimeOffset now)
    {
        var today = DayOf(now);
        ulong sum = 0;
        for (var day = Math.Max(0, today - Math.Min(days, Days) + 1); day <= today; day++)
            sum += this[day];
        return sum;
    }

    /// <summary>
    /// The decayed average per day at <paramref name="now"/> (taken as not before the newest day), over the days since the first one;
    /// today counts by the part of it that has passed.
    /// </summary>
    public double PerDay(Decay decay, DateTimeOffset now)
    {
        if (_newestDay < 0)
            return 0;
        var today = DayOf(now);
        var partOfToday = (double)(now.UtcTicks % TimeSpan.TicksPerDay) / TimeSpan.TicksPerDay;
        if (today < _newestDay)
            (today, partOfToday) = (_newestDay, 1);
        var fullDays = today - _firstDay;
        var sum = Measures.MergeOf(Measure) == Merge.Sum
            ? (decay == Decay.Fast ? _fast : _slow).At(decay, _newestDay, today)
            : SumOfBuckets(decay, today, ref fullDays);
        return fullDays == 0 ? sum : sum / (partOfToday + decay.OfFullDays(fullDays));
    }

    /// <summary>The decayed sum at <paramref name="now"/>; for means, one measure's sum over another's.</summary>
    public double Weight(Decay decay, DateTimeOffset now) =>
        _newestDay < 0 ? 0 : (decay == Decay.Fast ? _fast : _slow).At(decay, _newestDay, Math.Max(DayOf(now), _newestDay));

    internal MeasureWindow Copy() => (MeasureWindow)MemberwiseClone();

    internal void Add(int day, uint amount)
    {
        if (day > _newestDay)
            MoveTo(day);
        _firstDay = Math.Min(_firstDay, day);
        if (Measures.MergeOf(Measure) == Merge.Max)
        {
            Total = Math.Max(Total, amount);
            if (day > _newestDay - Days)
                _buckets[day % Days] = Math.Max(_buckets[day % Days], amount);
            return;
        }

        Total = Saturating.Add(Total, amount);
        if (day > _newestDay - Days)
            _buckets[day % Days] = Saturating.Add(_buckets[day % Days], amount);
        _fast.Add(Decay.Fast, _newestDay, day, amount);
        _slow.Add(Decay.Slow, _newestDay, day, amount);
    }

    /// <summary>A day's maximum can rise after it was weighted, so a Max measure is averaged over its buckets instead.</summary>
    private double SumOfBuckets(Decay decay, int today, ref int fullDays)
    {
        fullDays = Math.Min(fullDays, Days - 1);
        double sum = 0;
        for (var age = 0; age < Days; age++)
            sum += this[today - age] * decay.AfterDays(age);
        return sum;
    }

    private void MoveTo(int day)
    {
        if (_newestDay >= 0)
        {
            for (var passed = Math.Max(_newestDay, day - Days) + 1; passed <= day; passed++)
                _buckets[passed % Days] = 0;
            _fast.MoveTo(Decay.Fast, _newestDay, day);
            _slow.MoveTo(Decay.Slow, _newestDay, day);
        }

        _newestDay = day;
    }

    internal State Save() => new(Measure, _newestDay, _firstDay, Total, _fast.Newest, _fast.Before, _slow.Newest, _slow.Before);

    internal static MeasureWindow Restore(State state, ReadOnlySpan<uint> newestFirst)
    {
        var window = new MeasureWindow(state.Measure)
        {
            _newestDay = state.NewestDay,
            _firstDay = state.FirstDay,
            Total = state.Total,
            _fast = new DecayedSum { Newest = state.FastNewest, Before = state.FastBefore },
            _slow = new DecayedSum { Newest = state.SlowNewest, Before = state.SlowBefore },
        };
        for (var age = 0; age < Days && state.NewestDay - age >= 0; age++)
            window._buckets[(state.NewestDay - age) % Days] = newestFirst[age];
        return window;
    }

    public bool Equals(MeasureWindow? other) =>
        other is not null && Measure == other.Measure && _newestDay == other._newestDay && _firstDay == other._firstDay
        && Total == other.Total && _fast.Equals(other._fast) && _slow.Equals(other._slow)
        && ((ReadOnlySpan<uint>)_buckets).SequenceEqual(other._buckets);

    public override bool Equals(object? obj) => Equals(obj as MeasureWindow);

    public override int GetHashCode() => HashCode.Combine(Measure, _newestDay, Total);

    /// <summary>What is stored beside the buckets.</summary>
    internal readonly record struct State(
        Measure Measure, int NewestDay, int FirstDay, ulong Total, ulong FastNewest, ulong FastBefore, ulong SlowNewest, ulong SlowBefore);

    [InlineArray(Days)]
    private struct Buckets
    {
        private uint _first;
    }
}
