using AccountTwins.LoadTest.Crash.Race;
using AccountTwins.LoadTest.Running;
using AccountTwins.Tests.Support;
using Xunit.Abstractions;

namespace AccountTwins.Tests.Faults;

/// <summary>
/// Up to two thousand requests at once for one budget, over a real store, answered by a silo that is killed in between: the ledger's rows never allow more than
/// the budget, every answer that was sent is in them, and the same key gets the same answer.
/// </summary>
[Collection(FaultsCollection.Name)]
public sealed class BudgetRaceTests(ITestOutputHelper output)
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_budget_is_never_overspent_and_no_answer_is_lost_though_the_silo_is_killed_while_it_answers(StoreKind kind)
    {
        var folder = Directory.CreateTempSubdirectory("accounttwins-race-").FullName;
        var data = Path.Combine(folder, "data");
        await using var schema = kind == StoreKind.Postgres ? await PostgresSchema.CreateAsync(PostgresEnvironment.ConnectionString!) : null;
        var report = await new BudgetRace(new BudgetRaceOptions
        {
            Requests = Requests(kind),
            Kills = 2,
            Database = schema is null ? TwinDatabase.Sqlite(data) : TwinDatabase.Postgres(schema.ConnectionString, data),
            Folder = folder,
        }).RunAsync(CancellationToken.None);

        output.WriteLine(report.ToString());
        Assert.True(report.IsClean, $"logs in {folder}\n{report}");
        Assert.Equal((Requests(kind), 2), (report.Asked.Answered, report.AtKills.Count));
        Assert.InRange(report.Asked.SpentAmount, 1, report.Budget);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The same code decides over either store; what differs is how appends survive.</summary>
    private static int Requests(StoreKind kind) => kind == StoreKind.Sqlite ? 2_000 : 1_200;
}
