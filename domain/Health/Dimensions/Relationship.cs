using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Health.Dimensions;

/// <summary>
/// People and promises: no champion among known people, or the last one left lately; days without a human touch; promises broken, and
/// past their day. Null when neither people nor touches nor promises are known.
/// </summary>
internal static class Relationship
{
    public static double? Assess(AccountTwin twin, ScoringRules rules, DateTimeOffset now, List<Finding>? findings)
    {
        var lastTouch = twin.Profile.LastHumanTouchAt;
        if (twin.Provenance[Family.Crm] is not { } crm || (twin.Stakeholders.Count == 0 && lastTouch is null && twin.Commitments.Count == 0))
            return null;
        var losses = new Losses(findings);
        Champions(twin, rules, now, ref losses);
        var touchedAt = lastTouch ?? crm.FirstSeen;
        var quietDays = Math.Floor((now - touchedAt).TotalDays);
        var silence = Math.Clamp((quietDays - rules.TouchQuietDays) / (rules.TouchSilentDays - rules.TouchQuietDays), 0, 1);
        losses.Take(rules.TouchLoss * silence, FindingCode.NoHumanTouch, touchedAt, quietDays);
        Promises(twin, rules, now, ref losses);
        return losses.Value;
    }

    /// <summary>When the last champion left, if that was lately and there is no other.</summary>
    public static DateTimeOffset? ChampionLeftAt(AccountTwin twin, ScoringRules rules, DateTimeOffset now)
    {
        DateTimeOffset? left = null;
        foreach (var person in twin.Stakeholders.Items)
        {
            if (!person.IsChampion)
                continue;
            if (!person.HasLeft)
                return null;
            if (now - person.Since <= TimeSpan.FromDays(rules.ChampionLeftDays) && (left is null || person.Since > left))
                left = person.Since;
        }

        return left;
    }

    private static void Champions(AccountTwin twin, ScoringRules rules, DateTimeOffset now, ref Losses losses)
    {
        if (twin.Stakeholders.Count == 0)
            return;
        if (ChampionLeftAt(twin, rules, now) is { } left)
        {
            losses.Take(rules.ChampionLeftLoss, FindingCode.ChampionLeft, left, Math.Floor((now - left).TotalDays));
            return;
        }

        var newest = DateTimeOffset.MinValue;
        foreach (var person in twin.Stakeholders.Items)
        {
            if (person is { IsChampion: true, HasLeft: false })
                return;
            newest = person.Fields.Last.Time > newest ? person.Fields.Last.Time : newest;
        }

        losses.Take(rules.NoChampionLoss, FindingCode.NoChampion, newest, twin.Stakeholders.Count);
    }

    private static void Promises(AccountTwin twin, ScoringRules rules, DateTimeOffset now, ref Losses losses)
    {
        int broken = 0, overdue = 0;
        DateTimeOffset brokenSince = now, overdueSince = now;
        foreach (var promise in twin.Commitments.Items)
        {
            if (promise.State == CommitmentState.Broken && now - promise.StateSince <= TimeSpan.FromDays(rules.PromiseBrokenDays))
                (broken, brokenSince) = (broken + 1, Losses.Earlier(brokenSince, promise.StateSince));
            if (promise.OverdueSince(now) is { } since)
                (overdue, overdueSince) = (overdue + 1, Losses.Earlier(overdueSince, since));
        }

        losses.Take(Math.Min(rules.PromisesBrokenLossMax, rules.PromiseBrokenLoss * broken), FindingCode.PromisesBroken, brokenSince, broken);
        losses.Take(Math.Min(rules.PromisesOverdueLossMax, rules.PromiseOverdueLoss * overdue), FindingCode.PromisesOverdue, overdueSince, overdue);
    }
}
