using System.Text.Json.Nodes;
using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Ingestion.Kafka;

namespace AccountTwins.Silo.Api.Description;

/// <summary>
/// The AsyncAPI 3 document: the topics under the names that they have here, what this service receives and sends there, and every message with its
/// schema and an example; from the catalogues that decode and write them.
/// </summary>
internal static class AsyncApiDocument
{
    private const string DeadLetters = "deadLetters";
    private const string Changes = "accountChanges";

    private const string About =
        """
        One live twin per customer account, fed from Kafka. Operations are those of AccountTwins: what it receives an integrator sends, what it sends anybody may read. Every event is a
        CloudEvent 1.0. Readers must ignore members that they do not know: new ones may be added.
        """;

    public static JsonObject Of(KafkaOptions kafka, ChangeOptions changes)
    {
        // Several families may share a topic: one channel then.
        var topics = Enum.GetValues<Family>().Where(family => kafka.Topics.GetValueOrDefault($"{family}") is { Length: > 0 })
            .GroupBy(family => kafka.Topics[$"{family}"]).Select(topic => (Name: topic.Key, Types: TypesOf([.. topic]), Id: IdOf([.. topic]))).ToArray();
        var (channels, operations) = (new JsonObject(), new JsonObject());
        foreach (var (name, types, id) in topics)
        {
            channels[id] = Channel(name, "Signals: facts about accounts.", types.SelectMany(type => new[] { type.WireName, AsyncApiMessages.BinaryOf(type) }));
            operations[$"receive{char.ToUpperInvariant(id[0])}{id[1..]}"] = Operation("receive", id, "Signals, at least once and in any order between accounts; repeats count once.");
        }

        if (changes.Topic.Length > 0)
        {
            channels[Changes] = Channel(changes.Topic, "What AccountTwins tells of accounts, decisions and scenarios.", ChangeCatalogue.All.Select(type => type.WireName));
            operations["sendAccountChanges"] = Operation("send", Changes, "Changes, at least once under one id, each account's in order.");
        }

        channels[DeadLetters] = Channel(kafka.DeadLetterTopic, "Messages that could not be used, with where they came from and why.", [AsyncApiMessages.DeadLetter]);
        operations["sendDeadLetters"] = Operation("send", DeadLetters, "One for each message that could not be used, before the position moves on.");
        return new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "AccountTwins", ["version"] = "v1", ["description"] = About.ReplaceLineEndings(" ") },
            ["defaultContentType"] = SignalEnvelope.MediaType,
            ["servers"] = new JsonObject { ["kafka"] = Server() },
            ["channels"] = channels,
            ["operations"] = operations,
            ["components"] = new JsonObject { ["schemas"] = AsyncApiMessages.Schemas(), ["messages"] = AsyncApiMessages.All() },
        };
    }

    private static SignalType[] TypesOf(Family[] families) => [.. SignalCatalogue.All.Where(type => type == FeedHeartbeat.Type || families.Contains(type.Family))];

    private static string IdOf(Family[] families) => string.Concat(families.Select((family, index) => index == 0 ? $"{family}".ToLowerInvariant() : $"{family}")) + "Signals";

    private static JsonObject Channel(string topic, string about, IEnumerable<string> messages) => new()
    {
        ["address"] = topic,
        ["description"] = about,
        ["servers"] = new JsonArray(new JsonObject { ["$ref"] = "#/servers/kafka" }),
        ["messages"] = new JsonObject(messages.Select(message => KeyValuePair.Create<string, JsonNode?>(message, new JsonObject { ["$ref"] = $"#/components/messages/{message}" }))),
        ["bindings"] = new JsonObject { ["kafka"] = new JsonObject { ["topic"] = topic, ["bindingVersion"] = AsyncApiMessages.BindingVersion } },
    };

    private static JsonObject Operation(string action, string channel, string summary) => new()
    {
        ["action"] = action,
        ["channel"] = new JsonObject { ["$ref"] = $"#/channels/{channel}" },
        ["summary"] = summary,
    };

    private static JsonObject Server() => new()
    {
        ["host"] = "{broker}",
        ["protocol"] = "kafka",
        ["description"] = "The brokers, Kafka:BootstrapServers of the silo.",
        ["variables"] = new JsonObject { ["broker"] = new JsonObject { ["default"] = "localhost:9092", ["description"] = "HOST:PORT of one broker." } },
    };
}
