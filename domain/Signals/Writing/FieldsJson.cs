using System.Globalization;
using System.Text.Json;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Writing;

/// <summary>Writes packed fields as the JSON object that the decoder takes back: the same table, read the other way round.</summary>
internal static class FieldsJson
{
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<Field> fields, ref PackedReader source)
    {
        json.WriteStartObject();
        var present = source.Unsigned();
        var optional = 0;
        foreach (var field in fields)
        {
            if (!field.IsRequired && ((present >> optional++) & 1) == 0)
                continue;
            json.WritePropertyName(field.NameUtf8.AsSpan());
            WriteValue(json, field, ref source);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, Field field, ref PackedReader source)
    {
        switch (field.Kind)
        {
            case FieldKind.Text or FieldKind.Id or FieldKind.Currency:
                json.WriteStringValue(source.TextUtf8());
                break;
            case FieldKind.Integer:
                json.WriteNumberValue(source.Signed());
                break;
            case FieldKind.Decimal:
                json.WriteNumberValue(source.Decimal());
                break;
            case FieldKind.Flag:
                json.WriteBooleanValue(source.Bool());
                break;
            case FieldKind.Date:
                var date = DateOnly.FromDayNumber(source.Count(DateOnly.MaxValue.DayNumber));
                json.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case FieldKind.Time:
                json.WriteStringValue(new DateTime(source.Signed(), DateTimeKind.Utc));
                break;
            case FieldKind.Choice:
                WriteChoice(json, field, source.Byte());
                break;
            default:
                WriteMany(json, field, ref source);
                break;
        }
    }

    private static void WriteChoice(Utf8JsonWriter json, Field field, byte number)
    {
        foreach (var choice in field.Choices)
        {
            if (choice.Number != number)
                continue;
            json.WriteStringValue(choice.NameUtf8.AsSpan());
            return;
        }

        throw new PackedFormatException($"{number} is no choice of '{field.Name}'.");
    }

    private static void WriteMany(Utf8JsonWriter json, Field field, ref PackedReader source)
    {
        var count = source.Count(field.CountMax);
        if (field.Kind == FieldKind.TextMap)
        {
            json.WriteStartObject();
            for (; count > 0; count--)
            {
                json.WritePropertyName(source.TextUtf8());
                json.WriteStringValue(source.TextUtf8());
            }

            json.WriteEndObject();
            return;
        }

        json.WriteStartArray();
        for (; count > 0; count--)
        {
            if (field.Kind == FieldKind.TextList)
            {
                json.WriteStringValue(source.TextUtf8());
                continue;
            }

            var item = new PackedReader(source.Bytes());
            Write(json, field.Members.AsSpan(), ref item);
        }

        json.WriteEndArray();
    }
}
