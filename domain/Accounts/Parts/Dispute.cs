using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Parts;

/// <summary>A charge that the customer contests.</summary>
public readonly record struct Dispute(FieldSet Fields) : IRosterItem<Dispute>
{
    public static int Limit => 8;

    public static int ClosedLimit => 4;

    public static Dispute From(FieldSet fields) => new(fields);

    public string Id => Fields.Id;

    public bool IsClosed => Fields.Is(DisputeField.Closed);

    /// <summary>When it was opened or closed, whichever was last.</summary>
    public DateTimeOffset Since => Fields.StampOf(DisputeField.Closed).Time;

    public string? Invoice => Fields.Text(DisputeField.Invoice);

    public decimal? Amount => Fields.Decimal(DisputeField.Amount);

    public string? Currency => Fields.Text(DisputeField.Currency);

    public DisputeOutcome? Outcome => Fields.Choice<DisputeOutcome>(DisputeField.Outcome);
}

/// <summary>Field numbers of a dispute. Stored: only ever add.</summary>
public static class DisputeField
{
    public const byte Closed = 1;
    public const byte Invoice = 2;
    public const byte Amount = 3;
    public const byte Currency = 4;
    public const byte Outcome = 5;
}
