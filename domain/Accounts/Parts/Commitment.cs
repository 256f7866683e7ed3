using AccountTwins.Domain.Accounts.Registers;

namespace AccountTwins.Domain.Accounts.Parts;

/// <summary>A promise made to the customer, by an AI or a person, until when, and whether it was kept.</summary>
public readonly record struct Commitment(string Id, FieldSet Fields) : IRosterItem<Commitment>
{
    public static int Limit => 24;

    public static int ClosedLimit => 8;

    public static Commitment From(string id, FieldSet fields) => new(id, fields);

    /// <summary>open | due | kept | broken.</summary>
    public string State => Fields.Text(CommitmentField.State) ?? Open;

    public DateTimeOffset StateSince => Fields.StampOf(CommitmentField.State).Time;

    public bool IsClosed => State is Kept or Broken;

    public string? What => Fields.Text(CommitmentField.What);

    /// <summary>Who promised: ai or human.</summary>
    public string? By => Fields.Text(CommitmentField.By);

    public DateTimeOffset? DueAt => Fields.Time(CommitmentField.DueAt);

    /// <summary>Open past its day, whether or not a signal said so.</summary>
    public bool IsOverdue(DateTimeOffset now) => !IsClosed && DueAt is { } due && due < now;

    public const string Open = "open";
    public const string Due = "due";
    public const string Kept = "kept";
    public const string Broken = "broken";
}

/// <summary>Field numbers of a commitment. Stored: only ever add.</summary>
public static class CommitmentField
{
    public const byte State = 1;
    public const byte What = 2;
    public const byte By = 3;
    public const byte DueAt = 4;
    public const byte MadeAt = 5;
}
