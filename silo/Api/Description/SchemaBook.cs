using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace AccountTwins.Silo.Api.Description;

/// <summary>
/// The schemas of wire records, each once under its name, from the very contracts that read and write them. In an answer what cannot be null is
/// always there; what is null is left out, so null stands in no schema.
/// </summary>
internal sealed class SchemaBook(JsonSerializerOptions options, SourceSummaries summaries)
{
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, JsonNode?> _written = new(StringComparer.Ordinal);
    private readonly Queue<Type> _open = new();

    /// <summary>A reference to the record's schema, which <see cref="Write"/> adds.</summary>
    public JsonObject Reference(Type type)
    {
        if (_types.TryAdd(type.Name, type))
            _open.Enqueue(type);
        else if (_types[type.Name] != type)
            throw new InvalidOperationException($"Two types on the wire are called {type.Name}.");
        return new JsonObject { ["$ref"] = $"#/components/schemas/{type.Name}" };
    }

    public void Add(string name, JsonObject schema) => _written.Add(name, schema);

    /// <summary>Writes every schema that was referred to and is not written yet. Requests go first: what both use must hold for what is sent.</summary>
    public void Write(bool areRequests)
    {
        while (_open.TryDequeue(out var type))
            _written.Add(type.Name, type.IsEnum ? Words(type) : Record(type, areRequests));
    }

    public JsonObject ToJson() => new(_written);

    private JsonNode Record(Type type, bool isRequest)
    {
        var exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };
        var schema = options.GetTypeInfo(type).GetJsonSchemaAsNode(exporter).AsObject();
        if (!isRequest)
            schema["required"] = new JsonArray([.. options.GetTypeInfo(type).Properties.Where(IsAlwaysThere).Select(property => (JsonNode)property.Name)]);
        if (schema["required"] is JsonArray { Count: 0 })
            schema.Remove("required");
        if (summaries.Of(type) is { } text)
            schema.Insert(0, "description", text);
        return schema;
    }

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (!context.Path.IsEmpty && IsNamed(type))
            schema = Reference(type);
        if (schema is not JsonObject members)
            return schema;
        DropNull(members);
        if (Format(type) is { } format)
            members["format"] = format;
        if (context.PropertyInfo?.AttributeProvider is MemberInfo member && summaries.Of(member) is { } text)
            members["description"] = text;
        return members;
    }

    private JsonObject Words(Type type)
    {
        // What is not specified is left out, so this word is never on the wire.
        var names = Enum.GetNames(type).Where(name => name != "Unspecified").ToArray();
        var words = names.Select(JsonNamingPolicy.SnakeCaseLower.ConvertName).ToArray();
        var lines = names.Zip(words, (name, word) => (Word: word, Text: summaries.Of(type.GetField(name)!))).Where(line => line.Text is not null).Select(line => $"- `{line.Word}`: {line.Text}");
        return new JsonObject
        {
            ["description"] = string.Join('\n', new[] { summaries.Of(type) ?? "" }.Concat(lines)),
            ["type"] = "string",
            ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]),
        };
    }

    private static bool IsNamed(Type type) => type.IsEnum || (type.Namespace?.StartsWith(nameof(AccountTwins), StringComparison.Ordinal) == true && !type.IsArray);

    private static bool IsAlwaysThere(JsonPropertyInfo property) =>
        property is { Get: not null, IsGetNullable: false } && Nullable.GetUnderlyingType(property.PropertyType) is null;

    private static string? Format(Type type) => type == typeof(int) ? "int32" : type == typeof(long) ? "int64" : type == typeof(double) ? "double" : null;

    private static void DropNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types && types.Where(type => type!.GetValue<string>() != "null").ToArray() is [{ } only])
            schema["type"] = only.GetValue<string>();
        if (schema["default"] is null)
            schema.Remove("default");
    }
}
