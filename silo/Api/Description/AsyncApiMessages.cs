using System.Text.Json.Nodes;
using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Writing;
using AccountTwins.Silo.Ingestion.Kafka;

namespace AccountTwins.Silo.Api.Description;

/// <summary>The messages of all topics, each with the schema of its payload, its key and an example.</summary>
internal static class AsyncApiMessages
{
    public const string BindingVersion = "0.5.0";

    /// <summary>Name of the message that a dead letter is.</summary>
    public const string DeadLetter = "deadLetter";

    private const string Binary = ".binary";

    public static string BinaryOf(SignalType type) => type.WireName + Binary;

    public static JsonObject All() => new(
        SignalCatalogue.All.Select(type => KeyValuePair.Create<string, JsonNode?>(type.WireName, Structured(type)))
            .Concat(SignalCatalogue.All.Select(type => KeyValuePair.Create<string, JsonNode?>(BinaryOf(type), InHeaders(type))))
            .Concat(ChangeCatalogue.All.Select(type => KeyValuePair.Create<string, JsonNode?>(type.WireName, Change(type))))
            .Append(KeyValuePair.Create<string, JsonNode?>(DeadLetter, Letter())));

    /// <summary>The data of every type.</summary>
    public static JsonObject Schemas() => new(
        SignalCatalogue.All.Select(type => KeyValuePair.Create<string, JsonNode?>(type.WireName, SignalEnvelope.DataSchema(type)))
            .Concat(ChangeCatalogue.All.Select(type => KeyValuePair.Create<string, JsonNode?>(type.WireName, DataOf(type)))));

    private static JsonObject Structured(SignalType type) => new()
    {
        ["name"] = type.WireName,
        ["title"] = type.About,
        ["contentType"] = SignalEnvelope.MediaType,
        ["payload"] = SignalEnvelope.Schema(type),
        ["bindings"] = Key("tenant/account; heartbeats need none. Another key is taken as well, and then the order holds for its partition alone."),
        ["examples"] = new JsonArray(new JsonObject { ["name"] = "event", ["payload"] = JsonNode.Parse(SignalSchemas.ExampleEvent(type)) }),
    };

    private static JsonObject InHeaders(SignalType type)
    {
        var example = JsonNode.Parse(SignalSchemas.ExampleEvent(type))!.AsObject();
        return new JsonObject
        {
            ["name"] = BinaryOf(type),
            ["title"] = $"{type.About} The same in binary mode: attributes in headers, the data as value.",
            ["contentType"] = "application/json",
            ["headers"] = SignalEnvelope.Headers(type),
            ["payload"] = Reference(type.WireName),
            ["bindings"] = Key("tenant/account, as in structured mode."),
            ["examples"] = new JsonArray(new JsonObject
            {
                ["name"] = "event",
                ["headers"] = new JsonObject(example.Where(member => member.Key is not ("data" or "datacontenttype"))
                    .Select(member => KeyValuePair.Create(BinaryMode.Kafka.NameOf(member.Key), member.Value?.DeepClone()))),
                ["payload"] = example["data"]?.DeepClone(),
            }),
        };
    }

    private static JsonObject Change(ChangeType type) => new()
    {
        ["name"] = type.WireName,
        ["title"] = type.About,
        ["contentType"] = ChangeEvent.ContentType,
        ["payload"] = ChangeEnvelope(type),
        ["bindings"] = Key("tenant/account, and tenant/ alone for what concerns no single account; placed by murmur2."),
        ["examples"] = new JsonArray(new JsonObject { ["name"] = "event", ["payload"] = JsonNode.Parse(ChangeEvent.Write(type.Example, 42)) }),
    };

    private static JsonObject ChangeEnvelope(ChangeType type)
    {
        string[] required = ["specversion", "id", "source", "type", "time", "tenant", "sequence", "datacontenttype", "data"];
        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray([.. required.Concat(type.Example.Account is null ? [] : ["subject"]).Select(name => (JsonNode)name)]),
            ["properties"] = new JsonObject
            {
                ["specversion"] = Text("", "1.0"),
                ["id"] = Text("Made from the cause: told again under the same id."),
                ["source"] = Text("", ChangeEvent.Source),
                ["type"] = Text("", type.WireName),
                ["subject"] = Text("Id of the account; not there where it concerns no single one."),
                ["time"] = new JsonObject { ["type"] = "string", ["format"] = "date-time" },
                ["tenant"] = Text("Whose account it is."),
                ["segment"] = Text("The account's segment then, where it has one."),
                ["sequence"] = Text("Numbers the tenant's changes from 1, without gaps."),
                ["datacontenttype"] = Text("", "application/json"),
                ["data"] = Reference(type.WireName),
            },
        };
    }

    private static JsonObject Letter() => new()
    {
        ["name"] = DeadLetter,
        ["title"] = "A message that could not be used, word for word, with where it came from and why in headers beside its own.",
        ["contentType"] = "application/octet-stream",
        ["headers"] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray([.. DeadLetterHeaders.All.Where(header => header.IsAlwaysThere).Select(header => (JsonNode)header.Name)]),
            ["properties"] = new JsonObject(DeadLetterHeaders.All.Select(header => KeyValuePair.Create<string, JsonNode?>(header.Name, Text(header.About)))),
        },
        ["payload"] = new JsonObject { ["description"] = "The bytes that came; none where they were too many." },
        ["bindings"] = Key("The key that came."),
        ["examples"] = new JsonArray(new JsonObject
        {
            ["name"] = "unknown type",
            ["headers"] = new JsonObject
            {
                [DeadLetterHeaders.Topic] = "signals.usage",
                [DeadLetterHeaders.Partition] = "3",
                [DeadLetterHeaders.Offset] = "1042",
                [DeadLetterHeaders.Group] = "account-twins",
                [DeadLetterHeaders.Message] = "'usage.actvity.v1' is no signal type.",
                [DeadLetterHeaders.Stage] = "decode",
                [DeadLetterHeaders.Reason] = RejectCodes.UnknownType.Code,
            },
            ["payload"] = "{\"specversion\":\"1.0\",\"type\":\"usage.actvity.v1\"}",
        }),
    };

    private static JsonObject DataOf(ChangeType type)
    {
        var schema = type.Schema();
        schema.Remove("$schema");
        return schema;
    }

    private static JsonObject Text(string about, string? always = null)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (about.Length > 0)
            schema["description"] = about;
        if (always is not null)
            schema["const"] = always;
        return schema;
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private static JsonObject Key(string about) =>
        new() { ["kafka"] = new JsonObject { ["key"] = Text(about), ["bindingVersion"] = BindingVersion } };
}
