using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Signals.Fields;

namespace AccountTwins.Domain.Signals.Writing;

/// <summary>
/// The published description of the catalogue: a JSON Schema (draft 2020-12) of the <c>data</c> of every type, an example event of
/// each, and an overview. Pure functions of the declarations, so that what is published cannot differ from what is decoded.
/// </summary>
public static class SignalSchemas
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private const string Introduction = """
        # Signals

        Generated from the catalogue (`domain/Signals`; `UPDATE_GOLDEN=1 dotnet test tests --filter SignalDocs` writes it anew).
        An event is a CloudEvent 1.0, structured or binary: `subject` is the account id, the extension `tenant` its tenant, `time` when
        it happened; `source` and `id` together name it, and a repetition counts once. The schemas describe `data`; whole events are
        under [examples](examples). A field with `?` may be absent (or null), which says nothing; members that a type does not know are
        ignored; amounts keep four decimals.


        """;

    /// <summary>The schema of the type's <c>data</c>, with its example.</summary>
    public static string Schema(SignalType type) => Text(json =>
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        json.WriteString("$id", $"urn:accounttwins:signal:{type.WireName}");
        json.WriteString("title", type.WireName);
        json.WriteString("description", type.About);
        WriteObject(json, type.Fields.AsSpan());
        json.WriteStartArray("examples");
        json.WriteRawValue(type.Example.Trim());
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>A whole event in structured mode, as it would stand in Kafka.</summary>
    public static string ExampleEvent(SignalType type) => Text(json =>
    {
        json.WriteStartObject();
        json.WriteString("specversion", "1.0");
        json.WriteString("id", $"example-{type.Number}");
        json.WriteString("source", "https://example.com/systems/demo");
        json.WriteString("type", type.WireName);
        if (type != FeedHeartbeat.Type)
            json.WriteString("subject", "initech");
        json.WriteString("time", "2026-01-17T09:30:00Z");
        json.WriteString("tenant", DecodeRules.Default);
        json.WriteString("datacontenttype", "application/json");
        json.WritePropertyName("data");
        json.WriteRawValue(type.Example.Trim());
        json.WriteEndObject();
    });

    /// <summary>The overview: a table of types with their fields, and the reasons for which an event is turned down.</summary>
    public static string Overview()
    {
        var text = new StringBuilder();
        text.Append(Introduction);
        text.Append("| type | what happened | fields |\n|---|---|---|\n");
        foreach (var type in SignalCatalogue.All)
        {
            var fields = string.Join(", ", type.Fields.Select(field => $"`{field.Name}`{(field.IsRequired ? "" : "?")}"));
            text.Append($"| [{type.WireName}]({type.WireName}.json) | {type.About} | {fields} |\n");
        }

        text.Append("\n## Why an event is turned down\n\n| code | number | meaning |\n|---|---|---|\n");
        foreach (var code in RejectCodes.All)
            text.Append($"| `{code.Code}` | {code.Number} | {code.Meaning} |\n");
        return text.ToString();
    }

    private static void WriteObject(Utf8JsonWriter json, ReadOnlySpan<Field> fields)
    {
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (var field in fields)
        {
            json.WriteStartObject(field.Name);
            json.WriteString("description", field.About);
            FieldSchema.Write(json, field, WriteObject);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("required");
        foreach (var field in fields)
        {
            if (field.IsRequired)
                json.WriteStringValue(field.Name);
        }

        json.WriteEndArray();
    }

    private static string Text(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(output, Options))
            write(json);
        return Encoding.UTF8.GetString(output.WrittenSpan) + "\n";
    }

}
