using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Telemetry;

namespace AccountTwins.Domain.Health.Dimensions;

/// <summary>
/// How much the product is used: the fast average against the account's own slow one (each measure that the account reports counts
/// alike), times what silence has left, and a part by the share of seats in use. Null when use was never measured.
/// </summary>
internal static class Adoption
{
    private static readonly Measure[] UseMeasures = [Measure.UsageEvents, Measure.Sessions, Measure.ActiveUsers];

    public static double? Assess(AccountTwin twin, ScoringRules rules, DateTimeOffset now, List<Finding>? findings)
    {
        if (UseLevel(twin, rules, now) is not { } use)
            return null;
        var losses = new Losses(findings);
        var seats = SeatShare(twin, rules, now);
        var part = seats is null ? 1 : 1 - rules.SeatsPart;
        losses.Take(part * (1 - use.Trend), FindingCode.UsageFell, use.LastUse, use.Now, use.Normal);
        losses.Take(part * use.Trend * use.Silence, FindingCode.UsageSilent, use.LastUse, use.SilentDays);
        if (seats is { } share)
            losses.Take(rules.SeatsPart * (1 - share.Used), FindingCode.SeatsUnused, use.LastUse, share.Active, share.Seats);
        return losses.Value;
    }

    /// <summary>Use against the account's own normal, 0 to 1, silence included; null when never measured. What a fall is told by.</summary>
    public static double? Level(AccountTwin twin, ScoringRules rules, DateTimeOffset now) =>
        UseLevel(twin, rules, now) is { } use ? use.Trend * (1 - use.Silence) : null;

    private static Use? UseLevel(AccountTwin twin, ScoringRules rules, DateTimeOffset now)
    {
        double trend = 0, fastest = 0, normal = 0;
        var measures = 0;
        var newestDay = 0;
        foreach (var measure in UseMeasures)
        {
            if (twin.Measures[measure] is not { Total: > 0 } window)
                continue;
            var fast = window.PerDay(Decay.Fast, now);
            var slow = window.PerDay(Decay.Slow, now);
            trend += slow > 0 ? Math.Min(1, fast / slow / rules.UsageFullShare) : 0;
            if (measures++ == 0)
                (fastest, normal) = (fast, slow);
            newestDay = Math.Max(newestDay, window.NewestDay);
        }

        if (measures == 0)
            return null;
        var silentDays = Math.Max(0, MeasureWindow.DayOf(now) - newestDay);
        var silence = Math.Clamp((double)(silentDays - rules.UsageQuietDays) / (rules.UsageSilentDays - rules.UsageQuietDays), 0, 1);
        return new Use(trend / measures, silence, silentDays, fastest, normal, new DateTimeOffset(newestDay * TimeSpan.TicksPerDay, TimeSpan.Zero));
    }

    private static (double Used, double Active, long Seats)? SeatShare(AccountTwin twin, ScoringRules rules, DateTimeOffset now)
    {
        if (twin.Contract?.Seats is not > 0 || twin.Measures[Measure.ActiveUsers] is not { Total: > 0 } window)
            return null;
        var seats = twin.Contract.Value.Seats!.Value;
        var active = window.PerDay(Decay.Fast, now);
        return (Math.Min(1, active / seats / rules.SeatsFullShare), active, seats);
    }

    private readonly record struct Use(double Trend, double Silence, int SilentDays, double Now, double Normal, DateTimeOffset LastUse);
}
