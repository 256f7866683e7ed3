using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Parts;

/// <summary>A support ticket, open or recently resolved.</summary>
public readonly record struct Ticket(FieldSet Fields) : IRosterItem<Ticket>
{
    public static int Limit => 64;

    public static int ClosedLimit => 6;

    public static Ticket From(FieldSet fields) => new(fields);

    public string Id => Fields.Id;

    /// <summary>By the newest of opened, resolved and reopened.</summary>
    public TicketState State => Fields.Choice<TicketState>(TicketField.State) ?? TicketState.Open;

    public bool IsClosed => State == TicketState.Resolved;

    /// <summary>Whose move it is, as last reported.</summary>
    public TicketStatus? Status => Fields.Choice<TicketStatus>(TicketField.Status);

    public string? Subject => Fields.Text(TicketField.Subject);

    public Severity? Severity => Fields.Choice<Severity>(TicketField.Severity);

    public string? Category => Fields.Text(TicketField.Category);

    public string? Channel => Fields.Text(TicketField.Channel);

    public string? Contact => Fields.Text(TicketField.Contact);

    public bool IsUrgent => Severity == Signals.Severity.Critical;

    /// <summary>When it was opened, or the first time that it was heard of.</summary>
    public DateTimeOffset OpenedAt => Fields.Time(TicketField.OpenedAt) ?? Fields.Last.Time;

    public DateTimeOffset? ResolvedAt => IsClosed ? Fields.StampOf(TicketField.State).Time : null;

    /// <summary>Who found the last resolution.</summary>
    public Actor? ResolvedBy => Fields.Choice<Actor>(TicketField.ResolvedBy);

    /// <summary>When a person found the last resolution, whether or not it held.</summary>
    public DateTimeOffset? ResolvedByPersonAt => ResolvedBy == Actor.Human ? Fields.StampOf(TicketField.ResolvedBy).Time : null;

    /// <summary>Times the customer had to get in touch; the largest number reported.</summary>
    public long Contacts => Fields.Number(TicketField.Contacts) ?? 0;

    public long Reopened => Fields.Number(TicketField.Reopened) ?? 0;

    /// <summary>The last time.</summary>
    public DateTimeOffset? ReopenedAt => Reopened > 0 ? Fields.StampOf(TicketField.Reopened).Time : null;

    /// <summary>When it was last escalated; a resolution after that settles it.</summary>
    public DateTimeOffset? EscalatedAt => Fields.Time(TicketField.EscalatedAt);

    public bool IsEscalated => EscalatedAt is not null && !IsClosed;

    /// <summary>Our first and our last answer to the customer.</summary>
    public DateTimeOffset? FirstAnsweredAt => Fields.Time(TicketField.FirstAnsweredAt);

    public DateTimeOffset? LastAnsweredAt => Fields.Time(TicketField.LastAnsweredAt);

    /// <summary>When the customer last asked for a person on it.</summary>
    public DateTimeOffset? PersonAskedAt => Fields.Time(TicketField.PersonAskedAt);

    /// <summary>When a person last answered or resolved it; null: none did.</summary>
    public DateTimeOffset? PersonMetAt => Fields.Time(TicketField.PersonAnsweredAt) is { } answered && !(ResolvedByPersonAt > answered) ? answered : ResolvedByPersonAt;

    /// <summary>A person was asked for, and none has answered or resolved it, or been in touch with the account, since. What an AI resolves meanwhile changes nothing about that.</summary>
    /// <param name="lastTouch">When a person was last in touch with the account.</param>
    public bool AwaitsPerson(DateTimeOffset? lastTouch) =>
        PersonAskedAt is { } asked && !(lastTouch > asked) && !(PersonMetAt > asked);
}

/// <summary>Whether a ticket still needs somebody. Numbers are stored.</summary>
public enum TicketState : byte
{
    Unspecified = 0,
    Open = 1,
    Resolved = 2,
}

/// <summary>Field numbers of a ticket. Stored: only ever add.</summary>
public static class TicketField
{
    public const byte State = 1;
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
    public const byte Status = 12;
    public const byte FirstAnsweredAt = 13;
    public const byte LastAnsweredAt = 14;
    public const byte EscalatedTo = 15;
    public const byte PersonAskedAt = 16;
    public const byte PersonAnsweredAt = 17;
}
