using System.Text;
using System.Text.Json;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Decoding;

/// <summary>
/// Packs lists, lists of objects and maps: the count, then the items. One that is too long is refused at the first item too many.
/// </summary>
internal static class ListDecoder
{
    public static Rejection Pack(ref Utf8JsonReader reader, Field field, ref PackedWriter values)
    {
        if (field.Kind == FieldKind.TextMap)
            return Map(ref reader, field, ref values);
        if (reader.TokenType != JsonTokenType.StartArray)
            return Rejection.WrongType(field.Name, "a list");
        var items = new PackedWriter(256);
        try
        {
            var count = 0;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var rejection = Rejection.OutOfRange(FieldLimits.CountProblem(field, ++count));
                if (rejection.IsNone)
                    rejection = field.Kind == FieldKind.Items ? Item(ref reader, field, ref items) : Text(ref reader, field, ref items);
                if (!rejection.IsNone)
                    return rejection;
            }

            values.Unsigned((ulong)count);
            values.Raw(items.Written);
            return Rejection.None;
        }
        finally
        {
            items.Dispose();
        }
    }

    private static Rejection Text(ref Utf8JsonReader reader, Field field, ref PackedWriter items) =>
        reader.TokenType == JsonTokenType.String
            ? ValueDecoder.Text(ref reader, field, ref items)
            : Rejection.WrongType(field.Name, "a list of texts");

    private static Rejection Item(ref Utf8JsonReader reader, Field field, ref PackedWriter items)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return Rejection.WrongType(field.Name, "a list of objects");
        var item = new PackedWriter(128);
        try
        {
            var rejection = FieldsDecoder.Pack(ref reader, field.Members.AsSpan(), ref item);
            if (rejection.IsNone)
                items.Bytes(item.Written);
            return rejection;
        }
        finally
        {
            item.Dispose();
        }
    }

    /// <summary>Maps are rare and small: pairs are kept as text while a repeated key may still replace one.</summary>
    private static Rejection Map(ref Utf8JsonReader reader, Field field, ref PackedWriter values)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return Rejection.WrongType(field.Name, "an object of texts");
        var pairs = new OrderedDictionary<string, string?>(field.CountMax, StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!TryString(ref reader, out var key) || !reader.Read() || !TryString(ref reader, out var text))
                return Rejection.WrongType(field.Name, "an object of texts");
            if (text is null)
                pairs.Remove(key!);
            else
                pairs[key!] = text;
            if (pairs.Count > field.CountMax)
                return Rejection.OutOfRange(FieldLimits.CountProblem(field, pairs.Count));
        }

        values.Unsigned((ulong)pairs.Count);
        foreach (var (key, text) in pairs)
        {
            var problem = FieldLimits.KeyProblem(field, Encoding.UTF8.GetBytes(key))
                ?? FieldLimits.Problem(field, Encoding.UTF8.GetBytes(text!));
            if (problem is not null)
                return Rejection.OutOfRange(problem);
            values.Text(key);
            values.Text(text);
        }

        return Rejection.None;
    }

    private static bool TryString(ref Utf8JsonReader reader, out string? text)
    {
        text = null;
        if (reader.TokenType == JsonTokenType.Null)
            return true;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            return false;
        try
        {
            text = reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
