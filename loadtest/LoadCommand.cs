using AccountTwins.LoadTest.Load;
using AccountTwins.LoadTest.Load.Report;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest;

/// <summary>
/// The load run from the command line: prints one table, adds a line to the history, writes a page where one is wanted. Ends with 1 when
/// an audit found something; a missed bar is in the table, for not every machine can hold all of them.
/// </summary>
internal static class LoadCommand
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var options = LoadOptions.Read(arguments);
        if (!Machine.IsOptimized)
        {
            Console.Error.WriteLine("Numbers of a debug build say nothing: dotnet run -c Release --project loadtest");
            return 2;
        }

        Console.WriteLine(Machine.Header(options.Postgres is null ? TwinDatabase.SqliteName : TwinDatabase.PostgresName));
        var folder = Directory.CreateTempSubdirectory("accounttwins-load-").FullName;
        var report = await RunAsync(options, folder, Console.Out);
        Directory.Delete(folder, recursive: true);
        ReportTable.Write(report, Console.Out);
        foreach (var fault in report.Faults)
            Console.WriteLine(fault);
        Console.WriteLine(report.Summary);
        await KeepAsync(report, options);
        return report.Faults.Count == 0 ? 0 : 1;
    }

    /// <summary>Silos in this process speak to the console as if it were theirs; meanwhile it is a file.</summary>
    private static async Task<LoadReport> RunAsync(LoadOptions options, string folder, TextWriter output)
    {
        await using var log = new StreamWriter(Path.Combine(folder, "inner-silos.log")) { AutoFlush = true };
        Console.SetOut(TextWriter.Synchronized(log));
        try
        {
            return await LoadRun.RunAsync(options, folder, part => output.WriteLine($"  {part} …"), CancellationToken.None);
        }
        catch
        {
            await output.WriteLineAsync($"The run failed; logs are in {folder}");
            throw;
        }
        finally
        {
            Console.SetOut(output);
        }
    }

    private static async Task KeepAsync(LoadReport report, LoadOptions options)
    {
        if (!options.IsBrief)
            Console.WriteLine($"added to {await HistoryFile.AppendAsync(report.ToJson())}");
        if (options.ReportFile is not { } page)
            return;
        await File.WriteAllTextAsync(page, HtmlReport.Of(report));
        Console.WriteLine($"wrote {Path.GetFullPath(page)}");
    }
}
