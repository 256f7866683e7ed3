using System.Text.Json;
using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Writing;

/// <summary>Writes the members of an object schema.</summary>
internal delegate void WriteMembers(Utf8JsonWriter json, ReadOnlySpan<Field> members);

/// <summary>The schema keywords of one field. They say what the decoder enforces, no more and no less.</summary>
internal static class FieldSchema
{
    private const string NoControl = "^[^\\u0000-\\u001f\\u007f]*$";
    private const string NoControlButBreaks = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$";

    public static void Write(Utf8JsonWriter json, Field field, WriteMembers writeMembers)
    {
        switch (field.Kind)
        {
            case FieldKind.Integer:
                WriteType(json, field, "integer");
                WriteRange(json, field);
                break;
            case FieldKind.Decimal:
                WriteType(json, field, "number");
                WriteRange(json, field);
                break;
            case FieldKind.Flag:
                WriteType(json, field, "boolean");
                break;
            case FieldKind.Date:
                WriteType(json, field, "string");
                json.WriteString("format", "date");
                break;
            case FieldKind.Time:
                WriteType(json, field, "string");
                json.WriteString("format", "date-time");
                break;
            case FieldKind.Choice:
                WriteType(json, field, "string");
                WriteChoices(json, field);
                break;
            case FieldKind.Currency:
                WriteType(json, field, "string");
                json.WriteString("pattern", "^[A-Z]{3}$");
                break;
            case FieldKind.TextMap:
                WriteMap(json, field);
                break;
            case FieldKind.TextList or FieldKind.Items:
                WriteList(json, field, writeMembers);
                break;
            default:
                WriteType(json, field, "string");
                WriteText(json, field);
                break;
        }
    }

    /// <summary>Null in an optional field is taken for absent.</summary>
    private static void WriteType(Utf8JsonWriter json, Field field, string type)
    {
        if (field.IsRequired)
        {
            json.WriteString("type", type);
            return;
        }

        json.WriteStartArray("type");
        json.WriteStringValue(type);
        json.WriteStringValue("null");
        json.WriteEndArray();
    }

    private static void WriteRange(Utf8JsonWriter json, Field field)
    {
        json.WriteNumber("minimum", field.Min);
        json.WriteNumber("maximum", field.Max);
    }

    private static void WriteText(Utf8JsonWriter json, Field field)
    {
        if (field.Min > 0)
            json.WriteNumber("minLength", field.Min);
        json.WriteNumber("maxLength", field.Max);
        json.WriteString("pattern", field.Kind == FieldKind.Text ? NoControlButBreaks : NoControl);
    }

    private static void WriteChoices(Utf8JsonWriter json, Field field)
    {
        json.WriteStartArray("enum");
        foreach (var choice in field.Choices)
            json.WriteStringValue(choice.Name);
        if (!field.IsRequired)
            json.WriteNullValue();
        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, Field field)
    {
        WriteType(json, field, "object");
        json.WriteNumber("maxProperties", field.CountMax);
        json.WriteStartObject("propertyNames");
        json.WriteNumber("minLength", 1);
        json.WriteNumber("maxLength", field.KeyMax);
        json.WriteString("pattern", NoControl);
        json.WriteEndObject();
        json.WriteStartObject("additionalProperties");
        json.WriteString("type", "string");
        WriteText(json, field);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, Field field, WriteMembers writeMembers)
    {
        WriteType(json, field, "array");
        json.WriteNumber("maxItems", field.CountMax);
        json.WriteStartObject("items");
        if (field.Kind == FieldKind.Items)
        {
            writeMembers(json, field.Members.AsSpan());
        }
        else
        {
            json.WriteString("type", "string");
            WriteText(json, field);
        }

        json.WriteEndObject();
    }
}
