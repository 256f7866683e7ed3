using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Telemetry;

namespace AccountTwins.Domain.Accounts;

/// <summary>Invoices, credits and disputes.</summary>
internal sealed partial class TwinDraft
{
    private bool ChangeBilling(Fact fact, Signal signal)
    {
        switch (fact)
        {
            case InvoiceFact invoice:
                ChangeInvoice(invoice, signal);
                return true;
            case CreditIssued credit:
                var micros = (long)Math.Clamp(credit.Amount * 1_000_000m, 0, long.MaxValue);
                var change = At(signal).Set(CreditField.Micros, micros, FieldMerge.Add);

                // What a person granted says nothing of what an agent was allowed.
                if (credit.By != Actor.Human)
                    change.Keep(CreditField.Recent, IssuedCredit.Text(signal.Stamp, micros));
                _credits = _credits.With(credit.Currency, change);
                return true;
            case DisputeOpened dispute:
                Count(Measure.PaymentProblems, signal.Stamp);
                _disputes = _disputes.With(dispute.Dispute, At(signal)
                    .Set(DisputeField.Closed, false)
                    .Set(DisputeField.Invoice, dispute.Invoice)
                    .Set(DisputeField.Amount, dispute.Amount)
                    .Set(DisputeField.Currency, dispute.Currency));
                return true;
            case DisputeClosed dispute:
                _disputes = _disputes.With(dispute.Dispute, At(signal)
                    .Set(DisputeField.Closed, true)
                    .Set(DisputeField.Outcome, dispute.Outcome));
                return true;
            default:
                return false;
        }
    }

    private void ChangeInvoice(InvoiceFact invoice, Signal signal)
    {
        var state = invoice switch
        {
            InvoiceIssued => InvoiceState.Issued,
            InvoicePaid => InvoiceState.Paid,
            InvoiceOverdue => InvoiceState.Overdue,
            InvoiceFailed => InvoiceState.Failed,
            _ => throw new InvalidOperationException($"No rule says what {invoice.SignalType} means."),
        };
        if (state is InvoiceState.Overdue or InvoiceState.Failed)
            Count(Measure.PaymentProblems, signal.Stamp);
        _invoices = _invoices.With(invoice.Invoice, At(signal)
            .Set<InvoiceState>(InvoiceField.State, state)
            .Set(InvoiceField.Amount, invoice.Amount)
            .Set(InvoiceField.Currency, invoice.Currency)
            .Set(InvoiceField.DueOn, invoice.Due)
            .Set(InvoiceField.IssuedAt, state == InvoiceState.Issued ? signal.Stamp.Ticks : null, FieldMerge.Min));
    }
}
