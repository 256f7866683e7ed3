using AccountTwins.Domain.Accounts.Registers;

namespace AccountTwins.Domain.Accounts.Parts;

/// <summary>A support ticket, open or recently resolved.</summary>
public readonly record struct Ticket(string Id, FieldSet Fields) : IRosterItem<Ticket>
{
    public static int Limit => 32;

    public static int ClosedLimit => 10;

    public static Ticket From(string id, FieldSet fields) => new(id, fields);

    /// <summary>open | resolved, by the newest of opened, resolved and reopened.</summary>
    public string Status => Fields.Text(TicketField.Status) ?? Open;

    public bool IsClosed => Status == Resolved;

    public string? Subject => Fields.Text(TicketField.Subject);

    public string? Severity => Fields.Text(TicketField.Severity);

    public string? Category => Fields.Text(TicketField.Category);

    public string? Channel => Fields.Text(TicketField.Channel);

    public string? Contact => Fields.Text(TicketField.Contact);

    public bool IsUrgent => Severity == "urgent";

    /// <summary>When it was opened, or the first time that it was heard of.</summary>
    public DateTimeOffset OpenedAt => Fields.Time(TicketField.OpenedAt) ?? Fields.Last.Time;

    public DateTimeOffset? ResolvedAt => IsClosed ? Fields.StampOf(TicketField.Status).Time : null;

    /// <summary>ai | human, of the last resolution.</summary>
    public string? ResolvedBy => Fields.Text(TicketField.ResolvedBy);

    /// <summary>Times the customer had to get in touch; the largest number reported.</summary>
    public long Contacts => Fields.Number(TicketField.Contacts) ?? 0;

    public long Reopened => Fields.Number(TicketField.Reopened) ?? 0;

    /// <summary>When it was last escalated; a resolution after that settles it.</summary>
    public DateTimeOffset? EscalatedAt => Fields.Time(TicketField.EscalatedAt);

    public bool IsEscalated => EscalatedAt is not null && !IsClosed;

    public const string Open = "open";
    public const string Resolved = "resolved";
}

/// <summary>Field numbers of a ticket. Stored: only ever add.</summary>
public static class TicketField
{
    public const byte Status = 1;
    public const byte Subject = 2;
    public const byte Severity = 3;
    public const byte Category = 4;
    public const byte Channel = 5;
    public const byte Contact = 6;
    public const byte OpenedAt = 7;
    public const byte ResolvedBy = 8;
    public const byte Contacts = 9;
    public const byte Reopened = 10;
    public const byte EscalatedAt = 11;
}
