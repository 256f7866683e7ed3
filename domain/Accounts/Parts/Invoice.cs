using AccountTwins.Domain.Accounts.Registers;

namespace AccountTwins.Domain.Accounts.Parts;

/// <summary>An invoice and how it stands, by the newest signal about it.</summary>
public readonly record struct Invoice(FieldSet Fields) : IRosterItem<Invoice>
{
    public static int Limit => 24;

    public static int ClosedLimit => 4;

    public static Invoice From(FieldSet fields) => new(fields);

    public string Id => Fields.Id;

    public InvoiceState State => Fields.Choice<InvoiceState>(InvoiceField.State) ?? InvoiceState.Issued;

    /// <summary>When the present state was reported.</summary>
    public DateTimeOffset StateSince => Fields.StampOf(InvoiceField.State).Time;

    public bool IsClosed => State == InvoiceState.Paid;

    public decimal? Amount => Fields.Decimal(InvoiceField.Amount);

    public string? Currency => Fields.Text(InvoiceField.Currency);

    public DateOnly? DueOn => Fields.Date(InvoiceField.DueOn);
}

/// <summary>How an invoice stands. Numbers are stored.</summary>
public enum InvoiceState : byte
{
    Unspecified = 0,
    Issued = 1,
    Paid = 2,
    Overdue = 3,
    Failed = 4,
}

/// <summary>Field numbers of an invoice. Stored: only ever add.</summary>
public static class InvoiceField
{
    public const byte State = 1;
    public const byte Amount = 2;
    public const byte Currency = 3;
    public const byte DueOn = 4;
    public const byte IssuedAt = 5;
}
