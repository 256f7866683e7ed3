using System.Buffers.Binary;
using System.Numerics;

namespace AccountTwins.Domain.Telemetry;

/// <summary>
/// One measure of one account: 35 daily buckets that end at the newest day seen, a fast and a slow decayed sum, and the total.
/// Everything is a function of the set of (day, amount) added, not of their order. A late amount lands on its own day; before the buckets
/// only in averages, before the previous epoch only in the total. A view into the account's windows, see <see cref="WindowLayout"/>.
/// </summary>
public readonly struct MeasureWindow : IEquatable<MeasureWindow>
{
    /// <summary>Daily buckets: five weeks, so that four full weeks can be compared with the one under way.</summary>
    public const int Days = 35;

    private readonly byte[] _bytes;
    private readonly int _at;

    internal MeasureWindow(byte[] bytes, int at) => (_bytes, _at) = (bytes, at);

    public Measure Measure => WindowLayout.MeasureOf(Head);

    /// <summary>The newest day an amount was added for, in days since 0001-01-01 UTC.</summary>
    public int NewestDay => BinaryPrimitives.ReadInt32LittleEndian(At(WindowLayout.NewestDay));

    /// <summary>The oldest such day.</summary>
    public int FirstDay => BinaryPrimitives.ReadInt32LittleEndian(At(WindowLayout.FirstDay));

    /// <summary>All amounts ever, merged the way the measure merges a day. Saturating.</summary>
    public ulong Total => Number(WindowLayout.Total);

    private ulong Head => Number(WindowLayout.Head);

    private DecayedSum Fast => new() { Newest = Number(WindowLayout.Fast), Before = Number(WindowLayout.Fast + sizeof(ulong)) };

    private DecayedSum Slow => new() { Newest = Number(WindowLayout.Slow), Before = Number(WindowLayout.Slow + sizeof(ulong)) };

    /// <summary>Days since 0001-01-01 UTC.</summary>
    public static int DayOf(DateTimeOffset time) => (int)(time.UtcTicks / TimeSpan.TicksPerDay);

    /// <summary>A day's first moment, from its number as in <see cref="DayOf"/>.</summary>
    public static DateTimeOffset StartOf(int day) => new(day * TimeSpan.TicksPerDay, TimeSpan.Zero);

    /// <summary>When the first of the days began that <see cref="SumOver"/> counts.</summary>
    public static DateTimeOffset StartOf(int days, DateTimeOffset now) => StartOf(DayOf(now) - days + 1);

    /// <summary>The amount of one day; 0 outside the window.</summary>
    public uint this[int day]
    {
        get
        {
            var newest = NewestDay;
            return day <= newest && day > newest - Days && day >= 0 ? WindowLayout.Bucket(At(0), newest - day) : 0;
        }
    }

    /// <summary>The last <paramref name="days"/> days up to and including today, summed. At most 35.</summary>
    public ulong SumOver(int days, DateTimeOffset now)
    {
        var today = DayOf(now);
        var first = today - Math.Min(days, Days) + 1;
        ulong sum = 0;
        foreach (var (age, amount) in new WindowLayout.Cursor(At(0)))
            sum += NewestDay - age <= today && NewestDay - age >= first ? amount : 0;
        return sum;
    }

    /// <summary>Days with any amount among the 35 that end at a day, which is not before the newest.</summary>
    public int DaysUsed(int lastDay)
    {
        var passed = lastDay - NewestDay;
        return passed >= Days ? 0 : BitOperations.PopCount(WindowLayout.PresentIn(Head) & ((1UL << (Days - passed)) - 1));
    }

    /// <summary>
    /// The decayed average per day at <paramref name="now"/> (taken as not before the newest day), over the days since the first one;
    /// today counts by the part of it that has passed.
    /// </summary>
    public double PerDay(Decay decay, DateTimeOffset now)
    {
        var newest = NewestDay;
        if (newest < 0)
            return 0;
        var today = DayOf(now);
        var partOfToday = (double)(now.UtcTicks % TimeSpan.TicksPerDay) / TimeSpan.TicksPerDay;
        if (today < newest)
            (today, partOfToday) = (newest, 1);
        var fullDays = today - FirstDay;
        var sum = Measures.MergeOf(Measure) == Merge.Sum
            ? (decay == Decay.Fast ? Fast : Slow).At(decay, newest, today)
            : SumOfBuckets(decay, today, ref fullDays);
        return fullDays == 0 ? sum : sum / (partOfToday + decay.OfFullDays(fullDays));
    }

    /// <summary>The decayed sum at <paramref name="now"/>; for means, one measure's sum over another's.</summary>
    public double Weight(Decay decay, DateTimeOffset now) =>
        NewestDay < 0 ? 0 : (decay == Decay.Fast ? Fast : Slow).At(decay, NewestDay, Math.Max(DayOf(now), NewestDay));

    /// <summary>A day's maximum can rise after it was weighted, so a Max measure is averaged over its buckets instead.</summary>
    private double SumOfBuckets(Decay decay, int today, ref int fullDays)
    {
        fullDays = Math.Min(fullDays, Days - 1);
        double sum = 0;
        var passed = today - NewestDay;
        foreach (var (age, amount) in new WindowLayout.Cursor(At(0)))
            sum += passed + age < Days ? amount * decay.AfterDays(passed + age) : 0;
        return sum;
    }

    internal State Save() => new(Measure, NewestDay, FirstDay, Total, Fast.Newest, Fast.Before, Slow.Newest, Slow.Before);

    public bool Equals(MeasureWindow other)
    {
        if (Save() != other.Save())
            return false;
        for (var age = 0; age < Days; age++)
        {
            if (WindowLayout.Bucket(At(0), age) != WindowLayout.Bucket(other.At(0), age))
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is MeasureWindow other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Measure, NewestDay, Total);

    private ReadOnlySpan<byte> At(int offset) => _bytes.AsSpan(_at + offset);

    private ulong Number(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(At(offset));

    /// <summary>What is stored beside the buckets.</summary>
    internal readonly record struct State(
        Measure Measure, int NewestDay, int FirstDay, ulong Total, ulong FastNewest, ulong FastBefore, ulong SlowNewest, ulong SlowBefore);
}
