using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

/// <summary>The vendor gave money back or waived it.</summary>
public sealed record CreditIssued(
    decimal Amount, string Currency, string? Credit = null, string? Invoice = null, Actor? By = null, string? Reason = null) : Fact
{
    public static readonly SignalType Type = new(
        305, Family.Billing, "credit_issued", "A credit was granted.",
        [
            Field.Amount("amount", "What was granted."), SharedFields.Currency,
            Field.Id("credit", 128, "Id of the credit note.").Optional, SharedFields.Invoice.Optional,
            Field.Choice<Actor>("by", "Who granted it.").Optional, SharedFields.Reason,
        ],
        static (ref FieldReader read) => new CreditIssued(
            read.Decimal(), read.Text(), read.TextOrNull(), read.TextOrNull(), read.ChoiceOrNull<Actor>(), read.TextOrNull()),
        """{"amount":40.00,"currency":"EUR","credit":"CN-88","invoice":"INV-2026-0117","by":"ai","reason":"outage of 12 January"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Decimal(Amount);
        write.Text(Currency);
        write.Text(Credit);
        write.Text(Invoice);
        write.Choice(By);
        write.Text(Reason);
    }
}

/// <summary>The customer contests a charge.</summary>
public sealed record DisputeOpened(
    string Dispute, string? Invoice = null, decimal? Amount = null, string? Currency = null, string? Reason = null) : Fact
{
    public static readonly SignalType Type = new(
        306, Family.Billing, "dispute_opened", "The account disputes a charge.",
        [
            Field.Id("dispute", 128, "Id of the dispute."), SharedFields.Invoice.Optional,
            Field.Amount("amount", "What is contested.").Optional, SharedFields.Currency.Optional, SharedFields.Reason,
        ],
        static (ref FieldReader read) => new DisputeOpened(
            read.Text(), read.TextOrNull(), read.DecimalOrNull(), read.TextOrNull(), read.TextOrNull()),
        """{"dispute":"D-7","invoice":"INV-2026-0117","amount":2500.00,"currency":"EUR","reason":"seats were removed in December"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Dispute);
        write.Text(Invoice);
        write.Decimal(Amount);
        write.Text(Currency);
        write.Text(Reason);
    }
}

public sealed record DisputeClosed(string Dispute, DisputeOutcome? Outcome = null, string? Reason = null) : Fact
{
    public static readonly SignalType Type = new(
        307, Family.Billing, "dispute_closed", "A dispute ended.",
        [
            Field.Id("dispute", 128, "Id of the dispute."),
            Field.Choice<DisputeOutcome>("outcome", "How it ended, seen by the vendor.").Optional, SharedFields.Reason,
        ],
        static (ref FieldReader read) => new DisputeClosed(read.Text(), read.ChoiceOrNull<DisputeOutcome>(), read.TextOrNull()),
        """{"dispute":"D-7","outcome":"lost"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Dispute);
        write.Choice(Outcome);
        write.Text(Reason);
    }
}
