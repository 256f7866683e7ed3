using Confluent.Kafka;

namespace AccountTwins.Silo.Ingestion.Kafka;

/// <summary>The settings of the clients this silo opens; what an operator configures goes over what is set here, except the guarantees.</summary>
internal static class KafkaClients
{
    public static ConsumerConfig Consumer(KafkaOptions options, string brokers, string siloName)
    {
        var config = new ConsumerConfig(Common(options, brokers))
        {
            GroupId = options.Group,
            AutoOffsetReset = AutoOffsetReset.Error,
            // The broker's group offsets serve lag tools alone; positions live in the twins' database. Stored by hand, sent in the background.
            EnableAutoOffsetStore = false,
            EnableAutoCommit = true,
            EnablePartitionEof = true,
            IsolationLevel = IsolationLevel.ReadCommitted,
            QueuedMaxMessagesKbytes = 16_384,
            QueuedMinMessages = 20_000,
        };
        if (options.Shared)
        {
            config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
            config.GroupInstanceId = siloName;
        }

        return config;
    }

    /// <summary>A client that only asks for partitions' bounds; it joins no group and reads nothing.</summary>
    public static ConsumerConfig Looker(KafkaOptions options, string brokers) => new(Common(options, brokers)) { GroupId = options.Group };

    public static ProducerConfig Producer(KafkaOptions options, string brokers) => new(Common(options, brokers))
    {
        Acks = Acks.All,
        EnableIdempotence = true,
        // The same placement as Java and kafkajs clients, so that an account's signals stay in one partition whoever sends them.
        Partitioner = Partitioner.Murmur2Random,
        MessageTimeoutMs = 30_000,
    };

    private static ClientConfig Common(KafkaOptions options, string brokers)
    {
        var config = new ClientConfig();
        foreach (var (name, value) in options.Client)
            config.Set(name, value);
        config.BootstrapServers = brokers;
        config.ClientId = "account-twins";
        return config;
    }
}
