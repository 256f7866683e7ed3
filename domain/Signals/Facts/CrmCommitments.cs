using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

/// <summary>Something was promised to the customer.</summary>
public sealed record CommitmentMade(string Commitment, Promiser By, string What, string? Who = null, DateOnly? Due = null) : Fact
{
    internal static readonly Field Id = Field.Id("commitment", 128, "Id of the promise.");

    public static readonly SignalType Type = new(
        506, Family.Crm, "commitment_made", "Something was promised to the account.",
        [
            Id, Field.Choice<Promiser>("by", "Who promised."), Field.Text("what", 500, "What was promised."),
            Field.Id("who", 200, "Name of the agent or person.").Optional, Field.Date("due", "Until when.").Optional,
        ],
        static (ref FieldReader read) => new CommitmentMade(read.Text(), read.Choice<Promiser>(), read.Text(), read.TextOrNull(), read.DateOrNull()),
        """{"commitment":"P-31","by":"ai","what":"A fix for the export","who":"support-agent","due":"2026-02-01"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Commitment);
        write.Choice<Promiser>(By);
        write.Text(What);
        write.Text(Who);
        write.Date(Due);
    }
}

/// <summary>What later facts about a promise say: which one, and a word about it.</summary>
public abstract record CommitmentFact(string Commitment, string? Note) : Fact
{
    private protected static readonly Field[] Fields = [CommitmentMade.Id, Field.Text("note", 500, "A word about it.").Optional];

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Commitment);
        write.Text(Note);
    }
}

public sealed record CommitmentDue(string Commitment, string? Note = null) : CommitmentFact(Commitment, Note)
{
    public static readonly SignalType Type = new(
        507, Family.Crm, "commitment_due", "A promise has come due.", [.. Fields],
        static (ref FieldReader read) => new CommitmentDue(read.Text(), read.TextOrNull()),
        """{"commitment":"P-31"}""");

    public override SignalType SignalType => Type;
}

public sealed record CommitmentKept(string Commitment, string? Note = null) : CommitmentFact(Commitment, Note)
{
    public static readonly SignalType Type = new(
        508, Family.Crm, "commitment_kept", "A promise was kept.", [.. Fields],
        static (ref FieldReader read) => new CommitmentKept(read.Text(), read.TextOrNull()),
        """{"commitment":"P-31","note":"shipped in 4.2"}""");

    public override SignalType SignalType => Type;
}

public sealed record CommitmentBroken(string Commitment, string? Note = null) : CommitmentFact(Commitment, Note)
{
    public static readonly SignalType Type = new(
        509, Family.Crm, "commitment_broken", "A promise was not kept.", [.. Fields],
        static (ref FieldReader read) => new CommitmentBroken(read.Text(), read.TextOrNull()),
        """{"commitment":"P-31","note":"moved to the next quarter"}""");

    public override SignalType SignalType => Type;
}
