using AccountTwins.LoadTest.Crash;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;
using AccountTwins.Tests.Support;
using Xunit.Abstractions;

namespace AccountTwins.Tests.Faults;

/// <summary>A silo that is killed at any moment loses nothing and doubles nothing: every twin equals the oracle's.</summary>
[Collection(FaultsCollection.Name)]
public sealed class CrashTests(ITestOutputHelper output)
{
    [Fact]
    public Task A_silo_killed_six_times_loses_and_doubles_nothing() =>
        RunAsync(new() { Seed = 11, Signals = 20_000, Accounts = 500, HotShare = 0.5, End = FaultRig.End }, kills: 6);

    [Fact]
    public Task In_one_topic_and_partition_flags_and_timelines_survive_kills_too() =>
        RunAsync(new() { Seed = 12, Signals = 5_000, Accounts = 100, IsOrdered = true, End = FaultRig.End }, kills: 3);

    [Fact]
    public Task A_silo_killed_four_times_keeps_every_decision_that_it_answered_and_overspends_nothing() =>
        RunAsync(new() { Seed = 15, Signals = 5_000, Accounts = 100, End = FaultRig.End }, kills: 4, askers: 4);

    [LongFact(StoreKind.Sqlite)]
    public Task On_sqlite_fifty_kills_lose_and_double_nothing() =>
        RunAsync(new() { Seed = 13, Signals = 200_000, End = FaultRig.End }, kills: 50, askers: 4);

    [LongFact(StoreKind.Postgres)]
    public Task On_postgresql_fifty_kills_lose_and_double_nothing() =>
        RunAsync(new() { Seed = 14, Signals = 200_000, End = FaultRig.End }, kills: 50, askers: 4, PostgresEnvironment.ConnectionString);

    private async Task RunAsync(WorkloadOptions workload, int kills, int askers = 0, string? postgres = null)
    {
        var folder = Directory.CreateTempSubdirectory("accounttwins-crash-").FullName;
        var data = Path.Combine(folder, "data");
        await using var schema = postgres is null ? null : await PostgresSchema.CreateAsync(postgres);
        var log = new StringWriter();
        var report = await new CrashRun(
            new CrashOptions
            {
                Kills = kills,
                Askers = askers,
                LifeMax = TimeSpan.FromSeconds(2),
                Workload = workload,
                Topics = workload.IsOrdered ? TopicPlan.Single(1) : TopicPlan.ByFamily(4),
                Database = schema is null ? TwinDatabase.Sqlite(data) : TwinDatabase.Postgres(schema.ConnectionString, data),
                Folder = folder,
            },
            log).RunAsync(CancellationToken.None);

        output.WriteLine($"{log}{report}");
        Assert.True(report.IsClean, $"seed {workload.Seed}, logs in {folder}\n{report}");
        Assert.Equal(kills, report.Kills);
        Assert.Equal(workload.Signals, report.Audit.Signals);
        Assert.True(askers == 0 || report.Asked is { Allowed: > 0 }, report.ToString());
        Directory.Delete(folder, recursive: true);
    }
}
