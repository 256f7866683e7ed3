using System.Text;

using AccountTwins.Silo.Hosting;

using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

using Kafka = AccountTwins.Silo.Hosting.EmbeddedKafka;

namespace AccountTwins.Tests.Silo.Embedded;

public sealed class EmbeddedKafkaTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Kafka kafka = Kafka.Start(new Dictionary<string, int> { ["signals.usage"] = 2, ["small"] = 1 });

    [Fact]
    public async Task A_produced_message_comes_back_with_key_value_and_headers()
    {
        using var producer = Producer();
        var sent = await producer.ProduceAsync("small", new() { Key = "default/acme", Value = "{}", Headers = new Headers { { "ce_id", "1"u8.ToArray() } } });

        using var consumer = Consumer();
        consumer.Assign(new TopicPartitionOffset("small", 0, 0));
        var read = consumer.Consume(Patience);

        Assert.Equal(sent.Offset, read.Offset);
        Assert.Equal(("default/acme", "{}"), (read.Message.Key, read.Message.Value));
        Assert.Equal("1", Encoding.UTF8.GetString(read.Message.Headers.GetLastBytes("ce_id")));
    }

    [Fact]
    public void Topics_have_the_partitions_asked_for()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        var partitions = admin.GetMetadata(Patience).Topics.ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count);
        Assert.Equal(new Dictionary<string, int> { ["signals.usage"] = 2, ["small"] = 1 }, partitions);
    }

    [Fact]
    public void The_managed_client_and_the_endpoint_use_one_library()
    {
        Assert.Equal(Library.Version, NativeKafka.Version());
    }

    [Fact]
    public void A_topic_is_created_once()
    {
        var error = Assert.Throws<InvalidOperationException>(() => kafka.CreateTopic("small", 3));
        Assert.Contains("TopicAlreadyExists", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_partition_drops_its_oldest_and_says_so_by_its_low_watermark()
    {
        const int Sent = 200, Size = 100_000;
        using (var producer = Producer())
        {
            for (var number = 0; number < Sent; number++)
                producer.Produce("small", new() { Key = "k", Value = new string('x', Size) });
            Assert.Equal(0, producer.Flush(Patience));
        }

        using var consumer = Consumer();
        var marks = consumer.QueryWatermarkOffsets(new TopicPartition("small", 0), Patience);
        Assert.Equal(Sent, marks.High.Value);
        Assert.InRange(marks.High.Value - marks.Low.Value, 1, Kafka.BytesPerPartitionMax / Size);

        consumer.Assign(new TopicPartitionOffset("small", 0, 0));
        var error = Assert.Throws<ConsumeException>(() => consumer.Consume(Patience));
        Assert.Equal(ErrorCode.Local_AutoOffsetReset, error.Error.Code);
    }

    [Fact]
    public async Task A_pushed_error_fails_one_request_and_the_next_goes_through()
    {
        using var producer = Producer();
        await producer.ProduceAsync("small", new() { Key = "k", Value = "before" });

        kafka.Faults.FailNext(KafkaApi.Produce, ErrorCode.TopicAuthorizationFailed);
        var error = await Assert.ThrowsAsync<ProduceException<string, string>>(() => producer.ProduceAsync("small", new() { Key = "k", Value = "refused" }));
        Assert.Equal(ErrorCode.TopicAuthorizationFailed, error.Error.Code);
    }

    [Fact]
    public async Task A_message_sent_while_the_broker_is_down_arrives_once_it_is_up()
    {
        using var producer = Producer();
        await producer.ProduceAsync("small", new() { Key = "k", Value = "before" });

        kafka.Faults.TakeDown();
        var pending = producer.ProduceAsync("small", new() { Key = "k", Value = "meanwhile" });
        Assert.False(pending.IsCompleted);
        kafka.Faults.BringUp();

        Assert.Equal(1, (await pending.WaitAsync(Patience)).Offset.Value);
    }

    [Fact]
    public void The_cluster_has_an_id_and_an_address_without_a_broker_has_none()
    {
        Assert.False(string.IsNullOrEmpty(KafkaClusterId.Read([new("bootstrap.servers", kafka.BootstrapServers)], Patience)));
        Assert.Throws<InvalidOperationException>(() => KafkaClusterId.Read([new("no.such.setting", "1")], Patience));
    }

    public void Dispose() => kafka.Dispose();

    private IProducer<string, string> Producer() => new ProducerBuilder<string, string>(new ProducerConfig
    {
        BootstrapServers = kafka.BootstrapServers,
        Acks = Acks.All,
        LingerMs = 0,
        BatchNumMessages = 1,
        ReconnectBackoffMs = 50,
        ReconnectBackoffMaxMs = 200,
    }).SetLogHandler((_, _) => { }).Build();

    private IConsumer<string, string> Consumer() => new ConsumerBuilder<string, string>(new ConsumerConfig
    {
        BootstrapServers = kafka.BootstrapServers,
        GroupId = "tests",
        AutoOffsetReset = AutoOffsetReset.Error,
        EnableAutoCommit = false,
    }).SetLogHandler((_, _) => { }).Build();
}
