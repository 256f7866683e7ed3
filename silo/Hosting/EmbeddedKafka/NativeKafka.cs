using System.Reflection;
using System.Runtime.InteropServices;

using Confluent.Kafka;

namespace AccountTwins.Silo.Hosting;

/// <summary>
/// The part of librdkafka's C interface that the .NET client does not wrap: its mock cluster. Always the very file that the client
/// itself has loaded, so that one process never holds two versions of the library.
/// </summary>
internal static partial class NativeKafka
{
    private const string Library = "librdkafka";

    /// <summary>The names the client tries, in its order: librdkafka.redist brings one build for each C library.</summary>
    private static readonly string[] FileNames = [Library, "alpine-librdkafka", "centos8-librdkafka"];

    /// <summary>RD_KAFKA_PRODUCER: the kind of handle does not matter to the mock cluster, and a producer needs no group.</summary>
    public const int Producer = 0;

    static NativeKafka()
    {
        // Makes the client pick its file first; ours is then found by the same search, seen from the client's assembly.
        _ = Confluent.Kafka.Library.Version;
        NativeLibrary.SetDllImportResolver(typeof(NativeKafka).Assembly, Resolve);
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library)
            return IntPtr.Zero;
        foreach (var fileName in FileNames)
        {
            if (NativeLibrary.TryLoad(fileName, typeof(ProducerConfig).Assembly, searchPath, out var handle))
                return handle;
        }

        return IntPtr.Zero;
    }

    [LibraryImport(Library, EntryPoint = "rd_kafka_version")]
    public static partial int Version();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    public static partial IntPtr ConfigurationNew();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int ConfigurationSet(IntPtr configuration, string name, string value, byte* error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_destroy")]
    public static partial void ConfigurationDestroy(IntPtr configuration);

    /// <summary>Takes the configuration over, unless it answers null.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    public static unsafe partial IntPtr New(int kind, IntPtr configuration, byte* error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    public static partial void Destroy(IntPtr handle);

    /// <summary>Memory of the library's own, to be given back with <see cref="MemoryFree"/>; null when the cluster did not answer in time.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_clusterid")]
    public static partial IntPtr ClusterId(IntPtr handle, int timeoutMilliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mem_free")]
    public static partial void MemoryFree(IntPtr handle, IntPtr memory);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    public static partial IntPtr ClusterNew(IntPtr handle, int brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    public static partial void ClusterDestroy(IntPtr cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    public static partial IntPtr ClusterBootstraps(MockClusterHandle cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int TopicCreate(MockClusterHandle cluster, string topic, int partitions, int replicas);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    public static unsafe partial void PushRequestErrors(MockClusterHandle cluster, short apiKey, nuint count, int* errors);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_clear_request_errors")]
    public static partial void ClearRequestErrors(MockClusterHandle cluster, short apiKey);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
    public static partial int BrokerSetDown(MockClusterHandle cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
    public static partial int BrokerSetUp(MockClusterHandle cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_rtt")]
    public static partial int BrokerSetRoundTrip(MockClusterHandle cluster, int broker, int milliseconds);
}
