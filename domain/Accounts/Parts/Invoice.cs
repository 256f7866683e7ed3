using AccountTwins.Domain.Accounts.Registers;

namespace AccountTwins.Domain.Accounts.Parts;

/// <summary>An invoice and how it stands, by the newest signal about it.</summary>
public readonly record struct Invoice(string Id, FieldSet Fields) : IRosterItem<Invoice>
{
    public static int Limit => 24;

    public static int ClosedLimit => 6;

    public static Invoice From(string id, FieldSet fields) => new(id, fields);

    /// <summary>issued | paid | overdue | failed | disputed.</summary>
    public string Status => Fields.Text(InvoiceField.Status) ?? Issued;

    /// <summary>When the present status was reported.</summary>
    public DateTimeOffset StatusSince => Fields.StampOf(InvoiceField.Status).Time;

    public bool IsClosed => Status == Paid;

    public decimal? Amount => Fields.Decimal(InvoiceField.Amount);

    public string? Currency => Fields.Text(InvoiceField.Currency);

    public DateTimeOffset? DueAt => Fields.Time(InvoiceField.DueAt);

    public const string Issued = "issued";
    public const string Paid = "paid";
    public const string Overdue = "overdue";
    public const string Failed = "failed";
    public const string Disputed = "disputed";
}

/// <summary>Field numbers of an invoice. Stored: only ever add.</summary>
public static class InvoiceField
{
    public const byte Status = 1;
    public const byte Amount = 2;
    public const byte Currency = 3;
    public const byte DueAt = 4;
    public const byte IssuedAt = 5;
}
