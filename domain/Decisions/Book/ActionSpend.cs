using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Book;

/// <summary>
/// What was spent and done of one action in the last day and the last 30 days, in buckets of an hour and a day (UTC). A bucket on the
/// edge of a window counts whole, so a budget is never read too high.
/// </summary>
public sealed record ActionSpend(string Action, ValueList<SpendBucket> Hours, ValueList<SpendBucket> Days)
{
    private const int HoursKept = 25;
    private const int DaysKept = 31;

    public static ActionSpend None(string action) => new(action, [], []);

    public decimal DayAmount(DateTimeOffset now) => Sum(Hours, Hour(now) - HoursKept) / 100m;

    public decimal MonthAmount(DateTimeOffset now) => Sum(Days, Day(now) - DaysKept) / 100m;

    public int DayCount(DateTimeOffset now) => Count(Hours, Hour(now) - HoursKept);

    public int MonthCount(DateTimeOffset now) => Count(Days, Day(now) - DaysKept);

    /// <summary>Nothing of it lies in any window.</summary>
    public bool IsForgotten(DateTimeOffset now) => Days.Count == 0 || Days[^1].Index <= Day(now) - DaysKept;

    /// <summary>Adds, or takes back with negative numbers, at the time of the act.</summary>
    public ActionSpend Add(DateTimeOffset at, long cents, int count) =>
        this with { Hours = Add(Hours, Hour(at), cents, count, HoursKept), Days = Add(Days, Day(at), cents, count, DaysKept) };

    private static ValueList<SpendBucket> Add(ValueList<SpendBucket> buckets, int index, long cents, int count, int kept)
    {
        var newest = Math.Max(index, buckets.Count == 0 ? index : buckets[^1].Index);
        var after = new List<SpendBucket>(buckets.Count + 1);
        var isAdded = index <= newest - kept;
        foreach (var bucket in buckets)
        {
            if (bucket.Index <= newest - kept)
                continue;
            if (!isAdded && bucket.Index >= index)
            {
                isAdded = true;
                if (bucket.Index == index)
                {
                    after.Add(new SpendBucket(index, Math.Max(0, bucket.Cents + cents), Math.Max(0, bucket.Count + count)));
                    continue;
                }

                after.Add(new SpendBucket(index, Math.Max(0, cents), Math.Max(0, count)));
            }

            after.Add(bucket);
        }

        if (!isAdded)
            after.Add(new SpendBucket(index, Math.Max(0, cents), Math.Max(0, count)));
        return [.. after];
    }

    private static decimal Sum(ValueList<SpendBucket> buckets, int after)
    {
        decimal sum = 0;
        foreach (var bucket in buckets)
            sum += bucket.Index > after ? bucket.Cents : 0;
        return sum;
    }

    private static int Count(ValueList<SpendBucket> buckets, int after)
    {
        var count = 0;
        foreach (var bucket in buckets)
            count += bucket.Index > after ? bucket.Count : 0;
        return count;
    }

    private static int Hour(DateTimeOffset at) => (int)(at.UtcTicks / TimeSpan.TicksPerHour);

    private static int Day(DateTimeOffset at) => (int)(at.UtcTicks / TimeSpan.TicksPerDay);
}

/// <summary>What fell into one hour or day. Cents of the base currency.</summary>
public readonly record struct SpendBucket(int Index, long Cents, int Count);

/// <summary>Spent and asked for of one action in one conversation.</summary>
public sealed record ConversationSpend(string Conversation, string Action, long Cents, DateTimeOffset LastAt);

/// <summary>An idempotency key by its hash, with the request's hash and the entry that answered it.</summary>
public readonly record struct KnownKey(ulong Key, ulong Request, long Number, DateTimeOffset At);
