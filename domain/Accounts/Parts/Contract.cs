using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Value.Renewals;

namespace AccountTwins.Domain.Accounts.Parts;

/// <summary>A contract; each term by the newest signal that named it, so that partial amendments commute.</summary>
public readonly record struct Contract(FieldSet Fields) : IRosterItem<Contract>
{
    public static int Limit => 24;

    public static int ClosedLimit => 4;

    private const int RenewalsMax = 1_000;

    public static int LastDayOf(Contract item) => item.LastDay?.DayNumber ?? int.MaxValue;

    public static Contract From(FieldSet fields) => new(fields);

    public string Id => Fields.Id;

    /// <summary>Notice was given, by the newest of signed, renewed and cancelled; an amendment changes terms only.</summary>
    public bool IsCancelled => Fields.Is(ContractField.Cancelled);

    /// <summary>When it was signed, renewed or cancelled, whichever was last.</summary>
    public DateTimeOffset StateSince => Fields.StampOf(ContractField.Cancelled).Time;

    public bool IsClosed => IsCancelled;

    /// <summary>The last day of service, once notice was given.</summary>
    public DateOnly? EffectiveOn => Fields.Date(ContractField.EffectiveOn);

    /// <summary>Annual recurring revenue.</summary>
    public decimal? Arr => Fields.Decimal(ContractField.Arr);

    public string? Currency => Fields.Text(ContractField.Currency);

    /// <summary>Share of revenue, 0..1.</summary>
    public decimal? GrossMargin => Fields.Decimal(ContractField.GrossMargin);

    public DateOnly? StartsOn => Fields.Date(ContractField.StartsOn);

    /// <summary>Last day of the term.</summary>
    public DateOnly? EndsOn => Fields.Date(ContractField.EndsOn);

    /// <summary>The last day on which it is in force as things stand; null where it is open-ended.</summary>
    public DateOnly? LastDay => IsCancelled ? EffectiveOn ?? EndsOn : EndsOn;

    public bool IsInForce(DateTimeOffset now) => LastDay is not { } last || last >= DateOnly.FromDateTime(now.UtcDateTime);

    /// <summary>Terms that came after the first, as far as they were heard of; null where the contract was stored before they were counted.</summary>
    public int? Renewals => Fields.Number(ContractField.Renewals) is { } renewals ? (int)Math.Min(renewals, RenewalsMax) : FirstStartsOn is null ? null : 0;

    /// <summary>The first day of its first term; null where it was never heard of as signed.</summary>
    public DateOnly? FirstStartsOn => Fields.Date(ContractField.FirstStartsOn);

    /// <summary>Months of the newest term of which both ends were said; null: there was none since terms are kept.</summary>
    public int? StatedTermMonths => (int?)Fields.Number(ContractField.TermMonths);

    /// <summary>Months of a term, 1 to <see cref="TermLength.MonthsMax"/>; null where it is not known.</summary>
    public int? TermMonths => StatedTermMonths ?? TermLength.MonthsOf(StartsOn, EndsOn);

    public bool? AutoRenew => Fields.Number(ContractField.AutoRenew) is { } value ? value > 0 : null;

    public long? NoticeDays => Fields.Number(ContractField.NoticeDays);

    public long? Seats => Fields.Number(ContractField.Seats);

    public IReadOnlyList<ContractProduct> Products => [.. Fields.Texts(ContractField.Products).Select(ProductOf)];

    public IReadOnlyList<string> Clauses => Fields.Texts(ContractField.Clauses);

    /// <summary>The last day to give notice, where end and notice are known.</summary>
    public DateOnly? NoticeBy => EndsOn is { } end ? end.AddDays(-(int)(NoticeDays ?? 0)) : null;

    /// <summary>Three names in one text, apart by a character that the catalogue does not let in.</summary>
    internal static string TextOf(ContractProduct product) => $"{product.Product}\t{product.Plan}\t{product.SupportPlan}";

    private static ContractProduct ProductOf(string text)
    {
        var names = text.Split('\t');
        return new ContractProduct(names[0], names[1].Length > 0 ? names[1] : null, names[2].Length > 0 ? names[2] : null);
    }

    /// <summary>
    /// The contract that counts: active before cancelled, then the one that ends last (open-ended last of all), then the newest signal,
    /// then the id.
    /// </summary>
    public static Contract? CurrentOf(Roster<Contract> contracts)
    {
        Contract? best = null;
        foreach (var candidate in contracts.Items)
            best = best is { } known && Order(known).CompareTo(Order(candidate)) >= 0 ? known : candidate;
        return best;
    }

    private static (bool, int, Signals.Stamp) Order(Contract contract) =>
        (!contract.IsCancelled, contract.LastDay?.DayNumber ?? int.MaxValue, contract.Fields.Last);
}

/// <summary>Field numbers of a contract. Stored: only ever add.</summary>
public static class ContractField
{
    public const byte Cancelled = 1;
    public const byte Arr = 2;
    public const byte Currency = 3;
    public const byte GrossMargin = 4;
    public const byte StartsOn = 5;
    public const byte EndsOn = 6;
    public const byte AutoRenew = 7;
    public const byte NoticeDays = 8;
    public const byte Seats = 9;
    public const byte Products = 10;
    public const byte EffectiveOn = 11;
    public const byte Clauses = 12;
    public const byte Renewals = 13;
    public const byte FirstStartsOn = 14;
    public const byte TermMonths = 15;
}
