using System.Diagnostics;

namespace AccountTwins.LoadTest.Running;

/// <summary>A folder with a small memory disk on it, which a ballast file can fill to the last byte. Needs the right to mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const long Bytes = 256L << 20;
    private const int Chunk = 1 << 20;

    private readonly string _ballast;

    private SmallDisk(string folder) => (Folder, _ballast) = (folder, Path.Combine(folder, "ballast"));

    public string Folder { get; }

    /// <summary>Null where nothing may be mounted; the reason is what mount said.</summary>
    public static SmallDisk? TryMount(string folder, out string reason)
    {
        Directory.CreateDirectory(folder);
        reason = OperatingSystem.IsLinux() ? Run("mount", "-t", "tmpfs", "-o", $"size={Bytes}", "accounttwins-chaos", folder) : "no Linux";
        return reason.Length == 0 ? new SmallDisk(folder) : null;
    }

    /// <summary>Takes every byte that is free.</summary>
    public void Fill()
    {
        var zeros = new byte[Chunk];
        // Without a buffer of its own: nothing may be left to write when it is closed.
        using var file = new FileStream(_ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = Chunk; size > 0;)
        {
            try
            {
                file.Write(zeros, 0, size);
            }
            catch (IOException)
            {
                // Full for this size; what is left takes smaller pieces.
                size /= 4;
            }
        }
    }

    public void Free() => File.Delete(_ballast);

    public void Dispose() => Run("umount", "-l", Folder);

    /// <summary>What a command said when it failed; empty when it did not.</summary>
    private static string Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? "" : $"{command}: {said.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return $"{command}: {exception.Message}";
        }
    }
}
