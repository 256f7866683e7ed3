using System.Collections.Immutable;
using System.Text;

namespace AccountTwins.Domain.Signals.Fields;

/// <summary>
/// One field of a signal type: its name on the wire, its kind and its limits. The decoder, the packed form, the JSON Schema and the
/// writer all go by this declaration.
/// </summary>
public sealed record Field
{
    /// <summary>Money and counts stay below this, so that sums over an account's life cannot overflow.</summary>
    public const long AmountMax = 1_000_000_000_000;

    private Field(FieldKind kind, string name, string about)
    {
        Kind = kind;
        Name = name;
        NameUtf8 = [.. Encoding.UTF8.GetBytes(name)];
        About = about;
    }

    public FieldKind Kind { get; }

    public string Name { get; }

    public ImmutableArray<byte> NameUtf8 { get; }

    /// <summary>One sentence for whoever fills the field.</summary>
    public string About { get; }

    public bool IsRequired { get; private init; } = true;

    /// <summary>Least and greatest number; for text the greatest number of Unicode characters.</summary>
    public decimal Min { get; private init; }

    public decimal Max { get; private init; }

    /// <summary>Most items of a list or map.</summary>
    public int CountMax { get; private init; }

    /// <summary>Most characters of a map's key.</summary>
    public int KeyMax { get; private init; }

    /// <summary>Decimals kept; more are rounded, half to even.</summary>
    public int Decimals { get; private init; }

    public ImmutableArray<FieldChoice> Choices { get; private init; } = [];

    public ImmutableArray<Field> Members { get; private init; } = [];

    /// <summary>The same field, allowed to be absent. An absent field says nothing; it does not clear what was said before.</summary>
    public Field Optional => this with { IsRequired = false };

    public static Field Text(string name, int max, string about) => new(FieldKind.Text, name, about) { Max = max };

    public static Field Id(string name, int max, string about) => new(FieldKind.Id, name, about) { Min = 1, Max = max };

    public static Field Integer(string name, long min, long max, string about) =>
        new(FieldKind.Integer, name, about) { Min = min, Max = max };

    public static Field Decimal(string name, decimal min, decimal max, int decimals, string about) =>
        new(FieldKind.Decimal, name, about) { Min = min, Max = max, Decimals = decimals };

    /// <summary>Money without its currency: not negative, four decimals.</summary>
    public static Field Amount(string name, string about) => Decimal(name, 0, AmountMax, 4, about);

    public static Field Currency() => new(FieldKind.Currency, "currency", "ISO 4217 code of the amount.") { Min = 3, Max = 3 };

    public static Field Flag(string name, string about) => new(FieldKind.Flag, name, about);

    public static Field Date(string name, string about) => new(FieldKind.Date, name, about);

    public static Field Time(string name, string about) => new(FieldKind.Time, name, about);

    public static Field Choice<TEnum>(string name, string about)
        where TEnum : struct, Enum =>
        new(FieldKind.Choice, name, about) { Choices = FieldChoice.Of<TEnum>() };

    public static Field TextList(string name, int countMax, int max, string about) =>
        new(FieldKind.TextList, name, about) { CountMax = countMax, Min = 1, Max = max };

    public static Field TextMap(string name, int countMax, int keyMax, int max, string about) =>
        new(FieldKind.TextMap, name, about) { CountMax = countMax, KeyMax = keyMax, Min = 1, Max = max };

    public static Field Items(string name, int countMax, string about, params ImmutableArray<Field> members) =>
        new(FieldKind.Items, name, about) { CountMax = countMax, Members = members };
}
