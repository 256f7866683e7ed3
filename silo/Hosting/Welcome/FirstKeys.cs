using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Hosting.Welcome;

/// <summary>The first key as the welcome tells it: <paramref name="Line"/> for people, <paramref name="InShell"/> for a command line.</summary>
internal sealed record FirstKey(string Line, string InShell);

/// <summary>
/// Makes the operators' first key and shows it once. It opens everything and never ends, and the output of a service ends in log collectors: what is no
/// terminal gets the path of a file, for its owner alone, and never the key.
/// </summary>
internal sealed partial class FirstKeys(ApiKeyBootstrap keys, IOptions<StorageOptions> storage, IOptions<ApiOptions> api, ILogger<FirstKeys> logger)
{
    public const string FileName = "first-key";

    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Null where there is an admin key, or none can be handed over.</summary>
    public async Task<FirstKey?> TellAsync(bool isTerminal, CancellationToken cancellationToken)
    {
        var tenant = api.Value.OperatorTenant;
        if (isTerminal)
            return await keys.EnsureFirstKeyAsync(tenant, cancellationToken) is { } text ? new FirstKey($"{text}   (shown this once; it is stored as a hash)", text) : null;
        if (await keys.HasAdminAsync(tenant, cancellationToken))
            return null;

        var path = Path.GetFullPath(Path.Combine(storage.Value.DataFolder, FileName));
        try
        {
            return await KeepAsync(path, tenant, cancellationToken) ? new FirstKey($"{path}   (the file with the first key, because this output is no terminal: take it, then delete the file)", $"$(cat '{path}')") : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotKept(exception, path);
            return null;
        }
    }

    /// <summary>The file is open before the key is made: one that can be written nowhere would lock everybody out.</summary>
    private async Task<bool> KeepAsync(string path, string tenant, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = new FileStream(path, Options());
        // A file that was there before has the mode that it had.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file.SafeFileHandle, OwnerAlone);
        if (await keys.EnsureFirstKeyAsync(tenant, cancellationToken) is not { } text)
        {
            // Another silo made one meanwhile.
            if (file.Length == 0)
                File.Delete(path);
            return false;
        }

        file.SetLength(0);
        await using var writer = new StreamWriter(file, leaveOpen: true);
        await writer.WriteLineAsync(text);
        await writer.FlushAsync(CancellationToken.None);
        file.Flush(flushToDisk: true);
        return true;
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerAlone;
        return options;
    }

    [LoggerMessage(1001, LogLevel.Error, "No first key was made, because {Path} cannot be written. Mend that and start again.")]
    private partial void LogNotKept(Exception exception, string path);
}
