using AccountTwins.LoadTest.Crash;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.LoadTest;

/// <summary>The crash run from the command line; its options stand in help.txt. Ends with 1 when the audit is not clean.</summary>
internal static class CrashCommand
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var folder = Directory.CreateTempSubdirectory("accounttwins-crash-").FullName;
        var store = arguments.Text("store") ?? "sqlite";
        await using var schema = store == "postgresql" ? await PostgresSchema.CreateAsync(PostgresSchema.ServerOf(arguments)) : null;
        var isSingle = arguments.Flag("one-topic");
        var options = new CrashOptions
        {
            Kills = arguments.Number("kills", 50),
            Askers = arguments.Number("askers", 4),
            Folder = folder,
            Database = schema is null ? TwinDatabase.Sqlite(Path.Combine(folder, "data")) : TwinDatabase.Postgres(schema.ConnectionString, Path.Combine(folder, "data")),
            Topics = isSingle ? TopicPlan.Single(arguments.Number("partitions", 4)) : TopicPlan.ByFamily(arguments.Number("partitions", 4)),
            Workload = new WorkloadOptions
            {
                Seed = arguments.Number("seed", 1),
                Signals = arguments.Number("signals", 200_000),
                Accounts = arguments.Number("accounts", 2_000),
                HotShare = arguments.Share("hot", 0.2),
                End = TimeProvider.System.GetUtcNow().UtcDateTime.Date,
                IsOrdered = isSingle,
            },
        };
        arguments.RequireAllRead();
        Console.WriteLine(Machine.Header(options.Database.Name));
        Console.WriteLine($"seed {options.Workload.Seed}: {options.Workload.Signals} signals for {options.Workload.Accounts} accounts, {options.Workload.HotShare:P0} of them for one; logs in {folder}");
        var report = await new CrashRun(options, Console.Out).RunAsync(CancellationToken.None);
        Console.WriteLine(report);
        if (!report.IsClean)
            return 1;
        Directory.Delete(folder, recursive: true);
        return 0;
    }
}
