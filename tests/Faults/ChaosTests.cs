using AccountTwins.LoadTest.Chaos;
using AccountTwins.LoadTest.Workload;
using AccountTwins.Tests.Support;
using Xunit.Abstractions;

namespace AccountTwins.Tests.Faults;

/// <summary>Whatever happens to silo, broker, store, disk and clock, one thing after the other: every twin equals the oracle's.</summary>
[Collection(FaultsCollection.Name)]
public sealed class ChaosTests(ITestOutputHelper output)
{
    /// <summary>A seed with one fault of each kind that needs a group: those take longest.</summary>
    [Fact]
    public Task Fifty_faults_of_all_kinds_lose_and_double_nothing() => RunAsync(new()
    {
        Faults = 50,
        Seed = 37,
        Folder = Folder(),
        LengthMax = TimeSpan.FromMilliseconds(400),
        FlowMax = TimeSpan.FromMilliseconds(250),
        CheckpointEvery = TimeSpan.FromMilliseconds(200),
        Workload = WorkloadOf(50, 37),
    });

    [PostgresFact]
    public async Task Ten_faults_of_postgresql_and_of_the_way_to_it_lose_and_double_nothing()
    {
        await using var server = await PostgresServer.StartAsync();
        await RunAsync(new()
        {
            Faults = 10,
            Seed = 22,
            Kinds = ["store-restart", "store-away", "lost-answer", "slow-store", "zombie"],
            Folder = Folder(),
            Postgres = server.ConnectionString,
            PostgresControl = server.Control,
            AuditEvery = 5,
            Workload = WorkloadOf(10, 22),
        });
    }

    [LongFact(StoreKind.Sqlite)]
    public Task On_sqlite_five_hundred_faults_lose_and_double_nothing() => RunAsync(Long(23));

    [LongFact(StoreKind.Postgres)]
    public async Task On_postgresql_five_hundred_faults_lose_and_double_nothing()
    {
        await using var server = await PostgresServer.StartAsync();
        await RunAsync(Long(24) with { Postgres = server.ConnectionString, PostgresControl = server.Control });
    }

    private static ChaosOptions Long(int seed) => new()
    {
        Faults = 500,
        Seed = seed,
        Folder = Folder(),
        LengthMax = TimeSpan.FromSeconds(2.5),
        Workload = WorkloadOf(500, seed),
    };

    private static WorkloadOptions WorkloadOf(int faults, int seed) => new() { Seed = seed, Signals = faults * 400, Accounts = 300, End = FaultRig.End };

    private static string Folder() => Directory.CreateTempSubdirectory("accounttwins-chaos-").FullName;

    private async Task RunAsync(ChaosOptions options)
    {
        var log = new StringWriter();
        var report = await new ChaosRun(options, log).RunAsync(CancellationToken.None);

        output.WriteLine($"{log}{report}");
        Assert.True(report.IsClean, $"logs in {options.Folder}\n{report}\n{log}");
        Assert.Equal(options.Faults, report.Injected);
        Assert.Equal(options.Workload.Signals, report.Audit!.Signals);
        Directory.Delete(options.Folder, recursive: true);
    }
}
