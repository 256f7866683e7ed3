using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

/// <summary>A ticket was resolved. It repeats category and severity, so that it can be counted even where the opening was never seen.</summary>
public sealed record TicketResolved(string Ticket, Actor ResolvedBy, int? Contacts = null, string? Category = null, Severity? Severity = null) : Fact
{
    internal static readonly Field ContactsField = Field.Integer("contacts", 0, 10_000, "How often the customer had to write or call so far.").Optional;

    public static readonly SignalType Type = new(
        203, Family.Support, "ticket_resolved", "A ticket was resolved.",
        [
            SharedFields.Ticket, Field.Choice<Actor>("resolvedBy", "Who found the answer."), ContactsField,
            SharedFields.Category, SharedFields.Severity,
        ],
        static (ref FieldReader read) => new TicketResolved(
            read.Text(), read.Choice<Actor>(), (int?)read.IntegerOrNull(), read.TextOrNull(), read.ChoiceOrNull<Severity>()),
        """{"ticket":"T-1842","resolvedBy":"human","contacts":3,"category":"export","severity":"high"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Ticket);
        write.Choice<Actor>(ResolvedBy);
        write.Integer(Contacts);
        write.Text(Category);
        write.Choice(Severity);
    }
}

/// <summary>The resolution did not hold.</summary>
public sealed record TicketReopened(string Ticket, string? Reason = null) : Fact
{
    public static readonly SignalType Type = new(
        204, Family.Support, "ticket_reopened", "A resolved ticket was opened again.",
        [SharedFields.Ticket, SharedFields.Reason],
        static (ref FieldReader read) => new TicketReopened(read.Text(), read.TextOrNull()),
        """{"ticket":"T-1842","reason":"export fails again"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Ticket);
        write.Text(Reason);
    }
}

/// <summary>A ticket was raised to somebody with more say.</summary>
public sealed record TicketEscalated(string Ticket, string? To = null, Severity? Severity = null, string? Reason = null) : Fact
{
    public static readonly SignalType Type = new(
        205, Family.Support, "ticket_escalated", "A ticket was escalated.",
        [SharedFields.Ticket, Field.Id("to", 200, "Who has it now.").Optional, SharedFields.Severity, SharedFields.Reason],
        static (ref FieldReader read) => new TicketEscalated(read.Text(), read.TextOrNull(), read.ChoiceOrNull<Severity>(), read.TextOrNull()),
        """{"ticket":"T-1842","to":"engineering","severity":"critical","reason":"data loss suspected"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Ticket);
        write.Text(To);
        write.Choice(Severity);
        write.Text(Reason);
    }
}
