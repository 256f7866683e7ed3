using AccountTwins.Domain.Accounts.Registers;

namespace AccountTwins.Domain.Accounts.Parts;

/// <summary>A person at the customer.</summary>
public readonly record struct Stakeholder(FieldSet Fields) : IRosterItem<Stakeholder>
{
    public static int Limit => 32;

    public static int ClosedLimit => 6;

    public static Stakeholder From(FieldSet fields) => new(fields);

    public string Id => Fields.Id;

    public bool HasLeft => Fields.Is(StakeholderField.Left);

    /// <summary>When the person joined or left, whichever was last.</summary>
    public DateTimeOffset Since => Fields.StampOf(StakeholderField.Left).Time;

    public bool IsClosed => HasLeft;

    public string? Name => Fields.Text(StakeholderField.Name);

    public string? Role => Fields.Text(StakeholderField.Role);

    /// <summary>The e-mail address is the id.</summary>
    public string Email => Id;

    public bool IsChampion => Fields.Is(StakeholderField.Champion);
}

/// <summary>Field numbers of a stakeholder. Stored: only ever add.</summary>
public static class StakeholderField
{
    public const byte Left = 1;
    public const byte Name = 2;
    public const byte Role = 3;
    public const byte Champion = 4;
}
