using AccountTwins.Silo.Storage;
using AccountTwins.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AccountTwins.Tests.Silo.Storage;

/// <summary>Accounts whose time has come, the same on every database.</summary>
public sealed class SweepStoreTests
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory, OnSqlite, OnPostgres]
    public async Task Due_accounts_come_oldest_first_and_page_by_page(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await WriteAsync(host, ("late", Noon.AddMinutes(15)), ("now", Noon), ("b", Noon.AddHours(-1)), ("a", Noon.AddHours(-1)), ("never", null));

        var first = await host.Sweep.DueAsync(Noon, 2, SweepShard.All, null, default);
        var second = await host.Sweep.DueAsync(Noon, 2, SweepShard.All, first[^1], default);

        Assert.Equal(["a", "b"], first.Select(due => due.Key.Account));
        Assert.Equal([new DueAccount(Rows.Key("now"), Noon)], second);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task All_that_are_due_at_one_moment_come_once_each_and_in_order(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await WriteAsync(host, [.. Enumerable.Range(0, 250).Select(i => ($"a{i:000}", (DateTimeOffset?)Noon))]);

        var found = new List<string>();
        for (DueAccount? last = null; ;)
        {
            var page = await host.Sweep.DueAsync(Noon, 40, SweepShard.All, last, default);
            if (page.Count == 0)
                break;
            found.AddRange(page.Select(due => due.Key.Account));
            last = page[^1];
        }

        Assert.Equal(Enumerable.Range(0, 250).Select(i => $"a{i:000}"), found);
    }

    [Fact]
    public async Task A_page_is_read_along_an_index_that_has_its_order()
    {
        await using var host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        await using var connection = host.OpenRaw();
        await using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {SweepStore.NextPage}";
        foreach (var name in new[] { "@now", "@after", "@tenant", "@account", "@count", "@index", "@limit" })
            command.Parameters.Add(new SqliteParameter(name, 1));
        var plan = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                plan.Add(reader.GetString(3));
        }

        // A sort would read all that are due for every page of them.
        Assert.EndsWith("((due_at,tenant,account)>(?,?,?) AND due_at<?)", Assert.Single(plan));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shards_share_all_accounts_without_overlap(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await WriteAsync(host, [.. Enumerable.Range(0, 300).Select(i => ($"a{i}", (DateTimeOffset?)Noon))]);

        var shards = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => host.Sweep.DueAsync(Noon, 1000, new SweepShard(i, 3), null, default)));

        Assert.Equal(300, shards.SelectMany(shard => shard).Distinct().Count());
        Assert.All(shards, shard => Assert.InRange(shard.Count, 60, 140));
    }

    private static async Task WriteAsync(StoreHost host, params (string Account, DateTimeOffset? DueAt)[] rows) =>
        await Task.WhenAll(rows.Select(row => host.Twins.WriteAsync(Rows.New(Rows.Key(row.Account), Rows.Columns() with { DueAt = row.DueAt }), default)));
}
