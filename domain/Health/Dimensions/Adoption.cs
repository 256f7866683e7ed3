using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Telemetry;

namespace AccountTwins.Domain.Health.Dimensions;

/// <summary>
/// How much the product is used: by the share of seats in use where both are known, by the fast average against the account's own slow
/// one (each measure that the account reports counts alike), times what silence has left, and by how many days see any use. Null when
/// use was never measured.
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
        var seatsPart = seats is null ? 0 : rules.SeatsPart * (1 - rules.RegularPart);
        var part = 1 - rules.RegularPart - seatsPart;
        losses.Take(part * (1 - use.Trend), FindingCode.UsageFell, use.LastUse, use.Now, use.Normal);
        losses.Take(part * use.Trend * use.Silence, FindingCode.UsageSilent, use.LastUse, use.SilentDays);
        if (seats is { } share)
            losses.Take(seatsPart * (1 - share.Used), FindingCode.SeatsUnused, use.LastUse, share.Active, share.Seats);
        losses.Take(rules.RegularPart * (1 - Math.Min(1, (double)use.DaysUsed / use.DaysSeen / rules.RegularFullShare)), FindingCode.UsedRarely, use.LastUse, use.DaysUsed, use.DaysSeen);
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
        var usual = default(MeasureWindow);
        foreach (var measure in UseMeasures)
        {
            if (twin.Measures[measure] is not { Total: > 0 } window)
                continue;
            var fast = window.PerDay(Decay.Fast, now);
            var slow = window.PerDay(Decay.Slow, now);
            trend += slow > 0 ? Math.Min(1, fast / slow / rules.UsageFullShare) : 0;
            if (measures++ == 0)
                (fastest, normal) = (fast, slow);
            if (window.NewestDay > newestDay)
                (newestDay, usual) = (window.NewestDay, window);
        }

        if (measures == 0)
            return null;
        var today = Math.Max(MeasureWindow.DayOf(now), newestDay);
        var silentDays = today - newestDay;
        var silence = Math.Clamp((silentDays - QuietDays(usual, rules)) / rules.UsageSilentDays, 0, 1);
        return new Use(trend / measures, silence, silentDays, usual.DaysUsed(today), DaysSeen(usual, today), fastest, normal, MeasureWindow.StartOf(newestDay));
    }

    /// <summary>How long this account may stay away: it has its own rhythm.</summary>
    private static double QuietDays(MeasureWindow window, ScoringRules rules)
    {
        var gap = (double)DaysSeen(window, window.NewestDay) / Math.Max(1, window.DaysUsed(window.NewestDay));
        return Math.Clamp(rules.UsageQuietGaps * gap, rules.UsageQuietDays, rules.UsageQuietDaysMax);
    }

    /// <summary>Days of the last five weeks since it was first used.</summary>
    private static int DaysSeen(MeasureWindow window, int lastDay) => Math.Min(MeasureWindow.Days, lastDay - window.FirstDay + 1);

    private static (double Used, double Active, long Seats)? SeatShare(AccountTwin twin, ScoringRules rules, DateTimeOffset now)
    {
        if (twin.Contract?.Seats is not > 0 || twin.Measures[Measure.ActiveUsers] is not { Total: > 0 } window)
            return null;
        var seats = twin.Contract.Value.Seats!.Value;
        var active = window.PerDay(Decay.Fast, now);
        var used = (active / seats - rules.SeatsNoneShare) / (rules.SeatsFullShare - rules.SeatsNoneShare);
        return (Math.Clamp(used, 0, 1), active, seats);
    }

    private readonly record struct Use(double Trend, double Silence, int SilentDays, int DaysUsed, int DaysSeen, double Now, double Normal, DateTimeOffset LastUse);
}
