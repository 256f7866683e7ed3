using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Facts;

/// <summary>A customer asked for help.</summary>
public sealed record TicketOpened(
    string Ticket, Severity? Severity = null, string? Category = null, string? Channel = null, string? Subject = null, string? Contact = null) : Fact
{
    public static readonly SignalType Type = new(
        201, Family.Support, "ticket_opened", "The account opened a ticket.",
        [
            SharedFields.Ticket, SharedFields.Severity, SharedFields.Category, SharedFields.Channel,
            Field.Text("subject", 500, "The subject line.").Optional, SharedFields.Contact,
        ],
        static (ref FieldReader read) => new TicketOpened(
            read.Text(), read.ChoiceOrNull<Severity>(), read.TextOrNull(), read.TextOrNull(), read.TextOrNull(), read.TextOrNull()),
        """{"ticket":"T-1842","severity":"high","category":"export","channel":"email","subject":"Nightly export fails","contact":"ada@example.com"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Ticket);
        write.Choice(Severity);
        write.Text(Category);
        write.Text(Channel);
        write.Text(Subject);
        write.Text(Contact);
    }
}

/// <summary>Something about an open ticket changed; what is absent stays as it was.</summary>
public sealed record TicketUpdated(
    string Ticket, TicketStatus? Status = null, Severity? Severity = null, string? Category = null, string? Subject = null, int? Contacts = null) : Fact
{
    public static readonly SignalType Type = new(
        202, Family.Support, "ticket_updated", "An open ticket changed.",
        [
            SharedFields.Ticket, Field.Choice<TicketStatus>("status", "Whose move it is.").Optional,
            SharedFields.Severity, SharedFields.Category,
            Field.Text("subject", 500, "The subject line.").Optional, TicketResolved.ContactsField,
        ],
        static (ref FieldReader read) => new TicketUpdated(
            read.Text(), read.ChoiceOrNull<TicketStatus>(), read.ChoiceOrNull<Severity>(), read.TextOrNull(), read.TextOrNull(), (int?)read.IntegerOrNull()),
        """{"ticket":"T-1842","status":"waiting_for_customer","severity":"critical","contacts":2}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Ticket);
        write.Choice(Status);
        write.Choice(Severity);
        write.Text(Category);
        write.Text(Subject);
        write.Integer(Contacts);
    }
}

/// <summary>The vendor answered the customer on a ticket; the first such answer stops the response clock.</summary>
public sealed record TicketAnswered(string Ticket, Actor By) : Fact
{
    public static readonly SignalType Type = new(
        206, Family.Support, "ticket_answered", "The vendor answered the customer on a ticket.",
        [SharedFields.Ticket, Field.Choice<Actor>("by", "Who answered.")],
        static (ref FieldReader read) => new TicketAnswered(read.Text(), read.Choice<Actor>()),
        """{"ticket":"T-1842","by":"ai"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Ticket);
        write.Choice<Actor>(By);
    }
}

/// <summary>The customer asked for a person on a ticket. Said by the support system, so that it counts whichever agent asks what it may do.</summary>
public sealed record PersonRequested(string Ticket, string? Contact = null, string? Reason = null) : Fact
{
    public static readonly SignalType Type = new(
        209, Family.Support, "person_requested", "The customer asked for a person.",
        [SharedFields.Ticket, SharedFields.Contact, SharedFields.Reason],
        static (ref FieldReader read) => new PersonRequested(read.Text(), read.TextOrNull(), read.TextOrNull()),
        """{"ticket":"T-1842","contact":"ada@example.com","reason":"wants to talk about the export"}""");

    public override SignalType SignalType => Type;

    protected internal override void Write(ref FieldWriter write)
    {
        write.Text(Ticket);
        write.Text(Contact);
        write.Text(Reason);
    }
}
