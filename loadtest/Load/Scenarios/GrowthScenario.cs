using System.Diagnostics;
using AccountTwins.Grains.Interfaces;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.LoadTest.Load.Scenarios;

/// <summary>
/// The same measures for one size and for three larger ones, each beside the first: what grows with the customer base, and what must not.
/// The signals that are timed go to as many accounts in each; ten times the accounts are there beside them.
/// </summary>
internal static class GrowthScenario
{
    public const string Name = "growth";

    private const int Signals = 40_000;

    /// <summary>Of the base's accounts, half are woken to warm up and the other half to measure.</summary>
    private const int Asked = 1_000;

    private static readonly Size Base = new("base", 2_000, 20, 2);

    private static readonly Size[] Larger =
    [
        Base with { Name = "accounts ×10", Accounts = 20_000 },
        Base with { Name = "history ×10", History = 200 },
        Base with { Name = "partitions ×8", Partitions = 16 },
    ];

    public static async Task RunAsync(LoadBench bench, CancellationToken cancellationToken)
    {
        var first = await MeasureAsync(bench, Base, cancellationToken);
        foreach (var (what, unit, value) in first.Each)
            bench.Journal.Add(Name, $"{Base}: {what}", value, unit);
        foreach (var size in Larger)
        {
            var cost = await MeasureAsync(bench, size, cancellationToken);
            foreach (var (now, before) in cost.Each.Zip(first.Each))
                bench.Journal.Add(new ReportLine(Name, $"{size.Name}: {now.What}", now.Value, now.Unit).Against("of the base", before.Value));
        }
    }

    private static async Task<Cost> MeasureAsync(LoadBench bench, Size size, CancellationToken cancellationToken)
    {
        bench.Journal.Say($"{Name}: {size}");
        await using var place = await bench.OpenAsync(size.Partitions, IngestScenario.GroupedCheckpoint);
        var (accounts, asked) = (bench.Scaled(size.Accounts), bench.Scaled(Asked));
        var traffic = new BurstTraffic(accounts, 10, bench.End, bench.Options.Seed);
        var measure = new IngestMeasure(place, bench.Journal, $"{Name}, {size.Name}") { IsSampled = false };
        var rate = await measure.RunAsync(traffic.Take((long)accounts * size.History), traffic.Take(bench.Scaled(Signals), accountsNow: 2 * asked), cancellationToken);
        var packed = await place.Database.PackedBytesAsync(BurstTraffic.AccountOf(2 * asked).Account);
        await using var silo = await InnerSilo.StartAsync(place.Setup, null, cancellationToken);
        for (var index = 0; index < asked; index++)
            await ReadAsync(asked + index);
        var began = Stopwatch.GetTimestamp();
        var bytes = await MemoryScenario.BytesEachAsync(asked, ReadAsync);
        var cold = Stopwatch.GetElapsedTime(began);
        began = Stopwatch.GetTimestamp();
        for (var index = 0; index < asked; index++)
            await ReadAsync(index);
        return new Cost(rate.Sustained, cold.TotalMicroseconds / asked, Stopwatch.GetElapsedTime(began).TotalMicroseconds / asked, bytes, packed);

        Task ReadAsync(int index) => silo.Grains.GetGrain<IAccountGrain>(BurstTraffic.AccountOf(index).ToString()).Read();
    }

    private sealed record Size(string Name, int Accounts, int History, int Partitions)
    {
        public override string ToString() => $"{Name} ({Accounts} accounts, {History} signals each, {Partitions} partitions)";
    }

    private sealed record Cost(double Ingest, double Cold, double Context, double Resident, double Packed)
    {
        public IReadOnlyList<(string What, string Unit, double Value)> Each =>
        [
            ("applied and durable", "/s", Ingest),
            ("waking a twin, its bytes counted", "µs", Cold),
            ("context in process, one caller", "µs", Context),
            ("a resident twin", "bytes", Resident),
            ("a twin packed", "bytes", Packed),
        ];
    }
}
