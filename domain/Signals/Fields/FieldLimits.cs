using System.Text.Unicode;

namespace AccountTwins.Domain.Signals.Fields;

/// <summary>The limits of a field, asked before a value is packed, whether it came as JSON or as a record. Null means: it fits.</summary>
internal static class FieldLimits
{
    public static string? Problem(Field field, long value) =>
        value < field.Min || value > field.Max ? $"'{field.Name}' must be {field.Min} to {field.Max}, not {value}." : null;

    public static string? Problem(Field field, decimal value) =>
        value < field.Min || value > field.Max ? $"'{field.Name}' must be {field.Min} to {field.Max}, not {value}." : null;

    /// <summary>Minus zero becomes zero: they are equal, and so must be what is packed of them.</summary>
    public static decimal Round(Field field, decimal value)
    {
        var rounded = decimal.Round(value, field.Decimals, MidpointRounding.ToEven);
        return rounded == 0 ? Math.Abs(rounded) : rounded;
    }

    public static string? CountProblem(Field field, int count) =>
        count > field.CountMax ? $"'{field.Name}' may have at most {field.CountMax} items." : null;

    public static string? Problem(Field field, ReadOnlySpan<byte> utf8) => field.Kind switch
    {
        FieldKind.Currency => IsCurrency(utf8) ? null : $"'{field.Name}' must be an ISO 4217 code such as EUR.",
        FieldKind.Text => TextProblem(field.Name, utf8, 0, (int)field.Max, breaks: true),
        _ => TextProblem(field.Name, utf8, (int)field.Min, (int)field.Max, breaks: false),
    };

    public static string? KeyProblem(Field field, ReadOnlySpan<byte> utf8) => TextProblem(field.Name, utf8, 1, field.KeyMax, breaks: false);

    private static string? TextProblem(string name, ReadOnlySpan<byte> utf8, int min, int max, bool breaks)
    {
        if (utf8.Length < min)
            return $"'{name}' must not be empty.";
        if (utf8.Length > max && Characters(utf8) > max)
            return $"'{name}' may have at most {max} characters.";
        if (!HasControl(utf8, breaks))
            return Utf8.IsValid(utf8) ? null : $"'{name}' is not UTF-8.";
        return $"'{name}' holds a control character.";
    }

    /// <summary>Unicode characters, which is what JSON Schema's maxLength counts.</summary>
    private static int Characters(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var part in utf8)
        {
            if ((part & 0xC0) != 0x80)
                count++;
        }

        return count;
    }

    /// <summary>Control characters of ASCII: some stores cannot hold them, and they have no place in a prompt or a log line.</summary>
    private static bool HasControl(ReadOnlySpan<byte> utf8, bool breaks)
    {
        if (!breaks)
            return utf8.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0 || utf8.Contains((byte)0x7F);
        foreach (var part in utf8)
        {
            if (part is < 0x20 and not ((byte)'\n' or (byte)'\r' or (byte)'\t') or 0x7F)
                return true;
        }

        return false;
    }

    private static bool IsCurrency(ReadOnlySpan<byte> utf8) => utf8.Length == 3 && utf8.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0;
}
