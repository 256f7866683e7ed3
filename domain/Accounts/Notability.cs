using System.Globalization;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Domain.Accounts;

/// <summary>Which facts are worth a line in the timeline, in what words, and which speak of risk.</summary>
internal static class Notability
{
    /// <summary>A line, or null for what is too usual to show. Text from outside is passed on as it is.</summary>
    public static string? TextOf(Fact fact) => fact switch
    {
        TicketOpened opened => $"{Word(opened.Severity)}ticket {opened.Ticket} opened{Tail(opened.Subject ?? opened.Category)}",
        TicketResolved resolved => $"ticket {resolved.Ticket} resolved by {Word(resolved.ResolvedBy)}",
        TicketReopened reopened => $"ticket {reopened.Ticket} reopened{Tail(reopened.Reason)}",
        TicketEscalated escalated => $"ticket {escalated.Ticket} escalated{Tail(escalated.Reason ?? escalated.To)}",
        PersonRequested requested => $"a person asked for on ticket {requested.Ticket}{Tail(requested.Reason)}",
        SatisfactionRated { Score: <= 2 or 5 } rated => Invariant($"satisfaction {rated.Score} of 5{Tail(rated.Comment)}"),
        PromoterScored promoter => Invariant($"would recommend {promoter.Score} of 10{Tail(promoter.Comment)}"),
        SentimentObserved { Score: <= -0.4m } sentiment => Invariant($"mood {sentiment.Score:0.0}{Tail(sentiment.Topic)}"),
        IntegrationConnected integration => $"integration {integration.Integration} connected",
        IntegrationRemoved integration => $"integration {integration.Integration} removed{Tail(integration.Reason)}",
        MilestoneReached milestone => $"milestone {milestone.Milestone} reached",
        InvoiceOverdue invoice => Invariant($"invoice {invoice.Invoice} overdue, {invoice.Amount} {invoice.Currency}"),
        InvoiceFailed invoice => Invariant($"payment of {invoice.Invoice} failed, {invoice.Amount} {invoice.Currency}"),
        CreditIssued credit => Invariant($"credit of {credit.Amount} {credit.Currency}{Tail(credit.Reason)}"),
        DisputeOpened dispute => $"dispute {dispute.Dispute} opened{Tail(dispute.Reason)}",
        DisputeClosed dispute => $"dispute {dispute.Dispute} closed",
        AccountCreated => "account created",
        StakeholderJoined joined => $"{joined.Name ?? joined.Email} joined{Tail(joined.Role)}",
        StakeholderLeft left => $"{left.Email} left{Tail(left.Reason)}",
        HumanTouch touch => $"{Word(touch.Kind)} with {touch.Who ?? "us"}{Tail(touch.Summary)}",
        CommitmentMade made => $"promised: {made.What}",
        CommitmentKept kept => $"promise {kept.Commitment} kept",
        CommitmentBroken broken => $"promise {broken.Commitment} broken{Tail(broken.Note)}",
        ContractSigned signed => $"contract {signed.Contract} signed",
        ContractAmended amended => $"contract {amended.Contract} amended",
        ContractRenewed renewed => $"contract {renewed.Contract} renewed",
        ContractCancelled cancelled => $"contract {cancelled.Contract} cancelled{Tail(cancelled.Reason)}",
        OutcomeRenewed => "outcome: renewed",
        OutcomeContracted outcome => $"outcome: shrank{Tail(outcome.Reason)}",
        OutcomeExpanded outcome => $"outcome: grew{Tail(outcome.Reason)}",
        OutcomeChurned outcome => $"outcome: left{Tail(outcome.Reason)}",
        _ => null,
    };

    /// <summary>Facts that, alone or added up, tell of an account that may leave.</summary>
    public static bool IsWarning(Fact fact) => fact is
        TicketOpened { Severity: Severity.Critical } or TicketReopened or TicketEscalated
        or SatisfactionRated { Score: <= 2 } or PromoterScored { Score: <= 6 } or SentimentObserved { Score: <= -0.4m }
        or IntegrationRemoved or InvoiceOverdue or InvoiceFailed or DisputeOpened
        or StakeholderLeft or CommitmentBroken or ContractCancelled or OutcomeContracted;

    private static string Word(Severity? severity) => severity is Severity.Critical or Severity.High ? $"{Word<Severity>(severity.Value)} " : "";

    private static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        value.ToString().ToLowerInvariant();

    private static string Tail(string? text) => string.IsNullOrEmpty(text) ? "" : $": {text}";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
