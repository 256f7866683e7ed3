using Microsoft.Win32.SafeHandles;

namespace AccountTwins.Silo.Storage.Sqlite;

/// <summary>
/// A handle of the database file beside SQLite's own, to bring to the disk what was moved into it. To be closed after the last connection: on Unix a
/// process that closes any handle of a file loses its locks on it.
/// </summary>
internal sealed class SqliteFile(string path) : IDisposable
{
    private SafeFileHandle? _handle;

    /// <summary>Waits until all that was written to the file is on the disk. From one thread at a time. Throws <see cref="IOException"/>.</summary>
    public void Flush()
    {
        _handle ??= File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(_handle);
    }

    public void Dispose() => _handle?.Dispose();
}
