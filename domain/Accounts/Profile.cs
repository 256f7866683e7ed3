using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts;

/// <summary>Who the account is: each fact by the newest signal that named it. Null or empty where no signal did.</summary>
public readonly record struct Profile(FieldSet Fields)
{
    public string? Name => Fields.Text(ProfileField.Name);

    public string? Segment => Fields.Text(ProfileField.Segment);

    public string? Region => Fields.Text(ProfileField.Region);

    public string? Industry => Fields.Text(ProfileField.Industry);

    public string? Owner => Fields.Text(ProfileField.Owner);

    public IReadOnlyList<string> Goals => Fields.Texts(ProfileField.Goals);

    public string? Language => Fields.Text(ProfileField.Language);

    public string? PreferredChannel => Fields.Text(ProfileField.PreferredChannel);

    /// <summary>What the customer lets an AI do with its people.</summary>
    public AiContact? AiContact => Fields.Choice<AiContact>(ProfileField.AiContact);

    /// <summary>Ids in other systems, each written <c>system=id</c>.</summary>
    public IReadOnlyList<string> ExternalIds => Fields.Texts(ProfileField.ExternalIds);

    public IReadOnlyList<string> Domains => Fields.Texts(ProfileField.Domains);

    /// <summary>The time of the first account.created signal.</summary>
    public DateTimeOffset? CreatedAt => Fields.Time(ProfileField.CreatedAt);

    /// <summary>How the relationship last came out.</summary>
    public OutcomeKind? Outcome => Fields.Choice<OutcomeKind>(ProfileField.Outcome);

    /// <summary>The contract that was last said to be lost, and when; empty: the whole account. Null: none ever was.</summary>
    public Register<string>? Churned => Fields.TextRegister(ProfileField.Churned);

    /// <summary>When a person of ours was last in touch.</summary>
    public DateTimeOffset? LastHumanTouchAt => Fields.Time(ProfileField.LastHumanTouchAt);

    /// <summary>When a person was last asked for on a ticket that is no longer kept and on which none had answered; null: never.</summary>
    public DateTimeOffset? PersonAskedAt => Fields.Time(ProfileField.PersonAskedAt);

    /// <summary>When a person last answered a ticket that is no longer kept; null: none did since <see cref="PersonAskedAt"/> was first set.</summary>
    public DateTimeOffset? PersonMetAt => Fields.Time(ProfileField.PersonMetAt);

    public string? LastHumanTouchBy => Fields.Text(ProfileField.LastHumanTouchBy);

    /// <summary>When a customer was last dissatisfied or had hard work, and with which ticket; empty where the answer named none.</summary>
    public Register<string>? PoorRating => Fields.TextRegister(ProfileField.PoorRating);

    /// <summary>When each fact was last said, for provenance.</summary>
    public Stamp StampOf(byte number) => Fields.StampOf(number);
}

/// <summary>Field numbers of a profile. Stored: only ever add.</summary>
public static class ProfileField
{
    public const byte Name = 1;
    public const byte Segment = 2;
    public const byte Region = 3;
    public const byte Industry = 4;
    public const byte Owner = 5;
    public const byte Goals = 6;
    public const byte Language = 7;
    public const byte PreferredChannel = 8;
    public const byte AiContact = 9;
    public const byte ExternalIds = 10;
    public const byte Domains = 11;
    public const byte CreatedAt = 12;
    public const byte Outcome = 13;
    public const byte LastHumanTouchAt = 14;
    public const byte LastHumanTouchBy = 15;
    public const byte LastSatisfaction = 16;
    public const byte LastNps = 17;
    public const byte PoorRating = 18;
    public const byte Churned = 19;
    public const byte PersonAskedAt = 20;
    public const byte PersonMetAt = 21;
}

/// <summary>How a relationship came out. Numbers are stored.</summary>
public enum OutcomeKind : byte
{
    Unspecified = 0,
    Renewed = 1,
    Contracted = 2,
    Expanded = 3,
    Churned = 4,
}
