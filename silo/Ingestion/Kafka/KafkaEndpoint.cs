using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Hosting;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace AccountTwins.Silo.Ingestion.Kafka;

/// <summary>The brokers this silo reads from: those configured, or an endpoint of its own inside the process.</summary>
internal sealed class KafkaEndpoint : IDisposable
{
    private static readonly TimeSpan ClusterIdWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MetadataWithin = TimeSpan.FromSeconds(5);

    private readonly KafkaOptions _options;
    private readonly EmbeddedKafka? _embedded;
    private readonly Lazy<IAdminClient> _admin;

    public KafkaEndpoint(IOptions<KafkaOptions> options, IOptions<ChangeOptions> changes, SiloName silo)
    {
        (_options, SiloName) = (options.Value, silo.Value);
        if (string.IsNullOrEmpty(_options.BootstrapServers))
        {
            var topics = _options.TopicNames.ToDictionary(topic => topic, _ => _options.EmbeddedPartitions);
            topics.TryAdd(_options.DeadLetterTopic, 1);
            if (changes.Value.Topic.Length > 0)
                topics.TryAdd(changes.Value.Topic, _options.EmbeddedPartitions);
            _embedded = EmbeddedKafka.Start(topics);
            _options.Consumer.TryAdd(EmbeddedKafka.ConsumerSetting.Key, EmbeddedKafka.ConsumerSetting.Value);
        }

        BootstrapServers = _embedded?.BootstrapServers ?? _options.BootstrapServers!;
        _admin = new(() => new AdminClientBuilder(new AdminClientConfig(KafkaClients.Asker(_options, BootstrapServers))).Build());
    }

    public string BootstrapServers { get; }

    public string SiloName { get; }

    public bool IsEmbedded => _embedded is not null;

    /// <summary>Names the log in the positions. Throws <see cref="KafkaException"/> when no broker tells its cluster id.</summary>
    public async Task<string> LogIdAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(_options.LogId))
            return _options.LogId;
        if (_embedded is not null)
            return _embedded.LogId;
        var settings = KafkaClients.Asker(_options, BootstrapServers);
        return await Task.Run(() => KafkaClusterId.Read(settings, ClusterIdWithin), cancellationToken)
            ?? throw new KafkaException(new Error(ErrorCode.Local_AllBrokersDown, "No broker told its cluster id."));
    }

    /// <summary>The partitions that topics have now; a topic that does not exist yet has none.</summary>
    public IReadOnlyList<TopicPartition> Partitions(IReadOnlyList<string> topics) =>
        [.. topics.SelectMany(topic => _admin.Value.GetMetadata(topic, MetadataWithin).Topics
            .Where(found => found.Error.Code == ErrorCode.NoError)
            .SelectMany(found => found.Partitions.Select(partition => new TopicPartition(found.Topic, partition.PartitionId))))];

    public void Dispose()
    {
        if (_admin.IsValueCreated)
            _admin.Value.Dispose();
        _embedded?.Dispose();
    }
}

/// <summary>The name of this silo in logs, groups and clusters.</summary>
internal sealed record SiloName(string Value);
