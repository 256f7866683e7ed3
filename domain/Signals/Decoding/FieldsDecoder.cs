using System.Text.Json;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Decoding;

/// <summary>
/// Packs a JSON object by its declared fields, in one pass: <c>{"score":4,"ticket":"T-1842"}</c>. Members may stand in any order; of a
/// repeated one the last counts; null says nothing; unknown ones are left out.
/// </summary>
internal static class FieldsDecoder
{
    /// <summary>Bytes of a field's name with every character written as an escape.</summary>
    private const int EscapedNameMax = 256;

    /// <summary>The reader stands at the object's start and is left at its end. Throws <see cref="JsonException"/> for malformed JSON.</summary>
    public static Rejection Pack(ref Utf8JsonReader reader, ReadOnlySpan<Field> fields, ref PackedWriter target)
    {
        Span<Slot> slots = stackalloc Slot[SignalType.FieldsMax];
        slots = slots[..fields.Length];
        slots.Clear();
        var values = new PackedWriter(256);
        try
        {
            var rejection = PackValues(ref reader, fields, slots, ref values);
            return rejection.IsNone ? Assemble(fields, slots, values.Written, ref target) : rejection;
        }
        finally
        {
            values.Dispose();
        }
    }

    private static Rejection PackValues(
        ref Utf8JsonReader reader, ReadOnlySpan<Field> fields, scoped Span<Slot> slots, ref PackedWriter values)
    {
        var expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(ref reader, fields, expected);
            reader.Read();
            if (index < 0)
            {
                reader.Skip();
                continue;
            }

            expected = index + 1;
            slots[index] = default;
            if (reader.TokenType == JsonTokenType.Null)
                continue;
            var start = values.Length;
            var rejection = ValueDecoder.Pack(ref reader, fields[index], ref values);
            if (!rejection.IsNone)
                return rejection;
            slots[index] = new(start, values.Length - start);
        }

        return Rejection.None;
    }

    /// <summary>Presence bits, then the values in declared order.</summary>
    private static Rejection Assemble(
        ReadOnlySpan<Field> fields, scoped ReadOnlySpan<Slot> slots, ReadOnlySpan<byte> values, ref PackedWriter target)
    {
        ulong present = 0;
        var optional = 0;
        for (var index = 0; index < fields.Length; index++)
        {
            var isThere = slots[index].Length > 0;
            if (!fields[index].IsRequired)
                present |= (isThere ? 1UL : 0) << optional++;
            else if (!isThere)
                return new(RejectCodes.MissingField, $"'{fields[index].Name}' is required.");
        }

        target.Unsigned(present);
        foreach (var slot in slots)
            target.Raw(values.Slice(slot.Start, slot.Length));
        return Rejection.None;
    }

    /// <summary>A name that is longer than any field's, or that no UTF-8 can hold, is an unknown one.</summary>
    private static int IndexOf(ref Utf8JsonReader reader, ReadOnlySpan<Field> fields, int expected)
    {
        if (!reader.ValueIsEscaped)
            return IndexOf(reader.ValueSpan, fields, expected);
        Span<byte> unescaped = stackalloc byte[EscapedNameMax];
        return reader.ValueSpan.Length <= unescaped.Length && JsonText.TryCopy(ref reader, unescaped, out var length)
            ? IndexOf(unescaped[..length], fields, expected)
            : -1;
    }

    /// <summary>Producers mostly write the members in one order, so the next declared field is tried first.</summary>
    private static int IndexOf(scoped ReadOnlySpan<byte> name, ReadOnlySpan<Field> fields, int expected)
    {
        if (expected < fields.Length && name.SequenceEqual(fields[expected].NameUtf8.AsSpan()))
            return expected;
        for (var index = 0; index < fields.Length; index++)
        {
            if (name.SequenceEqual(fields[index].NameUtf8.AsSpan()))
                return index;
        }

        return -1;
    }

    /// <summary>Where a field's packed value stands; every value has at least one byte, so no bytes means absent.</summary>
    private readonly record struct Slot(int Start, int Length);
}
