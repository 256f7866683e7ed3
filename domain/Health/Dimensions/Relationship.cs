using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Health.Dimensions;

/// <summary>
/// People and promises: no champion among known people (0.25), or the last one left within 120 days (0.45); days without a human touch
/// (growing to 0.3); promises broken in 90 days (0.2 each, at most 0.4) and past their day (0.1 each, at most 0.2). Null when neither
/// people nor touches nor promises are known.
/// </summary>
internal static class Relationship
{
    private const int ChampionLeftDays = 120;
    private const int BrokenDays = 90;

    public static double? Assess(AccountTwin twin, ScoringRules rules, DateTimeOffset now, List<Finding>? findings)
    {
        var lastTouch = twin.Profile.LastHumanTouchAt;
        if (twin.Provenance[Family.Crm] is not { } crm || (twin.Stakeholders.Count == 0 && lastTouch is null && twin.Commitments.Count == 0))
            return null;
        var losses = new Losses(findings);
        Champions(twin, now, ref losses);
        var touchedAt = lastTouch ?? crm.FirstSeen;
        var quietDays = Math.Floor((now - touchedAt).TotalDays);
        var silence = Math.Clamp((quietDays - rules.TouchQuietDays) / (rules.TouchSilentDays - rules.TouchQuietDays), 0, 1);
        losses.Take(0.3 * silence, FindingCode.NoHumanTouch, touchedAt, quietDays);
        Promises(twin, now, ref losses);
        return losses.Value;
    }

    /// <summary>When the last champion left, if that was within 120 days and there is no other.</summary>
    public static DateTimeOffset? ChampionLeftAt(AccountTwin twin, DateTimeOffset now)
    {
        DateTimeOffset? left = null;
        foreach (var person in twin.Stakeholders.Items)
        {
            if (!person.IsChampion)
                continue;
            if (!person.HasLeft)
                return null;
            if (now - person.Since <= TimeSpan.FromDays(ChampionLeftDays) && (left is null || person.Since > left))
                left = person.Since;
        }

        return left;
    }

    private static void Champions(AccountTwin twin, DateTimeOffset now, ref Losses losses)
    {
        if (twin.Stakeholders.Count == 0)
            return;
        if (ChampionLeftAt(twin, now) is { } left)
        {
            losses.Take(0.45, FindingCode.ChampionLeft, left, Math.Floor((now - left).TotalDays));
            return;
        }

        foreach (var person in twin.Stakeholders.Items)
        {
            if (person is { IsChampion: true, HasLeft: false })
                return;
        }

        losses.Take(0.25, FindingCode.NoChampion, now, twin.Stakeholders.Count);
    }

    private static void Promises(AccountTwin twin, DateTimeOffset now, ref Losses losses)
    {
        int broken = 0, overdue = 0;
        foreach (var promise in twin.Commitments.Items)
        {
            if (promise.State == CommitmentState.Broken && now - promise.StateSince <= TimeSpan.FromDays(BrokenDays))
                broken++;
            if (promise.IsOverdue(now))
                overdue++;
        }

        losses.Take(Math.Min(0.4, 0.2 * broken), FindingCode.PromisesBroken, now.AddDays(-BrokenDays), broken);
        losses.Take(Math.Min(0.2, 0.1 * overdue), FindingCode.PromisesOverdue, now, overdue);
    }
}
