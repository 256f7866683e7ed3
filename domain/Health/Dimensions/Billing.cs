using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Telemetry;

namespace AccountTwins.Domain.Health.Dimensions;

/// <summary>
/// Invoices overdue, failed payments not made good, open disputes, and payment problems of late even where they were settled. An issued
/// invoice past its day counts as overdue. Null when billing never spoke.
/// </summary>
internal static class Billing
{
    public static double? Assess(AccountTwin twin, ScoringRules rules, DateTimeOffset now, List<Finding>? findings)
    {
        if (twin.Provenance[Family.Billing] is null)
            return null;
        var losses = new Losses(findings);
        int overdue = 0, failed = 0, disputes = 0;
        DateTimeOffset overdueSince = now, failedSince = now, disputesSince = now;
        foreach (var invoice in twin.Invoices.Items)
        {
            if (OverdueSince(invoice, now) is { } since)
                (overdue, overdueSince) = (overdue + 1, Losses.Earlier(overdueSince, since));
            if (invoice.State == InvoiceState.Failed)
                (failed, failedSince) = (failed + 1, Losses.Earlier(failedSince, invoice.StateSince));
        }

        foreach (var dispute in twin.Disputes.Items)
        {
            if (!dispute.IsClosed)
                (disputes, disputesSince) = (disputes + 1, Losses.Earlier(disputesSince, dispute.Since));
        }

        var days = Math.Floor((now - overdueSince).TotalDays);
        losses.Take(overdue == 0 ? 0 : Math.Min(rules.OverdueLossMax, rules.OverdueLoss + rules.OverdueDayLoss * days), FindingCode.InvoicesOverdue, overdueSince, overdue, days);
        losses.Take(Math.Min(rules.PaymentTroubleLossMax, rules.PaymentTroubleLoss * failed), FindingCode.PaymentsFailed, failedSince, failed);
        losses.Take(Math.Min(rules.PaymentTroubleLossMax, rules.PaymentTroubleLoss * disputes), FindingCode.DisputesOpen, disputesSince, disputes);
        if (twin.Measures[Measure.PaymentProblems] is { } problems)
        {
            var lately = problems.Weight(Decay.Slow, now);
            var since = MeasureWindow.StartOf(problems.NewestDay);
            losses.Take(Math.Min(rules.PaymentLatelyLossMax, rules.PaymentLatelyLoss * lately) - losses.Sum, FindingCode.PaymentsTroubled, since, lately);
        }

        return losses.Value;
    }

    /// <summary>Since when it is overdue: by its due day, or by the signal that said so.</summary>
    public static DateTimeOffset? OverdueSince(Invoice invoice, DateTimeOffset now)
    {
        if (invoice.State is not (InvoiceState.Issued or InvoiceState.Overdue))
            return null;
        if (invoice.DueOn is { } due)
        {
            var since = new DateTimeOffset(due.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            if (since <= now)
                return since;
        }

        return invoice.State == InvoiceState.Overdue ? invoice.StateSince : null;
    }
}
