using System.ComponentModel;
using System.Runtime.InteropServices;

namespace AccountTwins.Client.Agents.Outcomes;

/// <summary>Makes the names in a folder durable: a file may be on disk while its name is not. Windows keeps names in its journal; nothing is to be done there.</summary>
internal static class FolderSync
{
    /// <summary>Throws <see cref="IOException"/> where it could not be done.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(folder, 0);
        if (handle < 0)
            throw Failed(folder);
        try
        {
            if (Sync(handle) != 0)
                throw Failed(folder);
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static IOException Failed(string folder)
    {
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"The folder {folder} cannot be made durable: {error.Message}", error);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int handle);
}
