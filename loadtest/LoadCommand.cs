using AccountTwins.LoadTest.Load;
using Spectre.Console;

namespace AccountTwins.LoadTest;

/// <summary>The load run from the command line: prints a table and adds a line to the history.</summary>
internal static class LoadCommand
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        arguments.RequireAllRead();
        if (!Machine.IsOptimized)
        {
            Console.Error.WriteLine("Numbers of a debug build say nothing: dotnet run -c Release --project loadtest");
            return 2;
        }

        Console.WriteLine(Machine.Header("sqlite"));
        var folder = Directory.CreateTempSubdirectory("accounttwins-load-").FullName;
        var report = await LoadRun.RunAsync(folder, part => Console.WriteLine($"  {part} …"), CancellationToken.None);
        AnsiConsole.Write(report.ToTable());
        var history = Path.Combine(Root(), "artifacts", "loadtest-history.jsonl");
        Directory.CreateDirectory(Path.GetDirectoryName(history)!);
        await File.AppendAllTextAsync(history, report.ToJson() + "\n");
        Console.WriteLine($"added to {history}");
        Directory.Delete(folder, recursive: true);
        return 0;
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
