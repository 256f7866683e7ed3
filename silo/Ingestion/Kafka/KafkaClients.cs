using Confluent.Kafka;

namespace AccountTwins.Silo.Ingestion.Kafka;

/// <summary>
/// The settings of the clients this silo opens: our defaults, over them what an operator configures, over that what the guarantees
/// stand on. What is for one kind of client never reaches the other, which would warn of it at each start.
/// </summary>
internal static class KafkaClients
{
    public static ConsumerConfig Consumer(KafkaOptions options, string brokers, string siloName)
    {
        var config = new ConsumerConfig { QueuedMaxMessagesKbytes = 16_384, QueuedMinMessages = 20_000 };
        Configure(config, options.Client, options.Consumer);
        Name(config, brokers);
        config.GroupId = options.Group;
        config.AutoOffsetReset = AutoOffsetReset.Error;
        // The broker's group offsets serve lag tools alone; positions live in the twins' database. Stored by hand, sent in the background.
        config.EnableAutoOffsetStore = false;
        config.EnableAutoCommit = true;
        config.EnablePartitionEof = true;
        config.IsolationLevel = IsolationLevel.ReadCommitted;
        if (options.IsShared)
        {
            config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
            config.GroupInstanceId = siloName;
        }

        return config;
    }

    /// <summary>A client that only asks for partitions' bounds; it joins no group and reads nothing.</summary>
    public static ConsumerConfig Looker(KafkaOptions options, string brokers) => new(Asker(options, brokers)) { GroupId = options.Group };

    /// <summary>A client that asks the brokers about themselves and their topics.</summary>
    public static ClientConfig Asker(KafkaOptions options, string brokers)
    {
        var config = new ClientConfig();
        Configure(config, options.Client);
        Name(config, brokers);
        return config;
    }

    public static ProducerConfig Producer(KafkaOptions options, string brokers)
    {
        var config = new ProducerConfig { MessageTimeoutMs = 30_000 };
        Configure(config, options.Client, options.Producer);
        Name(config, brokers);
        config.Acks = Acks.All;
        config.EnableIdempotence = true;
        // The same placement as Java and kafkajs clients, so that an account's signals stay in one partition whoever sends them.
        config.Partitioner = Partitioner.Murmur2Random;
        return config;
    }

    private static void Configure(ClientConfig config, params ReadOnlySpan<Dictionary<string, string>> settings)
    {
        // The library's 10 s are reached by a few short outages in a row; a silo that waits so long falls behind for nothing.
        config.ReconnectBackoffMaxMs = 1_000;
        foreach (var group in settings)
        {
            foreach (var (name, value) in group)
                config.Set(name, value);
        }
    }

    private static void Name(ClientConfig config, string brokers)
    {
        config.BootstrapServers = brokers;
        config.ClientId = "account-twins";
    }
}
