using AccountTwins.LoadTest.Chaos;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;
using Spectre.Console;

namespace AccountTwins.LoadTest;

/// <summary>The chaos run from the command line; its options stand in help.txt. Ends with 1 when anything was lost or doubled.</summary>
internal static class ChaosCommand
{
    private const int LongFaults = 500;
    private const int SignalsPerFault = 600;
    private const int TableWidth = 120;

    /// <summary>A wall clock that is set back must not make signals look as if they came from the future: those are refused, as they should be.</summary>
    private static readonly TimeSpan EndsBefore = TimeSpan.FromDays(3);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var options = Read(arguments);
        arguments.RequireAllRead();
        Console.WriteLine(Machine.Header(options.Postgres is null ? "sqlite" : "postgresql"));
        Console.WriteLine($"seed {options.Seed}: {options.Faults} faults in {options.Workload.Signals} signals for {options.Workload.Accounts} accounts; logs in {options.Folder}");
        var report = await new ChaosRun(options, Console.Out).RunAsync(CancellationToken.None);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        console.Profile.Width = TableWidth;
        console.Write(report.ToTable());
        Console.WriteLine(report);
        Console.WriteLine($"added to {await HistoryFile.AppendAsync(report.ToJson())}");
        if (!report.IsClean)
            return 1;
        Directory.Delete(options.Folder, recursive: true);
        return 0;
    }

    private static ChaosOptions Read(Arguments arguments)
    {
        var isLong = arguments.Text("faults") == "long";
        var faults = isLong ? LongFaults : arguments.Number("faults", 50);
        var seed = arguments.Number("seed", 1);
        var store = arguments.Text("store");
        if (store is not (null or "sqlite" or "postgresql"))
            throw new ArgumentException("--store is sqlite or postgresql.");
        var given = arguments.Text("postgres");
        var server = store == "sqlite" ? null : store == "postgresql" ? PostgresSchema.ServerOf(arguments) : PostgresSchema.FindServerOf(arguments);
        var kinds = arguments.Text("kind")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        FaultKinds.Of(kinds);
        return new ChaosOptions
        {
            Faults = faults,
            Seed = seed,
            Kinds = kinds,
            Folder = Directory.CreateTempSubdirectory("accounttwins-chaos-").FullName,
            Postgres = server,
            // A server that was named is not the one that the script controls.
            PostgresControl = server is null || given is not null ? null : PostgresControl.OfEnvironment,
            LengthMax = TimeSpan.FromSeconds(isLong ? 2.5 : 0.6),
            AuditEvery = arguments.Number("audit-every", 10),
            Workload = new WorkloadOptions
            {
                Seed = seed,
                Signals = faults * SignalsPerFault,
                Accounts = arguments.Number("accounts", 500),
                End = (TimeProvider.System.GetUtcNow() - EndsBefore).UtcDateTime.Date,
            },
        };
    }
}
