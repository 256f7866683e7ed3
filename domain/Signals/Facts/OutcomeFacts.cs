using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

/// <summary>How it came out: what risk flags and interventions are later judged by.</summary>
public abstract record OutcomeFact(string? Contract, decimal? ArrDelta, string? Currency, string? Reason) : Fact
{
    private protected static readonly Field[] Fields =
    [
        SharedFields.Contract.Optional,
        Field.Decimal("arrDelta", -Field.AmountMax, Field.AmountMax, 4, "Change of annual recurring revenue; negative when it shrank.").Optional,
        SharedFields.Currency.Optional,
        SharedFields.Reason,
    ];

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Contract);
        write.Decimal(ArrDelta);
        write.Text(Currency);
        write.Text(Reason);
    }
}

public sealed record OutcomeRenewed(string? Contract = null, decimal? ArrDelta = null, string? Currency = null, string? Reason = null)
    : OutcomeFact(Contract, ArrDelta, Currency, Reason)
{
    public static readonly SignalType Type = new(
        701, Family.Outcome, "renewed", "The account renewed at the same revenue.", [.. Fields],
        static (ref FieldReader read) => new OutcomeRenewed(read.TextOrNull(), read.DecimalOrNull(), read.TextOrNull(), read.TextOrNull()),
        """{"contract":"C-204","arrDelta":0,"currency":"EUR"}""");

    public override SignalType SignalType => Type;
}

public sealed record OutcomeContracted(string? Contract = null, decimal? ArrDelta = null, string? Currency = null, string? Reason = null)
    : OutcomeFact(Contract, ArrDelta, Currency, Reason)
{
    public static readonly SignalType Type = new(
        702, Family.Outcome, "contracted", "The account shrank.", [.. Fields],
        static (ref FieldReader read) => new OutcomeContracted(read.TextOrNull(), read.DecimalOrNull(), read.TextOrNull(), read.TextOrNull()),
        """{"contract":"C-204","arrDelta":-30000.00,"currency":"EUR","reason":"fewer seats"}""");

    public override SignalType SignalType => Type;
}

public sealed record OutcomeExpanded(string? Contract = null, decimal? ArrDelta = null, string? Currency = null, string? Reason = null)
    : OutcomeFact(Contract, ArrDelta, Currency, Reason)
{
    public static readonly SignalType Type = new(
        703, Family.Outcome, "expanded", "The account grew.", [.. Fields],
        static (ref FieldReader read) => new OutcomeExpanded(read.TextOrNull(), read.DecimalOrNull(), read.TextOrNull(), read.TextOrNull()),
        """{"contract":"C-204","arrDelta":25000.00,"currency":"EUR","reason":"second division"}""");

    public override SignalType SignalType => Type;
}

public sealed record OutcomeChurned(string? Contract = null, decimal? ArrDelta = null, string? Currency = null, string? Reason = null)
    : OutcomeFact(Contract, ArrDelta, Currency, Reason)
{
    public static readonly SignalType Type = new(
        704, Family.Outcome, "churned", "The account left.", [.. Fields],
        static (ref FieldReader read) => new OutcomeChurned(read.TextOrNull(), read.DecimalOrNull(), read.TextOrNull(), read.TextOrNull()),
        """{"contract":"C-204","arrDelta":-180000.00,"currency":"EUR","reason":"went to a competitor"}""");

    public override SignalType SignalType => Type;
}
