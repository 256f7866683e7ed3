using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

/// <summary>What every fact about an invoice says: which one, how much, when due.</summary>
public abstract record InvoiceFact(string Invoice, decimal Amount, string Currency, DateOnly? Due, string? Reason) : Fact
{
    private protected static readonly Field[] Fields =
    [
        SharedFields.Invoice,
        Field.Amount("amount", "What the invoice asks for, or what was paid."),
        SharedFields.Currency,
        Field.Date("due", "When it is due.").Optional,
        SharedFields.Reason,
    ];

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Invoice);
        write.Decimal(Amount);
        write.Text(Currency);
        write.Date(Due);
        write.Text(Reason);
    }
}

public sealed record InvoiceIssued(string Invoice, decimal Amount, string Currency, DateOnly? Due = null, string? Reason = null)
    : InvoiceFact(Invoice, Amount, Currency, Due, Reason)
{
    public static readonly SignalType Type = new(
        301, Family.Billing, "invoice_issued", "An invoice was sent.", [.. Fields],
        static (ref FieldReader read) => new InvoiceIssued(read.Text(), read.Decimal(), read.Text(), read.DateOrNull(), read.TextOrNull()),
        """{"invoice":"INV-2026-0117","amount":12500.00,"currency":"EUR","due":"2026-02-14"}""");

    public override SignalType SignalType => Type;
}

public sealed record InvoicePaid(string Invoice, decimal Amount, string Currency, DateOnly? Due = null, string? Reason = null)
    : InvoiceFact(Invoice, Amount, Currency, Due, Reason)
{
    public static readonly SignalType Type = new(
        302, Family.Billing, "invoice_paid", "An invoice was paid.", [.. Fields],
        static (ref FieldReader read) => new InvoicePaid(read.Text(), read.Decimal(), read.Text(), read.DateOrNull(), read.TextOrNull()),
        """{"invoice":"INV-2026-0117","amount":12500.00,"currency":"EUR","due":"2026-02-14"}""");

    public override SignalType SignalType => Type;
}

public sealed record InvoiceOverdue(string Invoice, decimal Amount, string Currency, DateOnly? Due = null, string? Reason = null)
    : InvoiceFact(Invoice, Amount, Currency, Due, Reason)
{
    public static readonly SignalType Type = new(
        303, Family.Billing, "invoice_overdue", "An invoice was not paid when due.", [.. Fields],
        static (ref FieldReader read) => new InvoiceOverdue(read.Text(), read.Decimal(), read.Text(), read.DateOrNull(), read.TextOrNull()),
        """{"invoice":"INV-2026-0117","amount":12500.00,"currency":"EUR","due":"2026-02-14"}""");

    public override SignalType SignalType => Type;
}

public sealed record InvoiceFailed(string Invoice, decimal Amount, string Currency, DateOnly? Due = null, string? Reason = null)
    : InvoiceFact(Invoice, Amount, Currency, Due, Reason)
{
    public static readonly SignalType Type = new(
        304, Family.Billing, "invoice_failed", "A payment of an invoice failed.", [.. Fields],
        static (ref FieldReader read) => new InvoiceFailed(read.Text(), read.Decimal(), read.Text(), read.DateOrNull(), read.TextOrNull()),
        """{"invoice":"INV-2026-0117","amount":12500.00,"currency":"EUR","reason":"card_declined"}""");

    public override SignalType SignalType => Type;
}
