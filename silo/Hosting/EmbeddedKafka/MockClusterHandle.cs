using System.Runtime.InteropServices;

namespace AccountTwins.Silo.Hosting;

/// <summary>Owns one mock cluster and the librdkafka instance it runs in; both end with it, the cluster first.</summary>
internal sealed class MockClusterHandle : SafeHandle
{
    private readonly IntPtr instance;

    private MockClusterHandle(IntPtr instance, IntPtr cluster)
        : base(IntPtr.Zero, ownsHandle: true)
    {
        this.instance = instance;
        SetHandle(cluster);
    }

    public override bool IsInvalid => handle == IntPtr.Zero;

    /// <summary>Throws <see cref="InvalidOperationException"/> when there is no such cluster to be had.</summary>
    public static MockClusterHandle Create(int brokers)
    {
        // Errors only: the instance has no brokers of its own and would remark on that at every start.
        var instance = NativeInstance.Create([new("log_level", "3")]);
        var cluster = NativeKafka.ClusterNew(instance, brokers);
        if (cluster != IntPtr.Zero)
            return new MockClusterHandle(instance, cluster);
        NativeKafka.Destroy(instance);
        throw new InvalidOperationException($"librdkafka could not open an embedded cluster of {brokers} brokers on the loopback address.");
    }

    protected override bool ReleaseHandle()
    {
        NativeKafka.ClusterDestroy(handle);
        NativeKafka.Destroy(instance);
        return true;
    }
}
