using AccountTwins.LoadTest.Crash.Telling;
using Confluent.Kafka;

namespace AccountTwins.LoadTest.Audit;

/// <summary>Reads a topic from its beginning to its present end, partition after partition.</summary>
public static class TopicContent
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    public static Task<IReadOnlyList<TopicMessage>> ReadAsync(string bootstrapServers, string topic) => Task.Run(() =>
    {
        var messages = new List<TopicMessage>();
        Read(bootstrapServers, topic, result => messages.Add(new TopicMessage(
            result.Partition.Value, result.Offset.Value, System.Text.Encoding.UTF8.GetString(result.Message.Key), result.Message.Value)));
        return (IReadOnlyList<TopicMessage>)messages;
    });

    internal static void Read(string bootstrapServers, string topic, Action<ConsumeResult<byte[], byte[]>> take)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).Build();
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = "auditor",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Error,
        }).Build();
        foreach (var partition in admin.GetMetadata(topic, Within).Topics.Single().Partitions)
            Read(consumer, new TopicPartition(topic, partition.PartitionId), take);
    }

    private static void Read(IConsumer<byte[], byte[]> consumer, TopicPartition partition, Action<ConsumeResult<byte[], byte[]>> take)
    {
        var bounds = consumer.QueryWatermarkOffsets(partition, Within);
        if (bounds.Low > 0)
            throw new InvalidOperationException($"The endpoint dropped {bounds.Low} messages of {partition} before they were audited: make the run shorter.");
        if (bounds.High == 0)
            return;
        consumer.Assign(new TopicPartitionOffset(partition, bounds.Low));
        while (true)
        {
            var result = consumer.Consume(Within) ?? throw new TimeoutException($"{partition} gave no message within {Within}.");
            take(result);
            if (result.Offset.Value >= bounds.High.Value - 1)
                return;
        }
    }
}
