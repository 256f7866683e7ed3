using System.Globalization;

namespace AccountTwins.Domain.Health;

/// <summary>Puts plain English to a finding. The numbers come from it and from nowhere else.</summary>
public static class FindingText
{
    public static string Of(Finding finding) => finding.Code switch
    {
        FindingCode.UsageFell => Say($"use {finding.First:0.#} a day, normally {finding.Second:0.#}"),
        FindingCode.UsageSilent => Say($"no use for {finding.First:0} days"),
        FindingCode.SeatsUnused => Say($"{finding.First:0.#} people active a day of {finding.Second:0} seats"),
        FindingCode.UrgentTicketsOpen => Say($"{finding.First:0} urgent {Of("ticket", finding.First)} open"),
        FindingCode.EscalationsOpen => Say($"{finding.First:0} {Of("escalation", finding.First)} open"),
        FindingCode.TicketsReopened => Say($"{finding.First:0} {Of("ticket", finding.First)} reopened in four weeks"),
        FindingCode.SupportLoad => Say($"{finding.First:0.#} tickets a week, normally {finding.Second:0.#}"),
        FindingCode.TicketsOld => Say($"{finding.First:0} {Of("ticket", finding.First)} open for over two weeks"),
        FindingCode.InvoicesOverdue => Say($"{finding.First:0} {Of("invoice", finding.First)} overdue, the oldest for {finding.Second:0} days"),
        FindingCode.PaymentsFailed => Say($"{finding.First:0} {Of("payment", finding.First)} failed"),
        FindingCode.DisputesOpen => Say($"{finding.First:0} {Of("dispute", finding.First)} open"),
        FindingCode.MoodLow => Say($"mood {finding.First:0} of 100"),
        FindingCode.SatisfactionLow => Say($"satisfaction {finding.First:0} of 100"),
        FindingCode.RecommendationLow => Say($"likely to recommend {finding.First:0} of 100"),
        FindingCode.EffortHigh => Say($"ease {finding.First:0} of 100"),
        FindingCode.NoChampion => Say($"no champion among {finding.First:0} known people"),
        FindingCode.ChampionLeft => Say($"the champion left {finding.First:0} days ago"),
        FindingCode.NoHumanTouch => Say($"no person in touch for {finding.First:0} days"),
        FindingCode.PromisesBroken => Say($"{finding.First:0} {Of("promise", finding.First)} broken in 90 days"),
        FindingCode.PromisesOverdue => Say($"{finding.First:0} {Of("promise", finding.First)} past the day"),
        FindingCode.MilestonesBehind => Say($"{finding.First:0} {Of("milestone", finding.First)} reached, {finding.Second:0} expected by now"),
        FindingCode.TroubleLately => Say($"urgent and escalated tickets of late, weighing {finding.First:0.0}"),
        FindingCode.ContactsMany => Say($"had to ask {finding.First:0.0} times a ticket, over {finding.Second:0} {Of("ticket", finding.Second)}"),
        FindingCode.PaymentsTroubled => Say($"payment problems of late, weighing {finding.First:0.0}"),
        FindingCode.UsedRarely => Say($"used on {finding.First:0} of the last {finding.Second:0} days"),
        _ => throw new ArgumentOutOfRangeException(nameof(finding)),
    };

    private static string Of(string noun, double count) => count == 1 ? noun : noun + "s";

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
