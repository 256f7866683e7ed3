using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Telemetry;

namespace AccountTwins.Domain.Health.Dimensions;

/// <summary>
/// Open trouble: urgent tickets (0.25 each, at most 0.5), escalations (0.3 each, at most 0.5), tickets open for over two weeks (0.05
/// each, at most 0.15), reopened in four weeks (0.1 each, at most 0.2), and load above one and a half times the account's own normal
/// (at most 0.2). Null when support never spoke.
/// </summary>
internal static class Support
{
    private const int OldDays = 14;
    private const int ReopenedDays = 28;

    public static double? Assess(AccountTwin twin, DateTimeOffset now, List<Finding>? findings)
    {
        if (twin.Provenance[Family.Support] is null)
            return null;
        var losses = new Losses(findings);
        OpenTickets(twin, now, ref losses);
        var reopened = (double)twin.Measures.SumOver(Measure.TicketsReopened, ReopenedDays, now);
        losses.Take(Math.Min(0.2, 0.1 * reopened), FindingCode.TicketsReopened, now.AddDays(-ReopenedDays), reopened);
        if (twin.Measures[Measure.TicketsOpened] is { } opened)
        {
            var fast = opened.PerDay(Decay.Fast, now) * 7;
            var slow = opened.PerDay(Decay.Slow, now) * 7;
            if (fast >= 1 && slow > 0)
                losses.Take(Math.Min(0.2, (fast / slow - 1.5) * 0.2), FindingCode.SupportLoad, now.AddDays(-7), fast, slow);
        }

        return losses.Value;
    }

    private static void OpenTickets(AccountTwin twin, DateTimeOffset now, ref Losses losses)
    {
        int urgent = 0, escalated = 0, old = 0;
        DateTimeOffset urgentSince = now, escalatedSince = now, oldSince = now;
        foreach (var ticket in twin.Tickets.Items)
        {
            if (ticket.IsClosed)
                continue;
            var openedAt = ticket.OpenedAt;
            if (ticket.IsUrgent)
                (urgent, urgentSince) = (urgent + 1, Earlier(urgentSince, openedAt));
            if (ticket.EscalatedAt is { } escalatedAt)
                (escalated, escalatedSince) = (escalated + 1, Earlier(escalatedSince, escalatedAt));
            if (now - openedAt > TimeSpan.FromDays(OldDays))
                (old, oldSince) = (old + 1, Earlier(oldSince, openedAt));
        }

        losses.Take(Math.Min(0.5, 0.25 * urgent), FindingCode.UrgentTicketsOpen, urgentSince, urgent);
        losses.Take(Math.Min(0.5, 0.3 * escalated), FindingCode.EscalationsOpen, escalatedSince, escalated);
        losses.Take(Math.Min(0.15, 0.05 * old), FindingCode.TicketsOld, oldSince, old);
    }

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}
