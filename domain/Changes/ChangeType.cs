using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AccountTwins.Domain.Changes;

/// <summary>The declaration of one kind of change, from which its CloudEvents type, schema and example follow.</summary>
/// <param name="Kind">From <see cref="ChangeKinds"/>; what filters name.</param>
/// <param name="WireName">The CloudEvents type.</param>
/// <param name="About">One sentence: what happened.</param>
/// <param name="Fields">Of the data, in the order they are written.</param>
/// <param name="Example">One such change, for the documentation.</param>
public sealed record ChangeType(string Kind, string WireName, string About, ImmutableArray<ChangeField> Fields, ChangeRow Example)
{
    /// <summary>JSON Schema 2020-12 of the data. Readers must ignore fields that they do not know: new ones may be added.</summary>
    public JsonObject Schema() => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = WireName,
        ["description"] = About,
        ["type"] = "object",
        ["required"] = new JsonArray([.. Fields.Where(field => field.IsRequired).Select(field => (JsonNode)field.Name)]),
        ["properties"] = new JsonObject(Fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name, field.Schema()))),
    };
}

/// <summary>One field of a change's data.</summary>
/// <param name="Name">As written.</param>
/// <param name="Type">string, number, integer, date-time, evidence or reasons.</param>
/// <param name="About">One sentence.</param>
/// <param name="Words">Where it is one of a few words.</param>
public sealed record ChangeField(string Name, string Type, string About, ImmutableArray<string> Words = default, bool IsRequired = true)
{
    public JsonObject Schema()
    {
        var schema = Type switch
        {
            "date-time" => Moment(),
            "evidence" => ListOf(("at", Moment()), ("family", Text()), ("text", Text())),
            "reasons" => ListOf(("code", Text()), ("text", Text())),
            _ => new JsonObject { ["type"] = Type },
        };
        schema["description"] = About;
        if (!Words.IsDefaultOrEmpty)
            schema["enum"] = new JsonArray([.. Words.Select(word => (JsonNode)word)]);
        return schema;
    }

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Moment() => new() { ["type"] = "string", ["format"] = "date-time" };

    private static JsonObject ListOf(params (string Name, JsonObject Schema)[] fields) => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray([.. fields.Select(field => (JsonNode)field.Name)]),
            ["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name, field.Schema))),
        },
    };
}
