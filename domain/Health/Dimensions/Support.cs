using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Telemetry;

namespace AccountTwins.Domain.Health.Dimensions;

/// <summary>
/// Open trouble: urgent tickets, escalations, tickets that are old; trouble that is remembered: urgent and escalated tickets of late,
/// reopened ones, having to ask again and again; and load above the account's own normal. Null when support never spoke.
/// </summary>
internal static class Support
{
    public static double? Assess(AccountTwin twin, ScoringRules rules, DateTimeOffset now, List<Finding>? findings)
    {
        if (twin.Provenance[Family.Support] is null)
            return null;
        var losses = new Losses(findings);
        OpenTickets(twin, rules, now, ref losses);
        Remembered(twin, rules, now, ref losses);
        var reopened = (double)twin.Measures.SumOver(Measure.TicketsReopened, rules.ReopenedDays, now);
        losses.Take(Math.Min(rules.TicketsReopenedLossMax, rules.TicketReopenedLoss * reopened), FindingCode.TicketsReopened, MeasureWindow.StartOf(rules.ReopenedDays, now), reopened);
        if (twin.Measures[Measure.TicketsOpened] is { } opened)
        {
            var fast = opened.PerDay(Decay.Fast, now) * 7;
            var slow = opened.PerDay(Decay.Slow, now) * 7;
            if (fast >= 1 && slow > 0)
                losses.Take(Math.Min(1, fast / slow - rules.LoadFine) * rules.LoadLoss, FindingCode.SupportLoad, MeasureWindow.StartOf(7, now), fast, slow);
        }

        return losses.Value;
    }

    private static void OpenTickets(AccountTwin twin, ScoringRules rules, DateTimeOffset now, ref Losses losses)
    {
        int urgent = 0, escalated = 0, old = 0;
        DateTimeOffset urgentSince = now, escalatedSince = now, oldSince = now;
        foreach (var ticket in twin.Tickets.Items)
        {
            if (ticket.IsClosed)
                continue;
            var openedAt = ticket.OpenedAt;
            if (ticket.IsUrgent)
                (urgent, urgentSince) = (urgent + 1, Losses.Earlier(urgentSince, openedAt));
            if (ticket.EscalatedAt is { } escalatedAt)
                (escalated, escalatedSince) = (escalated + 1, Losses.Earlier(escalatedSince, escalatedAt));
            if (now - openedAt > TimeSpan.FromDays(rules.TicketOldDays))
                (old, oldSince) = (old + 1, Losses.Earlier(oldSince, openedAt));
        }

        losses.Take(Math.Min(rules.OpenTroubleLossMax, rules.UrgentTicketLoss * urgent), FindingCode.UrgentTicketsOpen, urgentSince, urgent);
        losses.Take(Math.Min(rules.OpenTroubleLossMax, rules.EscalationLoss * escalated), FindingCode.EscalationsOpen, escalatedSince, escalated);
        losses.Take(Math.Min(rules.TicketsOldLossMax, rules.TicketOldLoss * old), FindingCode.TicketsOld, oldSince, old);
    }

    private static void Remembered(AccountTwin twin, ScoringRules rules, DateTimeOffset now, ref Losses losses)
    {
        MeasureWindow? urgent = twin.Measures[Measure.UrgentTickets], escalated = twin.Measures[Measure.TicketsEscalated];
        var lately = (urgent?.Weight(Decay.Slow, now) ?? 0) + (escalated?.Weight(Decay.Slow, now) ?? 0);
        var newest = MeasureWindow.StartOf(Math.Max(urgent?.NewestDay ?? 0, escalated?.NewestDay ?? 0));
        losses.Take(Math.Min(rules.TroubleLatelyLossMax, rules.TroubleLatelyLoss * lately), FindingCode.TroubleLately, newest, lately);

        var contacts = 0L;
        var oldest = now;
        foreach (var ticket in twin.Tickets.Items)
        {
            contacts += Math.Max(1, ticket.Contacts);
            oldest = Losses.Earlier(oldest, ticket.OpenedAt);
        }

        var each = twin.Tickets.Count == 0 ? 0 : (double)contacts / twin.Tickets.Count;
        losses.Take(Math.Min(rules.ContactsLossMax, rules.ContactLoss * (each - rules.ContactsFine)), FindingCode.ContactsMany, oldest, each, twin.Tickets.Count);
    }
}
