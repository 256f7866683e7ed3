using AccountTwins.LoadTest.Running;
using Confluent.Kafka;

namespace AccountTwins.LoadTest.Load.Baselines;

/// <summary>Everything that a log holds, read by one plain consumer: what all baselines start from.</summary>
internal static class LogReader
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>The first message costs connecting and fetching: start the clock behind it.</summary>
    public static IEnumerable<byte[]> Read(Place place)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = place.Broker.BootstrapServers,
            GroupId = "baseline",
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Error,
        }).Build();
        var left = 0L;
        var starts = new List<TopicPartitionOffset>();
        for (var partition = 0; partition < place.Topics.Partitions; partition++)
        {
            var position = new TopicPartition(place.Topics.Names[0], partition);
            var bounds = consumer.QueryWatermarkOffsets(position, Limit);
            left += bounds.High - bounds.Low;
            starts.Add(new TopicPartitionOffset(position, bounds.Low));
        }

        consumer.Assign(starts);
        for (; left > 0; left--)
            yield return (consumer.Consume(Limit) ?? throw new TimeoutException("The log gave no message.")).Message.Value;
    }
}
