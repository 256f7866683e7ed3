using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

public sealed record ContractSigned : ContractTerms
{
    public static readonly SignalType Type = new(
        601, Family.Contract, "signed", "A contract was signed.", [.. Fields("contract", "arr", "currency", "start", "end")],
        static (ref FieldReader read) => Read<ContractSigned>(ref read),
        """
        {"contract":"C-204","arr":180000.00,"currency":"EUR","grossMargin":0.78,"start":"2026-01-01","end":"2026-12-31","autoRenew":true,"noticeDays":90,"seats":250,"products":[{"product":"ledger","plan":"enterprise","supportPlan":"premium"},{"product":"forecast","plan":"team"}],"clauses":["no_ai_processing"]}
        """);

    public override SignalType SignalType => Type;
}

public sealed record ContractAmended : ContractTerms
{
    public static readonly SignalType Type = new(
        602, Family.Contract, "amended", "A contract was changed while it runs; what is absent stays as it was.", [.. Fields("contract")],
        static (ref FieldReader read) => Read<ContractAmended>(ref read),
        """{"contract":"C-204","arr":195000.00,"currency":"EUR","seats":280}""");

    public override SignalType SignalType => Type;
}

public sealed record ContractRenewed : ContractTerms
{
    public static readonly SignalType Type = new(
        603, Family.Contract, "renewed", "A contract got a new term; what is absent stays as it was.", [.. Fields("contract", "end")],
        static (ref FieldReader read) => Read<ContractRenewed>(ref read),
        """{"contract":"C-204","arr":205000.00,"currency":"EUR","start":"2027-01-01","end":"2027-12-31"}""");

    public override SignalType SignalType => Type;
}

/// <summary>Notice was given. The contract runs on until <paramref name="Effective"/>, or until its end where that is absent.</summary>
public sealed record ContractCancelled(string Contract, DateOnly? Effective = null, string? Reason = null) : Fact
{
    public static readonly SignalType Type = new(
        604, Family.Contract, "cancelled", "Notice was given on a contract.",
        [SharedFields.Contract, Field.Date("effective", "Last day of service.").Optional, SharedFields.Reason],
        static (ref FieldReader read) => new ContractCancelled(read.Text(), read.DateOrNull(), read.TextOrNull()),
        """{"contract":"C-204","effective":"2026-12-31","reason":"budget cut"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Contract);
        write.Date(Effective);
        write.Text(Reason);
    }
}
