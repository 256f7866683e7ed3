using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

/// <summary>A mood read from what a customer said: −1 (hostile) to 1 (delighted).</summary>
public sealed record SentimentObserved(
    decimal Score, SentimentKind? Kind = null, string? Channel = null, string? Contact = null, string? Ticket = null, string? Topic = null) : Fact
{
    public static readonly SignalType Type = new(
        401, Family.Sentiment, "observed", "A mood was observed.",
        [
            Field.Decimal("score", -1, 1, 6, "-1 hostile to 1 delighted."),
            Field.Choice<SentimentKind>("kind", "Who judged it.").Optional, SharedFields.Channel, SharedFields.Contact,
            SharedFields.Ticket.Optional, Field.Id("topic", 64, "What it was about.").Optional,
        ],
        static (ref FieldReader read) => new SentimentObserved(
            read.Decimal(), read.ChoiceOrNull<SentimentKind>(), read.TextOrNull(), read.TextOrNull(), read.TextOrNull(), read.TextOrNull()),
        """{"score":-0.6,"kind":"ai","channel":"email","contact":"ada@example.com","ticket":"T-1842","topic":"export"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Decimal(Score);
        write.Choice(Kind);
        write.Text(Channel);
        write.Text(Contact);
        write.Text(Ticket);
        write.Text(Topic);
    }
}

/// <summary>Net promoter answer: 0 to 10.</summary>
public sealed record PromoterScored(int Score, string? Contact = null, string? Comment = null) : Fact
{
    public static readonly SignalType Type = new(
        402, Family.Sentiment, "nps", "A customer said how likely they are to recommend (NPS).",
        [Field.Integer("score", 0, 10, "0 never to 10 certainly."), SharedFields.Contact, SharedFields.Comment],
        static (ref FieldReader read) => new PromoterScored((int)read.Integer(), read.TextOrNull(), read.TextOrNull()),
        """{"score":9,"contact":"ada@example.com"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Integer(Score);
        write.Text(Contact);
        write.Text(Comment);
    }
}
