using System.Globalization;
using AccountTwins.Domain.Health;

namespace AccountTwins.Grains.Mapping;

/// <summary>Puts words to a finding. Only our words and numbers: it may stand in a prompt without quotes.</summary>
internal static class FindingText
{
    public static string Of(Finding finding)
    {
        var first = Number(finding.First);
        var second = Number(finding.Second);
        return finding.Code switch
        {
            FindingCode.UsageFell => $"use fell to {first} a day from {second}",
            FindingCode.UsageSilent => $"no use for {first} days",
            FindingCode.SeatsUnused => $"{first} of {second} seats in use",
            FindingCode.UrgentTicketsOpen => $"{first} urgent tickets open",
            FindingCode.EscalationsOpen => $"{first} escalations open",
            FindingCode.TicketsReopened => $"{first} tickets reopened in four weeks",
            FindingCode.SupportLoad => $"{first} tickets a week, normally {second}",
            FindingCode.TicketsOld => $"{first} tickets open for over two weeks",
            FindingCode.InvoicesOverdue => $"{first} invoices overdue, the oldest for {second} days",
            FindingCode.PaymentsFailed => $"{first} payments failed",
            FindingCode.DisputesOpen => $"{first} disputes open",
            FindingCode.MoodLow => $"mood {first} of 100 in {second} observations",
            FindingCode.SatisfactionLow => $"satisfaction {first} of 100 in {second} answers",
            FindingCode.RecommendationLow => $"recommendation {first} of 100 in {second} answers",
            FindingCode.EffortHigh => $"ease {first} of 100 in {second} answers",
            FindingCode.NoChampion => $"no champion among {first} known people",
            FindingCode.ChampionLeft => $"a champion left {first} days ago and there is no other",
            FindingCode.NoHumanTouch => $"no person of ours in touch for {first} days",
            FindingCode.PromisesBroken => $"{first} promises broken in 90 days",
            FindingCode.PromisesOverdue => $"{first} promises past their day",
            FindingCode.MilestonesBehind => $"{first} milestones reached, {second} expected by now",
            _ => "reason not named",
        };
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
