using System.Collections.Immutable;
using System.Text;

namespace AccountTwins.Domain.Signals.Fields;

/// <summary>One word of a closed list and the number it is stored as.</summary>
public sealed record FieldChoice(string Name, ImmutableArray<byte> NameUtf8, byte Number)
{
    /// <summary>The members of an enum in snake_case, without 0 = Unspecified. The enum must be stored as a byte.</summary>
    public static ImmutableArray<FieldChoice> Of<TEnum>()
        where TEnum : struct, Enum
    {
        if (Enum.GetUnderlyingType(typeof(TEnum)) != typeof(byte))
            throw new ArgumentException($"{typeof(TEnum).Name} is not stored as a byte.");
        return
        [
            .. from value in Enum.GetValues<TEnum>()
               let number = Convert.ToByte(value, null)
               where number != 0
               let name = SnakeCase(value.ToString())
               select new FieldChoice(name, [.. Encoding.UTF8.GetBytes(name)], number),
        ];
    }

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (var character in name)
        {
            if (char.IsUpper(character) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToLowerInvariant(character));
        }

        return text.ToString();
    }
}
