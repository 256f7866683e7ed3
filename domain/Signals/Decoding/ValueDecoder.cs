using System.Buffers;
using System.Text.Json;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Decoding;

/// <summary>Packs one JSON value by its field: the same bytes that <see cref="FieldWriter"/> makes of the typed value.</summary>
internal static class ValueDecoder
{
    private const int ShortTextMax = 256;

    public static Rejection Pack(ref Utf8JsonReader reader, Field field, ref PackedWriter values) => field.Kind switch
    {
        FieldKind.Integer => Integer(ref reader, field, ref values),
        FieldKind.Decimal => Decimal(ref reader, field, ref values),
        FieldKind.Flag => Flag(ref reader, field, ref values),
        FieldKind.TextList or FieldKind.TextMap or FieldKind.Items => ListDecoder.Pack(ref reader, field, ref values),
        _ => reader.TokenType == JsonTokenType.String ? Text(ref reader, field, ref values) : Rejection.WrongType(field.Name, "a text"),
    };

    /// <summary>Everything that is a JSON string: text, dates, times and words of a closed list.</summary>
    public static Rejection Text(ref Utf8JsonReader reader, Field field, ref PackedWriter values)
    {
        if (!reader.ValueIsEscaped)
            return Utf8(field, reader.ValueSpan, ref values);

        var length = reader.ValueSpan.Length;
        byte[]? rented = null;
        var scratch = length <= ShortTextMax ? stackalloc byte[ShortTextMax] : rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return JsonText.TryCopy(ref reader, scratch, out var copied)
                ? Utf8(field, scratch[..copied], ref values)
                : new(RejectCodes.BadJson, $"'{field.Name}' holds half a surrogate pair.");
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static Rejection Utf8(Field field, scoped ReadOnlySpan<byte> utf8, ref PackedWriter values)
    {
        switch (field.Kind)
        {
            case FieldKind.Date:
                if (!Rfc3339.TryDate(utf8, out var date))
                    return Rejection.WrongType(field.Name, "a date such as 2026-01-17");
                values.Unsigned((ulong)date.DayNumber);
                return Rejection.None;
            case FieldKind.Time:
                if (!Rfc3339.TryTime(utf8, out var ticks))
                    return Rejection.WrongType(field.Name, "an RFC 3339 time such as 2026-01-17T09:30:00Z");
                values.Signed(ticks);
                return Rejection.None;
            case FieldKind.Choice:
                return Choice(field, utf8, ref values);
            default:
                var rejection = Rejection.OutOfRange(FieldLimits.Problem(field, utf8));
                if (rejection.IsNone)
                    values.TextUtf8(utf8);
                return rejection;
        }
    }

    private static Rejection Choice(Field field, scoped ReadOnlySpan<byte> utf8, ref PackedWriter values)
    {
        foreach (var choice in field.Choices)
        {
            if (!utf8.SequenceEqual(choice.NameUtf8.AsSpan()))
                continue;
            values.Byte(choice.Number);
            return Rejection.None;
        }

        var words = string.Join(", ", field.Choices.Select(choice => choice.Name));
        return new(RejectCodes.OutOfRange, $"'{field.Name}' must be one of {words}.");
    }

    private static Rejection Integer(ref Utf8JsonReader reader, Field field, ref PackedWriter values)
    {
        if (reader.TokenType != JsonTokenType.Number)
            return Rejection.WrongType(field.Name, "a whole number");
        if (!reader.TryGetInt64(out var value))
        {
            if (!reader.TryGetDecimal(out var exact))
                return Rejection.OutOfRange($"'{field.Name}' must be {field.Min} to {field.Max}.");
            if (exact != decimal.Truncate(exact))
                return Rejection.WrongType(field.Name, "a whole number");
            if (exact < field.Min || exact > field.Max)
                return Rejection.OutOfRange(FieldLimits.Problem(field, exact));
            value = (long)exact;
        }

        var rejection = Rejection.OutOfRange(FieldLimits.Problem(field, value));
        if (rejection.IsNone)
            values.Signed(value);
        return rejection;
    }

    private static Rejection Decimal(ref Utf8JsonReader reader, Field field, ref PackedWriter values)
    {
        if (reader.TokenType != JsonTokenType.Number)
            return Rejection.WrongType(field.Name, "a number");
        if (!reader.TryGetDecimal(out var value))
            return Rejection.OutOfRange($"'{field.Name}' must be {field.Min} to {field.Max}.");
        var rejection = Rejection.OutOfRange(FieldLimits.Problem(field, value));
        if (rejection.IsNone)
            values.Decimal(FieldLimits.Round(field, value));
        return rejection;
    }

    private static Rejection Flag(ref Utf8JsonReader reader, Field field, ref PackedWriter values)
    {
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
            return Rejection.WrongType(field.Name, "true or false");
        values.Bool(reader.TokenType == JsonTokenType.True);
        return Rejection.None;
    }
}
