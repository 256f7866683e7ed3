using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Observability;
using AccountTwins.Tests.Support;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Endpoint = AccountTwins.Silo.Hosting.EmbeddedKafka;

namespace AccountTwins.Tests.Silo.Ingestion.Kafka;

/// <summary>A topic gets more partitions while it is read. The embedded endpoint cannot do that, so the consumer is told of them later.</summary>
public sealed class AddedPartitionTests
{
    private const string Topic = "signals.usage";

    private static readonly TopicPartition First = new(Topic, 0);
    private static readonly TopicPartition Added = new(Topic, 1);

    [Fact]
    public async Task A_partition_that_is_added_is_read_from_its_beginning_and_the_others_go_on_undisturbed()
    {
        using var kafka = Endpoint.Start(new Dictionary<string, int> { [Topic] = 2 });
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, LingerMs = 0 }).Build();
        var streams = new FakeStreams();
        using var host = new PumpHost(new PumpOptions());
        using var meters = new MeterFactory();
        var factory = new PumpFactory(
            "log", streams, new PumpOptions(), new PumpTools(TimeProvider.System, NullLogger.Instance, new IngestionMetrics(meters)), host,
            (_, control) => new PumpPorts(host, new StreamPositions(streams), host, new MemoryAside(), host, control, host));
        using var thread = new ConsumerThread(new KafkaOptions(), kafka.BootstrapServers, "silo-1", factory, NullLogger.Instance);
        await SendAsync(producer, First, 10);
        await SendAsync(producer, Added, 5);
        thread.Start();
        thread.Take([First]);
        await CommittedAsync(thread, First, 9);
        var pump = thread.Pumps[First];

        thread.Take([First, Added]);
        await SendAsync(producer, First, 10);
        await CommittedAsync(thread, Added, 4);
        await CommittedAsync(thread, First, 19);

        Assert.Same(pump, thread.Pumps[First]);
    }

    private static async Task SendAsync(IProducer<Null, byte[]> producer, TopicPartition partition, int count)
    {
        for (var number = 0; number < count; number++)
            await producer.ProduceAsync(partition, new Message<Null, byte[]> { Value = [1] });
    }

    private static Task CommittedAsync(ConsumerThread thread, TopicPartition partition, long offset) => Until.TrueAsync(async () =>
        thread.Pumps.TryGetValue(partition, out var pump) && await pump.RequestCheckpointAsync() && pump.Committed == offset);
}
