using AccountTwins.Domain.Signals;
using AccountTwins.Silo.Feeds;
using AccountTwins.Silo.Ingestion.Kafka;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Ingestion;

/// <summary>Topics as the options name them.</summary>
internal sealed class KafkaTopics(IOptions<KafkaOptions> options) : ITopicMap
{
    private readonly string[] _topics = [.. Enum.GetNames<Family>().Select(family => options.Value.Topics.GetValueOrDefault(family) ?? "")];

    public IReadOnlyList<string> Topics { get; } = options.Value.TopicNames;

    public string TopicOf(Family family) => _topics[(int)family];
}
