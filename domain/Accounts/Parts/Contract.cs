using AccountTwins.Domain.Accounts.Registers;

namespace AccountTwins.Domain.Accounts.Parts;

/// <summary>A contract; each term by the newest signal that named it, so that partial amendments commute.</summary>
public readonly record struct Contract(string Id, FieldSet Fields) : IRosterItem<Contract>
{
    public static int Limit => 8;

    public static int ClosedLimit => 4;

    public static Contract From(string id, FieldSet fields) => new(id, fields);

    /// <summary>active | cancelled, by the newest of signed, renewed and cancelled; an amendment changes terms only.</summary>
    public string Status => Fields.Text(ContractField.Status) ?? Active;

    public DateTimeOffset StatusSince => Fields.StampOf(ContractField.Status).Time;

    public bool IsClosed => Status == Cancelled;

    /// <summary>Annual recurring revenue.</summary>
    public decimal? Arr => Fields.Decimal(ContractField.Arr);

    public string? Currency => Fields.Text(ContractField.Currency);

    /// <summary>Share of revenue, 0..1.</summary>
    public decimal? GrossMargin => Fields.Decimal(ContractField.GrossMargin);

    public DateTimeOffset? StartsAt => Fields.Time(ContractField.StartsAt);

    public DateTimeOffset? EndsAt => Fields.Time(ContractField.EndsAt);

    public bool? AutoRenew => Fields.Number(ContractField.AutoRenew) is { } value ? value > 0 : null;

    public long? NoticeDays => Fields.Number(ContractField.NoticeDays);

    public long? Seats => Fields.Number(ContractField.Seats);

    public IReadOnlyList<string> Products => Fields.Texts(ContractField.Products);

    /// <summary>Support plan per product, each written <c>product=plan</c>.</summary>
    public IReadOnlyList<string> SupportPlans => Fields.Texts(ContractField.SupportPlans);

    public IReadOnlyList<string> Clauses => Fields.Texts(ContractField.Clauses);

    /// <summary>The last day to give notice, where end and notice are known.</summary>
    public DateTimeOffset? NoticeBy => EndsAt is { } end ? end.AddDays(-(NoticeDays ?? 0)) : null;

    /// <summary>
    /// The contract that counts: active before cancelled, then the one that ends last (open-ended last of all), then the newest signal,
    /// then the id.
    /// </summary>
    public static Contract? CurrentOf(Roster<Contract> contracts)
    {
        Contract? best = null;
        foreach (var candidate in contracts)
            best = best is { } known && Order(known).CompareTo(Order(candidate)) >= 0 ? known : candidate;
        return best;
    }

    private static (bool, long, Signals.Stamp) Order(Contract contract) =>
        (!contract.IsClosed, contract.EndsAt?.UtcTicks ?? long.MaxValue, contract.Fields.Last);

    public const string Active = "active";
    public const string Cancelled = "cancelled";
}

/// <summary>Field numbers of a contract. Stored: only ever add.</summary>
public static class ContractField
{
    public const byte Status = 1;
    public const byte Arr = 2;
    public const byte Currency = 3;
    public const byte GrossMargin = 4;
    public const byte StartsAt = 5;
    public const byte EndsAt = 6;
    public const byte AutoRenew = 7;
    public const byte NoticeDays = 8;
    public const byte Seats = 9;
    public const byte Products = 10;
    public const byte SupportPlans = 11;
    public const byte Clauses = 12;
}
