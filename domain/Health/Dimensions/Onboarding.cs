using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Health.Dimensions;

/// <summary>
/// In the first 90 days: milestones reached against those expected by now, evenly over the time. Null afterwards, where the beginning is
/// not known, and where no milestone was ever reported: not every product has them, and use itself tells who never started.
/// </summary>
internal static class Onboarding
{
    public static bool IsUnderWay(AccountTwin twin, ScoringRules rules, DateTimeOffset now) =>
        twin.Milestones.Count > 0 && BeganAt(twin) is { } began && began <= now && now - began < TimeSpan.FromDays(rules.OnboardingDays);

    public static double? Assess(AccountTwin twin, ScoringRules rules, DateTimeOffset now, List<Finding>? findings)
    {
        if (!IsUnderWay(twin, rules, now) || twin.Provenance[Family.Usage] is null)
            return null;
        var losses = new Losses(findings);
        var began = BeganAt(twin)!.Value;
        var expected = rules.MilestonesExpected * (now - began).TotalDays / rules.OnboardingDays;
        var reached = 0;
        foreach (var milestone in twin.Milestones.Items)
            reached += milestone.ReachedAt <= now ? 1 : 0;
        if (expected >= 1)
            losses.Take(1 - reached / Math.Floor(expected), FindingCode.MilestonesBehind, began, reached, Math.Floor(expected));
        return losses.Value;
    }

    /// <summary>The account's creation, else the first day of its contract.</summary>
    private static DateTimeOffset? BeganAt(AccountTwin twin) =>
        twin.Profile.CreatedAt
        ?? (twin.Contract?.StartsOn is { } start ? new DateTimeOffset(start.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null);
}
