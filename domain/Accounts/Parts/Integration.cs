using AccountTwins.Domain.Accounts.Registers;

namespace AccountTwins.Domain.Accounts.Parts;

/// <summary>An integration of the customer's, connected or removed.</summary>
public readonly record struct Integration(FieldSet Fields) : IRosterItem<Integration>
{
    public static int Limit => 16;

    public static int ClosedLimit => 6;

    public static Integration From(FieldSet fields) => new(fields);

    public string Id => Fields.Id;

    public bool IsConnected => Fields.Is(IntegrationField.Connected);

    /// <summary>When it was connected or removed, whichever was last.</summary>
    public DateTimeOffset Since => Fields.StampOf(IntegrationField.Connected).Time;

    public bool IsClosed => !IsConnected;
}

/// <summary>Field numbers of an integration. Stored: only ever add.</summary>
public static class IntegrationField
{
    public const byte Connected = 1;
}

/// <summary>A step of the customer's way to value, reached.</summary>
public readonly record struct Milestone(FieldSet Fields) : IRosterItem<Milestone>
{
    public static int Limit => 16;

    public static int ClosedLimit => 16;

    public static Milestone From(FieldSet fields) => new(fields);

    public string Id => Fields.Id;

    /// <summary>The first time it was reported.</summary>
    public DateTimeOffset ReachedAt => Fields.Time(MilestoneField.ReachedAt) ?? Fields.Last.Time;

    /// <summary>When it was planned to be reached.</summary>
    public DateOnly? DueOn => Fields.Date(MilestoneField.DueOn);

    public bool IsClosed => false;
}

/// <summary>Field numbers of a milestone. Stored: only ever add.</summary>
public static class MilestoneField
{
    public const byte ReachedAt = 1;
    public const byte DueOn = 2;
}
