using System.Runtime.InteropServices;

namespace AccountTwins.Silo.Hosting;

/// <summary>Makes a librdkafka instance from client settings, with the library's own words when it refuses.</summary>
internal static unsafe class NativeInstance
{
    private const int ErrorSize = 512;

    /// <summary>The caller destroys what it gets. Throws <see cref="InvalidOperationException"/> for a setting the library refuses.</summary>
    public static IntPtr Create(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var error = stackalloc byte[ErrorSize];
        var configuration = NativeKafka.ConfigurationNew();
        foreach (var (name, value) in settings)
        {
            if (NativeKafka.ConfigurationSet(configuration, name, value, error, ErrorSize) == 0)
                continue;
            NativeKafka.ConfigurationDestroy(configuration);
            throw new InvalidOperationException($"librdkafka refused the setting {name}: {Text(error)}");
        }

        var instance = NativeKafka.New(NativeKafka.Producer, configuration, error, ErrorSize);
        if (instance != IntPtr.Zero)
            return instance;
        NativeKafka.ConfigurationDestroy(configuration);
        throw new InvalidOperationException($"librdkafka did not start: {Text(error)}");
    }

    private static string? Text(byte* error) => Marshal.PtrToStringUTF8((IntPtr)error);
}
