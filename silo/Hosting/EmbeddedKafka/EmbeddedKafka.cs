using System.Runtime.InteropServices;

namespace AccountTwins.Silo.Hosting;

/// <summary>
/// A Kafka endpoint inside this process, for trying out and for tests: librdkafka's mock cluster, a real Kafka protocol on a loopback
/// port that the library chooses. It holds messages in memory only; everything is gone when it is disposed or the process ends.
/// </summary>
/// <remarks>
/// What it does and does not, found by trying librdkafka 2.0.2:
/// a partition keeps <see cref="BytesPerPartitionMax"/> of message sets as they were sent (compressed ones count compressed) and at most
/// <see cref="MessageSetsPerPartitionMax"/> of them, then drops the oldest set and raises the low watermark; a single set larger than
/// that is acknowledged and dropped at once. Fetching below the low watermark is answered with <c>OffsetOutOfRange</c>.
/// All compressions, headers, idempotent producers and acknowledgement levels work; a message's Kafka timestamp reads as sent, but the
/// one in a produce acknowledgement is meaningless. Offsets by time are always <c>End</c>.
/// Groups work, dynamic and static, also cooperative-sticky, and commits hold as long as the endpoint lives; but a first member waits 3 s
/// and a second about 10 s for its partitions.
/// Topics that a client names are created with <see cref="PartitionsOfUnknownTopic"/> partitions, by a look at their metadata too;
/// creating, deleting and configuring topics or listing groups over the protocol is not supported. The cluster id differs at each
/// start but may come back later, so it names nothing: see <see cref="LogId"/>.
/// </remarks>
public sealed class EmbeddedKafka : IDisposable
{
    /// <summary>Message sets (batches as sent) one partition keeps before it drops its oldest.</summary>
    public const int MessageSetsPerPartitionMax = 100_000;

    /// <summary>Bytes of message sets, as sent, that one partition keeps before it drops its oldest.</summary>
    public const int BytesPerPartitionMax = 5 * 1024 * 1024;

    /// <summary>Partitions a topic gets that a client names before it was created.</summary>
    public const int PartitionsOfUnknownTopic = 4;

    /// <summary>
    /// For its consumers: it answers a fetch that finds nothing only when all the time of the fetch is over, whatever comes meanwhile. With the
    /// client's half second a steady stream arrives in bursts, one each half second.
    /// </summary>
    public static readonly KeyValuePair<string, string> ConsumerSetting = new("fetch.wait.max.ms", "50");

    private const string LogIdPrefix = "embedded-";

    private readonly MockClusterHandle cluster;

    private EmbeddedKafka(MockClusterHandle cluster, string bootstrapServers)
    {
        this.cluster = cluster;
        BootstrapServers = bootstrapServers;
        Faults = new EmbeddedKafkaFaults(cluster);
    }

    /// <summary>What a client connects to: <c>host:port</c>, comma-separated when there are several brokers.</summary>
    public string BootstrapServers { get; }

    /// <summary>Names this one life of the endpoint: random, because its offsets begin at zero again after each start.</summary>
    public string LogId { get; } = $"{LogIdPrefix}{Guid.NewGuid():N}";

    /// <summary>True for the log of an endpoint like this one, of this process or of one that is gone.</summary>
    public static bool IsLogId(string logId) => logId.StartsWith(LogIdPrefix, StringComparison.Ordinal);

    /// <summary>Makes the endpoint misbehave on purpose.</summary>
    public EmbeddedKafkaFaults Faults { get; }

    /// <summary>
    /// Opens the endpoint with the topics given (name → partitions). Throws <see cref="InvalidOperationException"/> when the library
    /// refuses, with its reason.
    /// </summary>
    public static EmbeddedKafka Start(IReadOnlyDictionary<string, int> topics, int brokers = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(brokers, 1);
        var cluster = MockClusterHandle.Create(brokers);
        try
        {
            var kafka = new EmbeddedKafka(cluster, Marshal.PtrToStringUTF8(NativeKafka.ClusterBootstraps(cluster))!);
            foreach (var (topic, partitions) in topics)
                kafka.CreateTopic(topic, partitions);
            return kafka;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>Adds a topic. A second topic of the same name is refused with <see cref="InvalidOperationException"/>.</summary>
    public void CreateTopic(string topic, int partitions)
    {
        var error = NativeKafka.TopicCreate(cluster, topic, partitions, replicas: 1);
        if (error != 0)
            throw new InvalidOperationException($"The embedded Kafka endpoint refused topic '{topic}' with {partitions} partitions: {(Confluent.Kafka.ErrorCode)error}.");
    }

    public void Dispose() => cluster.Dispose();
}
