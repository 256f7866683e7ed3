using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

/// <summary>Customer satisfaction after an interaction: 1 (bad) to 5 (good).</summary>
public sealed record SatisfactionRated(int Score, string? Ticket = null, string? Contact = null, string? Comment = null) : Fact
{
    public static readonly SignalType Type = new(
        207, Family.Support, "csat", "A customer rated an interaction (CSAT).",
        [
            Field.Integer("score", 1, 5, "1 very dissatisfied to 5 very satisfied."),
            SharedFields.Ticket.Optional, SharedFields.Contact, SharedFields.Comment,
        ],
        static (ref FieldReader read) => new SatisfactionRated((int)read.Integer(), read.TextOrNull(), read.TextOrNull(), read.TextOrNull()),
        """{"score":4,"ticket":"T-1842","contact":"ada@example.com","comment":"Quick, thank you."}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Integer(Score);
        write.Text(Ticket);
        write.Text(Contact);
        write.Text(Comment);
    }
}

/// <summary>Customer effort: 1 (hard work) to 7 (easy), the agreement with "it was made easy for me".</summary>
public sealed record EffortRated(int Score, string? Ticket = null, string? Contact = null) : Fact
{
    public static readonly SignalType Type = new(
        208, Family.Support, "effort", "A customer rated how easy it was (CES).",
        [Field.Integer("score", 1, 7, "1 very hard to 7 very easy."), SharedFields.Ticket.Optional, SharedFields.Contact],
        static (ref FieldReader read) => new EffortRated((int)read.Integer(), read.TextOrNull(), read.TextOrNull()),
        """{"score":6,"ticket":"T-1842"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Integer(Score);
        write.Text(Ticket);
        write.Text(Contact);
    }
}
