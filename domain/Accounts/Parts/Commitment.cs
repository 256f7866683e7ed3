using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Parts;

/// <summary>A promise made to the customer, by an AI or a person, until when, and whether it was kept.</summary>
public readonly record struct Commitment(FieldSet Fields) : IRosterItem<Commitment>
{
    public static int Limit => 24;

    public static int ClosedLimit => 6;

    public static Commitment From(FieldSet fields) => new(fields);

    public string Id => Fields.Id;

    public CommitmentState State => Fields.Choice<CommitmentState>(CommitmentField.State) ?? CommitmentState.Open;

    public DateTimeOffset StateSince => Fields.StampOf(CommitmentField.State).Time;

    public bool IsClosed => State is CommitmentState.Kept or CommitmentState.Broken;

    /// <summary>When it was first said to be promised; null: nobody said so yet, or only before this was kept.</summary>
    public DateTimeOffset? MadeAt => Fields.Time(CommitmentField.MadeAt);

    public string? What => Fields.Text(CommitmentField.What);

    /// <summary>Whether an AI or a person promised.</summary>
    public Promiser? By => Fields.Choice<Promiser>(CommitmentField.By);

    /// <summary>Name of the agent or person.</summary>
    public string? Who => Fields.Text(CommitmentField.Who);

    public DateOnly? DueOn => Fields.Date(CommitmentField.DueOn);

    /// <summary>Open past its day, whether or not a signal said so.</summary>
    public bool IsOverdue(DateTimeOffset now) => OverdueSince(now) is not null;

    /// <summary>The end of its day, once that has passed; null: it is not overdue.</summary>
    public DateTimeOffset? OverdueSince(DateTimeOffset now) =>
        !IsClosed && DueOn is { } due && due < DateOnly.FromDateTime(now.UtcDateTime) ? new DateTimeOffset(due.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;
}

/// <summary>How a promise stands. Numbers are stored.</summary>
public enum CommitmentState : byte
{
    Unspecified = 0,
    Open = 1,
    Due = 2,
    Kept = 3,
    Broken = 4,
}

/// <summary>Field numbers of a commitment. Stored: only ever add.</summary>
public static class CommitmentField
{
    public const byte State = 1;
    public const byte What = 2;
    public const byte By = 3;
    public const byte DueOn = 4;
    public const byte Who = 5;
    public const byte MadeAt = 6;
}
