using AccountTwins.Domain.Accounts.Registers;

namespace AccountTwins.Domain.Accounts.Parts;

/// <summary>All credits issued in one currency (the id), in millionths, saturating.</summary>
public readonly record struct CreditTotal(string Id, FieldSet Fields) : IRosterItem<CreditTotal>
{
    public static int Limit => 8;

    public static int ClosedLimit => 8;

    public static CreditTotal From(string id, FieldSet fields) => new(id, fields);

    public bool IsClosed => false;

    public decimal Amount => (Fields.Number(CreditField.Micros) ?? 0) / 1_000_000m;
}

/// <summary>Field numbers of a credit total. Stored: only ever add.</summary>
public static class CreditField
{
    public const byte Micros = 1;
}
