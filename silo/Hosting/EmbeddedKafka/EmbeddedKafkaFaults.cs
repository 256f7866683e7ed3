using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace AccountTwins.Silo.Hosting;

/// <summary>Faults that an embedded endpoint can be told to show. Brokers are numbered from 1.</summary>
public sealed class EmbeddedKafkaFaults
{
    private readonly MockClusterHandle cluster;

    internal EmbeddedKafkaFaults(MockClusterHandle cluster) => this.cluster = cluster;

    /// <summary>The next requests of this kind fail with these errors, one each, in this order.</summary>
    public unsafe void FailNext(KafkaApi api, params ReadOnlySpan<ErrorCode> errors)
    {
        Span<int> codes = stackalloc int[errors.Length];
        for (var index = 0; index < errors.Length; index++)
            codes[index] = (int)errors[index];
        fixed (int* first = codes)
            NativeKafka.PushRequestErrors(cluster, (short)api, (nuint)codes.Length, first);
    }

    /// <summary>Forgets the errors that are still to come.</summary>
    public void Clear(KafkaApi api) => NativeKafka.ClearRequestErrors(cluster, (short)api);

    /// <summary>Closes the broker's connections and refuses new ones until <see cref="BringUp"/>.</summary>
    public void TakeDown(int broker = 1) => Check(NativeKafka.BrokerSetDown(cluster, broker), broker);

    public void BringUp(int broker = 1) => Check(NativeKafka.BrokerSetUp(cluster, broker), broker);

    /// <summary>Every answer of the broker takes this long; zero ends it.</summary>
    public void Delay(TimeSpan roundTrip, int broker = 1) =>
        Check(NativeKafka.BrokerSetRoundTrip(cluster, broker, (int)roundTrip.TotalMilliseconds), broker);

    private static void Check(int error, int broker)
    {
        if (error != 0)
            throw new InvalidOperationException($"The embedded Kafka endpoint has no broker {broker}: {(ErrorCode)error}.");
    }
}

/// <summary>Kinds of requests of the Kafka protocol, by their numbers in it.</summary>
public enum KafkaApi : short
{
    Produce = 0,
    Fetch = 1,
    ListOffsets = 2,
    Metadata = 3,
    OffsetCommit = 8,
    OffsetFetch = 9,
    FindCoordinator = 10,
    JoinGroup = 11,
    Heartbeat = 12,
    LeaveGroup = 13,
    SyncGroup = 14,
}
