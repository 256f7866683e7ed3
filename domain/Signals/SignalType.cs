using System.Collections.Immutable;
using System.Text;
using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals;

/// <summary>Reads a fact from its fields, in declared order.</summary>
public delegate Fact ReadFact(ref FieldReader read);

/// <summary>
/// The declaration of one signal type, from which its decoder, packed form, schema, example and writer follow. The number and the
/// order of the fields are stored forms: never change them; new fields are optional and come last.
/// </summary>
public sealed class SignalType
{
    /// <summary>Presence bits fit one number.</summary>
    public const int FieldsMax = 32;

    public SignalType(int number, Family family, string name, string about, ImmutableArray<Field> fields, ReadFact read, string example)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fields.Length, FieldsMax);
        Number = number;
        Family = family;
        WireName = $"{(family == Family.Unspecified ? "feed" : family.ToString().ToLowerInvariant())}.{name}.v1";
        WireNameUtf8 = [.. Encoding.ASCII.GetBytes(WireName)];
        About = about;
        Fields = fields;
        Read = read;
        Example = example;
    }

    /// <summary>Stored in packed signals; hundreds are families.</summary>
    public int Number { get; }

    /// <summary>The feed it belongs to; unspecified for what is about a feed itself.</summary>
    public Family Family { get; }

    /// <summary><c>family.fact.v1</c>, the CloudEvents type.</summary>
    public string WireName { get; }

    public ImmutableArray<byte> WireNameUtf8 { get; }

    /// <summary>One sentence: what happened.</summary>
    public string About { get; }

    public ImmutableArray<Field> Fields { get; }

    /// <summary>The CloudEvents <c>data</c> of one such signal, as a producer sends it.</summary>
    public string Example { get; }

    internal ReadFact Read { get; }

    public override string ToString() => WireName;
}
