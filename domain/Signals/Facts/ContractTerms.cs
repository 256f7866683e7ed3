using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

/// <summary>A product under contract, its commercial plan and the support plan that comes with it.</summary>
public sealed record ContractProduct(string Product, string? Plan = null, string? SupportPlan = null);

/// <summary>
/// The terms of a contract. A signed or renewed contract must say some of them; an amendment says only what changed, so that each
/// term follows its own last writer.
/// </summary>
public abstract record ContractTerms : Fact
{
    public string Contract { get; init; } = "";

    /// <summary>Annual recurring revenue, in <see cref="Currency"/>.</summary>
    public decimal? Arr { get; init; }

    public string? Currency { get; init; }

    /// <summary>0 to 1.</summary>
    public decimal? GrossMargin { get; init; }

    public DateOnly? Start { get; init; }

    /// <summary>Last day of the term.</summary>
    public DateOnly? End { get; init; }

    public bool? AutoRenew { get; init; }

    /// <summary>Days before <see cref="End"/> by which notice must be given.</summary>
    public int? NoticeDays { get; init; }

    public int? Seats { get; init; }

    public ValueList<ContractProduct>? Products { get; init; }

    /// <summary>Names of clauses that bind the vendor, such as no_ai_processing.</summary>
    public ValueList<string>? Clauses { get; init; }

    /// <summary>The same fields for every type; the named ones are required.</summary>
    private protected static Field[] Fields(params string[] required) =>
    [
        .. from field in All select required.Contains(field.Name) ? field : field.Optional,
    ];

    private static Field[] All =>
    [
        SharedFields.Contract,
        Field.Amount("arr", "Annual recurring revenue."),
        SharedFields.Currency,
        Field.Decimal("grossMargin", 0, 1, 6, "Share of revenue that is left after the cost of delivery."),
        Field.Date("start", "First day of the term."),
        Field.Date("end", "Last day of the term."),
        Field.Flag("autoRenew", "Whether it renews by itself."),
        Field.Integer("noticeDays", 0, 3_660, "Days before the end by which notice must be given."),
        Field.Integer("seats", 0, 10_000_000, "Seats under contract."),
        Field.Items(
            "products", 32, "Products under contract.",
            Field.Id("product", 64, "Name of the product."),
            Field.Id("plan", 64, "Commercial plan.").Optional,
            Field.Id("supportPlan", 64, "Support plan of this product.").Optional),
        Field.TextList("clauses", 16, 64, "Clauses that bind the vendor, such as no_ai_processing."),
    ];

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Contract);
        write.Decimal(Arr);
        write.Text(Currency);
        write.Decimal(GrossMargin);
        write.Date(Start);
        write.Date(End);
        write.Flag(AutoRenew);
        write.Integer(NoticeDays);
        write.Integer(Seats);
        write.Items(Products, static (ref FieldWriter item, ContractProduct product) =>
        {
            item.Text(product.Product);
            item.Text(product.Plan);
            item.Text(product.SupportPlan);
        });
        write.TextList(Clauses);
    }

    /// <summary>Its initialisers stand in declared order, which is the order they run in.</summary>
    private protected static T Read<T>(ref FieldReader read)
        where T : ContractTerms, new() => new()
        {
            Contract = read.Text(),
            Arr = read.DecimalOrNull(),
            Currency = read.TextOrNull(),
            GrossMargin = read.DecimalOrNull(),
            Start = read.DateOrNull(),
            End = read.DateOrNull(),
            AutoRenew = read.FlagOrNull(),
            NoticeDays = (int?)read.IntegerOrNull(),
            Seats = (int?)read.IntegerOrNull(),
            Products = read.ItemsOrNull(static (ref FieldReader item) => new ContractProduct(item.Text(), item.TextOrNull(), item.TextOrNull())),
            Clauses = read.TextListOrNull(),
        };
}
