using AccountTwins.LoadTest.Load.Baselines;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.LoadTest.Load.Scenarios;

/// <summary>How many signals a second come in, three ways; after each the auditor checks every twin.</summary>
internal static class IngestScenario
{
    public const string Grouped = "ingest-grouped";
    public const string Scattered = "ingest-scattered";
    public const string Hot = "ingest-hot";
    public const int Partitions = 16;

    private const int GroupedAccounts = 10_000;
    private const int GroupedSignals = 300_000;

    /// <summary>Come in before anything counts, as they do later: what is compiled once is no cost of a signal, and the compiler is at it for many seconds.</summary>
    private const int GroupedWarm = 150_000;

    private const int ScatteredAccounts = 100_000;
    private const int ScatteredSignals = 200_000;
    private const int HotAccounts = 5_000;
    private const int HotSignals = 150_000;

    public static readonly TimeSpan GroupedCheckpoint = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ScatteredCheckpoint = TimeSpan.FromSeconds(20);

    public static async Task GroupedAsync(LoadBench bench, CancellationToken cancellationToken)
    {
        await using var place = await bench.OpenAsync(Partitions, GroupedCheckpoint);
        var traffic = new BurstTraffic(bench.Scaled(GroupedAccounts), 10, bench.End, bench.Options.Seed);
        var measure = new IngestMeasure(place, bench.Journal, Grouped);
        var warm = traffic.Take(traffic.Accounts, burstNow: 1).Concat(traffic.Take(bench.Scaled(GroupedWarm)));
        var rate = await measure.RunAsync(warm, traffic.Take(bench.Scaled(GroupedSignals)), cancellationToken);
        bench.Journal.Say($"{Grouped}: baselines");
        var (consumed, decoded) = (BareLoop.Run(place, decodes: false), BareLoop.Run(place, decodes: true));
        bench.BareLoop = decoded.PerSecond;
        IngestLines.Rates(bench, Grouped, rate, Bar.AtLeast(40_000));
        IngestLines.Stages(bench.Journal, Grouped, rate.Stages, consumed, decoded, measure.RulesPerSignal());
        IngestLines.Upserts(bench, Grouped, rate, place);
        await measure.AuditAsync();
    }

    public static async Task ScatteredAsync(LoadBench bench, CancellationToken cancellationToken)
    {
        await using var place = await bench.OpenAsync(Partitions, bench.Scaled(ScatteredCheckpoint));
        var traffic = new BurstTraffic(bench.Scaled(ScatteredAccounts), 1, bench.End, bench.Options.Seed);
        var measure = new IngestMeasure(place, bench.Journal, Scattered);
        var rate = await measure.RunAsync(traffic.Take(traffic.Accounts, burstNow: 1), traffic.Take(bench.Scaled(ScatteredSignals)), cancellationToken);
        bench.BareLoop ??= BareLoop.Run(place, decodes: true).PerSecond;
        IngestLines.Rates(bench, Scattered, rate, Bar.AtLeast(15_000));
        await measure.AuditAsync();
    }

    public static async Task HotAsync(LoadBench bench, CancellationToken cancellationToken)
    {
        await using var place = await bench.OpenAsync(Partitions, GroupedCheckpoint);
        var messages = new Traffic(new WorkloadOptions
        {
            Seed = bench.Options.Seed,
            Signals = bench.Scaled(HotSignals),
            Accounts = bench.Twins(HotAccounts),
            End = bench.End,
            IsOrdered = true,
        }).Read().ToList();
        var measure = new IngestMeasure(place, bench.Journal, Hot);
        var rate = await measure.RunAsync(messages.Take(messages.Count / 10), messages.Skip(messages.Count / 10), cancellationToken);
        IngestLines.Rates(bench, Hot, rate, bar: null);
        await measure.AuditAsync();
    }
}
