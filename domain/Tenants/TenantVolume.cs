using System.Numerics;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Tenants;

/// <summary>How much a tenant decides and reviews, by weeks, for the last quarter: what the thresholds of learning are set by. Immutable.</summary>
/// <param name="Since">When counting began; null before.</param>
/// <param name="Weeks">Ascending, at most <see cref="WeeksMax"/>.</param>
public sealed record TenantVolume(DateTimeOffset? Since, ValueList<VolumeWeek> Weeks)
{
    public const int WeeksMax = 14;

    private const double QuarterDays = 91;
    private const double DaysMin = 7;

    public static readonly TenantVolume None = new(null, []);

    public TenantVolume With(DateTimeOffset at, long decisions, int reviews, int outcomes)
    {
        var week = WeekOf(at);
        var last = Weeks.Count > 0 && Weeks[^1].Week >= week ? Weeks[^1] : new VolumeWeek(week, 0, 0, 0);
        var earlier = Weeks.Where(one => one.Week < last.Week && one.Week > last.Week - WeeksMax);
        return new(Since ?? at, [.. earlier, last with { Decisions = last.Decisions + decisions, Reviews = last.Reviews + reviews, Outcomes = last.Outcomes + outcomes }]);
    }

    /// <summary>
    /// Reviews a quarter at the pace of the last one, rounded up to a power of two: thresholds must not move with every review, and depend on
    /// this by its logarithm only.
    /// </summary>
    public double ReviewsPerQuarter(DateTimeOffset now) => PerQuarter(Weeks.Sum(one => (double)one.Reviews), now);

    /// <summary>The same for outcomes.</summary>
    public double OutcomesPerQuarter(DateTimeOffset now) => PerQuarter(Weeks.Sum(one => (double)one.Outcomes), now);

    private double PerQuarter(double count, DateTimeOffset now)
    {
        if (count == 0 || Since is not { } since)
            return 0;
        var days = Math.Clamp((now - since).TotalDays, DaysMin, WeeksMax * 7);
        return BitOperations.RoundUpToPowerOf2((ulong)Math.Ceiling(count * QuarterDays / days));
    }

    private static long WeekOf(DateTimeOffset at) => at.UtcTicks / (7 * TimeSpan.TicksPerDay);
}

/// <summary>One week's counts; weeks are numbered from the year 1.</summary>
public sealed record VolumeWeek(long Week, long Decisions, int Reviews, int Outcomes);
