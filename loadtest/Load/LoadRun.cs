using System.Diagnostics;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Load;

/// <summary>One load run: the scenarios that were asked for, one after the other, each with an endpoint and a database of its own.</summary>
internal static class LoadRun
{
    public static async Task<LoadReport> RunAsync(LoadOptions options, string folder, Action<string> says, CancellationToken cancellationToken)
    {
        var journal = new Journal(says);
        var bench = new LoadBench(options, folder, journal);
        var stolen = new StolenTime();
        var began = Stopwatch.GetTimestamp();
        foreach (var scenario in options.Scenarios)
        {
            journal.Say(scenario.Name);
            await scenario.RunAsync(bench, cancellationToken);
        }

        return new LoadReport
        {
            At = bench.End,
            Engine = Machine.Engine,
            Processor = Machine.Processor,
            Collector = Machine.Collector,
            Cores = Environment.ProcessorCount,
            Store = options.Postgres is null ? TwinDatabase.SqliteName : TwinDatabase.PostgresName,
            Commit = Machine.Commit,
            Seed = options.Seed,
            Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds,
            Stolen = stolen.Share,
            Lines = journal.Lines,
            Faults = journal.Faults,
            Timelines = journal.Timelines,
        };
    }
}
