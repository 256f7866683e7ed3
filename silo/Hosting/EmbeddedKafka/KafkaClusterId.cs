using System.Runtime.InteropServices;

namespace AccountTwins.Silo.Hosting;

/// <summary>
/// Asks a Kafka cluster for its id: what tells one log from another of the same topic names. The .NET client shows it only in its
/// later versions, the library below in all of them.
/// </summary>
public static class KafkaClusterId
{
    /// <summary>
    /// The id, or null when no broker answered in time. Blocks up to <paramref name="timeout"/>. <paramref name="settings"/> are those
    /// of any client of the cluster (a <c>ClientConfig</c> with addresses and credentials).
    /// </summary>
    public static string? Read(IEnumerable<KeyValuePair<string, string>> settings, TimeSpan timeout)
    {
        var instance = NativeInstance.Create(settings);
        var id = NativeKafka.ClusterId(instance, (int)timeout.TotalMilliseconds);
        try
        {
            return Marshal.PtrToStringUTF8(id);
        }
        finally
        {
            if (id != IntPtr.Zero)
                NativeKafka.MemoryFree(instance, id);
            NativeKafka.Destroy(instance);
        }
    }
}
