namespace AccountTwins.LoadTest;

/// <summary>Where each run leaves a line of JSON, so that runs can be compared.</summary>
internal static class HistoryFile
{
    /// <summary>Adds a line; where it went.</summary>
    public static async Task<string> AppendAsync(string json)
    {
        var file = Path.Combine(Root(), "artifacts", "loadtest-history.jsonl");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.AppendAllTextAsync(file, json + "\n");
        return file;
    }

    /// <summary>The checkout, or the present folder outside one.</summary>
    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AccountTwins.sln")))
                return folder.FullName;
        }

        return Environment.CurrentDirectory;
    }
}
