using System.Globalization;
using System.Text.Json;
using AccountTwins.Client.Http;

namespace AccountTwins.Client.Agents.Outcomes;

/// <summary>
/// Outcomes that could not be told yet, a file each, the oldest first. Nothing is kept in memory, so a restart finds them all, and several
/// processes may share a folder: an outcome told twice changes nothing. Bounded by number and bytes, which processes
/// that add at the same moment may each exceed by one outcome; what does not fit is refused aloud.
/// </summary>
public sealed class OutcomeQueue(string folder, int countMax, long bytesMax, TimeProvider clock)
{
    private const string Waiting = ".json";

    /// <summary>Being written; one that is left over was cut by a crash before its outcome was promised to anybody.</summary>
    private const string Unfinished = ".tmp";

    /// <summary>The service will never take it; kept for people to look at, and counted in the bounds.</summary>
    private const string Unwanted = ".refused";

    private readonly Lock writing = new();

    public string Folder => folder;

    public int Count => Files(Waiting).Length;

    /// <summary>Keeps an outcome; durable when it answers true. False: it would go beyond the bounds.</summary>
    public bool TryAdd(QueuedOutcome outcome)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(outcome, ClientJson.Default.QueuedOutcome);
        lock (writing)
        {
            Make();
            var kept = Files("");
            if (kept.Length >= countMax || kept.Sum(LengthOf) + bytes.Length > bytesMax)
                return false;
            var name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().UtcTicks:D19}-{Guid.NewGuid():N}"));
            using (var file = new FileStream(name + Unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(name + Unfinished, name + Waiting);
            FolderSync.Flush(folder);
            return true;
        }
    }

    private void Make()
    {
        if (Directory.Exists(folder))
            return;
        Directory.CreateDirectory(folder);
        FolderSync.Flush(Path.GetDirectoryName(Path.GetFullPath(folder))!);
    }

    /// <summary>Who tells outcomes removes files meanwhile, here or in another process; what is gone takes no room.</summary>
    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    /// <summary>The oldest ones, each with its file; another process may have told one meanwhile.</summary>
    public IEnumerable<(string File, QueuedOutcome? Outcome)> Read()
    {
        foreach (var file in Files(Waiting))
        {
            QueuedOutcome? outcome;
            try
            {
                outcome = JsonSerializer.Deserialize(File.ReadAllBytes(file.FullName), ClientJson.Default.QueuedOutcome);
            }
            catch (FileNotFoundException)
            {
                continue;
            }
            catch (JsonException)
            {
                outcome = null;
            }

            yield return (file.FullName, outcome);
        }
    }

    public static void Remove(string file) => File.Delete(file);

    /// <summary>Puts it aside.</summary>
    public static void Refuse(string file) => File.Move(file, Path.ChangeExtension(file, Unwanted), overwrite: true);

    private FileInfo[] Files(string ending) => Directory.Exists(folder)
        ? [.. new DirectoryInfo(folder).EnumerateFiles("*" + ending).Where(file => file.Name.EndsWith(ending, StringComparison.Ordinal)).OrderBy(file => file.Name, StringComparer.Ordinal)]
        : [];
}
