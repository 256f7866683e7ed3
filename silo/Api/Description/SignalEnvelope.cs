using System.Text.Json.Nodes;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Signals.Writing;

namespace AccountTwins.Silo.Api.Description;

/// <summary>Schemas of signals as CloudEvents: the attributes as the decoder takes them, around the data of the catalogue.</summary>
internal static class SignalEnvelope
{
    public const string MediaType = "application/cloudevents+json";

    private const string NamePattern = "^[^\\u0000-\\u001f]+$";
    private const string PartPattern = "^[^/\\u0000-\\u001f\\u007f]+$";

    /// <summary>Any signal; its type says which data goes with it.</summary>
    public static JsonObject Schema()
    {
        var schema = Structured(new JsonObject { ["enum"] = new JsonArray([.. SignalCatalogue.All.Select(type => (JsonNode)type.WireName)]) }, new JsonObject { ["type"] = "object" });
        schema["allOf"] = new JsonArray([.. SignalCatalogue.All.Select(type => (JsonNode)new JsonObject
        {
            ["if"] = new JsonObject { ["properties"] = new JsonObject { ["type"] = new JsonObject { ["const"] = type.WireName } } },
            ["then"] = new JsonObject { ["properties"] = new JsonObject { ["data"] = DataReference(type) } },
        })]);
        return schema;
    }

    /// <summary>A signal of one type in structured mode.</summary>
    public static JsonObject Schema(SignalType type)
    {
        var schema = Structured(new JsonObject { ["const"] = type.WireName }, DataReference(type));
        if (type.Fields.Any(field => field.IsRequired))
            schema["anyOf"] = new JsonArray(Requiring("data"), Requiring("data_base64"));
        if (type != FeedHeartbeat.Type)
            schema["required"]!.AsArray().Add("subject");
        return schema;
    }

    /// <summary>The headers of one type in binary mode.</summary>
    public static JsonObject Headers(SignalType type)
    {
        var mode = BinaryMode.Kafka;
        var attributes = Attributes(new JsonObject { ["const"] = type.WireName });
        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray([.. Required(type).Select(name => (JsonNode)mode.NameOf(name))]),
            ["properties"] = new JsonObject(attributes.Select(attribute => KeyValuePair.Create(mode.NameOf(attribute.Key), attribute.Value?.DeepClone()))),
        };
    }

    /// <summary>The published schema of a type's data, as a part of a larger document.</summary>
    public static JsonObject DataSchema(SignalType type)
    {
        var schema = JsonNode.Parse(SignalSchemas.Schema(type))!.AsObject();
        schema.Remove("$schema");
        schema.Remove("$id");
        return schema;
    }

    private static JsonObject Structured(JsonObject type, JsonObject data)
    {
        var attributes = Attributes(type);
        attributes["datacontenttype"] = new JsonObject { ["type"] = "string", ["description"] = "Absent: application/json." };
        attributes["data"] = data;
        attributes["data_base64"] = new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64", ["description"] = "The data's JSON, where a producer cannot nest it; instead of data." };
        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("specversion", "id", "source", "type", "time"),
            ["properties"] = attributes,
        };
    }

    private static IEnumerable<string> Required(SignalType type) =>
        type == FeedHeartbeat.Type ? ["specversion", "id", "source", "type", "time"] : ["specversion", "id", "source", "type", "time", "subject"];

    private static JsonObject Attributes(JsonObject type)
    {
        type["type"] = "string";
        return new JsonObject
        {
            ["specversion"] = new JsonObject { ["type"] = "string", ["const"] = "1.0" },
            ["id"] = Text("With source it names the event: a repetition counts once.", EventAttributes.NameBytesMax, NamePattern),
            ["source"] = Text("The system that tells it, as a URI reference.", EventAttributes.NameBytesMax, NamePattern),
            ["type"] = type,
            ["subject"] = Text("Id of the account. A heartbeat has none: it is about its feed.", AccountKey.PartLengthMax, PartPattern),
            ["time"] = new JsonObject { ["type"] = "string", ["format"] = "date-time", ["description"] = "When it happened, from 1970 on and not in the future." },
            ["tenant"] = Text($"Absent: {DecodeRules.Default}, or the tenant that the topic is pinned to; over HTTP the key's.", AccountKey.PartLengthMax, PartPattern),
        };
    }

    private static JsonObject Text(string about, int lengthMax, string pattern) =>
        new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = lengthMax, ["pattern"] = pattern, ["description"] = about };

    private static JsonObject Requiring(string name) => new() { ["required"] = new JsonArray(name) };

    private static JsonObject DataReference(SignalType type) => new() { ["$ref"] = $"#/components/schemas/{type.WireName}" };
}
