using AccountTwins.Domain.Changes;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Storage.Changes;
using Confluent.Kafka;

namespace AccountTwins.Silo.Changes.Topic;

/// <summary>Where a silo passes changes on to, from when it may until it may not any more.</summary>
internal interface IChangeTopic : IDisposable
{
    /// <summary>Ends when all are acknowledged, in any time; throws when one never will be, and then the topic is to be opened anew.</summary>
    Task SendAsync(IReadOnlyList<PlacedChange> changes);
}

/// <summary>
/// The topic in Kafka: structured CloudEvents under the key tenant/account, in the partition where Java and kafkajs clients would put it. An idempotent
/// producer without a time limit: a message either goes before those behind it or holds them up, so nothing of an account overtakes.
/// </summary>
internal sealed class KafkaChangeTopic : IChangeTopic
{
    private readonly string _topic;
    private readonly IProducer<string, byte[]> _producer;

    public KafkaChangeTopic(string topic, KafkaOptions kafka, string brokers)
    {
        _topic = topic;
        var config = KafkaClients.Producer(kafka, brokers);
        config.MessageTimeoutMs = 0;
        _producer = new ProducerBuilder<string, byte[]>(config).Build();
    }

    public Task SendAsync(IReadOnlyList<PlacedChange> changes) => Task.WhenAll(changes.Select(change => _producer.ProduceAsync(_topic, MessageOf(change))));

    public void Dispose() => _producer.Dispose();

    private static Message<string, byte[]> MessageOf(PlacedChange change) => new()
    {
        // What concerns no single account has its tenant's own key, which no account has.
        Key = $"{change.Row.Tenant}/{change.Row.Account}",
        Value = ChangeEvent.Write(change.Row, change.Number),
        Headers = new Headers { { "content-type", "application/cloudevents+json; charset=utf-8"u8.ToArray() } },
    };
}
