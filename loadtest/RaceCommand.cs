using AccountTwins.LoadTest.Crash.Race;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest;

/// <summary>The race for one budget from the command line; its options stand in help.txt. Ends with 1 when the audit is not clean.</summary>
internal static class RaceCommand
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var folder = Directory.CreateTempSubdirectory("accounttwins-race-").FullName;
        await using var schema = arguments.Text("store") == "postgresql" ? await PostgresSchema.CreateAsync(PostgresSchema.ServerOf(arguments)) : null;
        var data = Path.Combine(folder, "data");
        var options = new BudgetRaceOptions
        {
            Requests = arguments.Number("requests", 2_000),
            Kills = arguments.Number("kills", 3),
            Seed = arguments.Number("seed", 1),
            Folder = folder,
            Database = schema is null ? TwinDatabase.Sqlite(data) : TwinDatabase.Postgres(schema.ConnectionString, data),
        };
        arguments.RequireAllRead();
        Console.WriteLine(Machine.Header(options.Database.Name));
        var report = await new BudgetRace(options).RunAsync(CancellationToken.None);
        Console.WriteLine(report);
        if (!report.IsClean)
        {
            Console.WriteLine($"logs in {folder}");
            return 1;
        }

        Directory.Delete(folder, recursive: true);
        return 0;
    }
}
