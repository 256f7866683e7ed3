using System.Data.Common;
using AccountTwins.Grains.State;
using AccountTwins.LoadTest.Running;
using AccountTwins.Silo.Storage;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using StreamId = AccountTwins.Silo.Storage.StreamId;

namespace AccountTwins.Tests.Silo.Storage;

/// <summary>What the store says when the database refuses, hangs, loses an answer or is away, and that the truth can be found afterwards.</summary>
public sealed class StoreFaultTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Row_that_only_the_database_refuses_stands_alone(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await host.ChangeAsync(kind == StoreKind.Postgres
            ? "ALTER TABLE account_twin ADD CHECK (owner <> 'guilty')"
            : "CREATE TRIGGER guilty BEFORE INSERT ON account_twin WHEN new.owner = 'guilty' BEGIN SELECT raise(ABORT, 'guilty'); END");
        var writes = Enumerable.Range(0, 200)
            .Select(i => Rows.New(Rows.Key($"a{i}"), Rows.Columns() with { Owner = i is 3 or 150 ? "guilty" : "ann", Identifiers = [$"ticket:{i}"] })).ToArray();

        var results = await Task.WhenAll(writes.Select(write => host.Twins.WriteAsync(write, default)));

        for (var i = 0; i < results.Length; i++)
        {
            Assert.Equal(i is 3 or 150 ? WriteResult.Refused : WriteResult.Written, results[i]);
            Assert.Equal(i is 3 or 150 ? 0 : 1, (await host.Search.ResolveAsync("default", $"ticket:{i}", default)).Count);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Write_that_meets_a_lock_ends_unknown_in_time_and_changed_nothing(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind, ("StatementTimeoutSeconds", "2"));
        var write = Rows.New(Rows.Key("a"));
        await host.Twins.WriteAsync(write, default);
        await using (var blocker = host.OpenRaw())
        await using (var transaction = await blocker.BeginTransactionAsync())
        {
            await LockAsync(blocker, transaction);

            Assert.Equal(WriteResult.Unknown, await host.Twins.WriteAsync(write.Then(), default));
            Assert.Equal(write.Next, await host.Twins.ReadVersionAsync(write.Key, default));
        }

        Assert.Equal(WriteResult.Written, await host.Twins.WriteAsync(write.Then(), default));
        Assert.True(host.Health.Current.Reachable);
    }

    [PostgresFact]
    public async Task Killed_session_leaves_the_old_row()
    {
        await using var host = await StoreHost.OpenAsync(StoreKind.Postgres);
        var write = Rows.New(Rows.Key("a"));
        await host.Twins.WriteAsync(write, default);
        await using (var blocker = host.OpenRaw())
        await using (var transaction = await blocker.BeginTransactionAsync())
        {
            await LockAsync(blocker, transaction);
            var waiting = host.Twins.WriteAsync(write.Then(), default);

            // pg_blocking_pids tells when the write has reached the lock; only sessions of this test wait for this blocker.
            var pid = ((NpgsqlConnection)blocker).ProcessID;
            await using var watcher = host.OpenRaw();
            while (await ScalarAsync(watcher, $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {pid} = ANY (pg_blocking_pids(pid))") is 0L)
                Assert.False(waiting.IsCompleted);

            Assert.Equal(WriteResult.Unknown, await waiting);
        }

        Assert.Equal(write.Next, await host.Twins.ReadVersionAsync(write.Key, default));
        Assert.Equal(WriteResult.Written, await host.Twins.WriteAsync(write.Then(), default));
    }

    [PostgresFact]
    public async Task Lost_answer_of_a_write_that_happened_is_settled_by_its_version()
    {
        var server = new NpgsqlConnectionStringBuilder(PostgresEnvironment.ConnectionString);
        await using var proxy = new LossyProxy(server.Port);
        server.Port = proxy.Port;
        await using var host = await StoreHost.OnServerAsync(server.ConnectionString);
        var write = Rows.New(Rows.Key("a"));
        await host.Twins.WriteAsync(write, default);

        proxy.LoseNextAnswer();
        Assert.Equal(WriteResult.Unknown, await host.Twins.WriteAsync(write.Then(), default));

        Assert.Equal(write.Then().Next, await host.Twins.ReadVersionAsync(write.Key, default));
    }

    [PostgresFact]
    public async Task Store_that_goes_away_and_comes_back_is_usable_again()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var host = await StoreHost.OnServerAsync(server.ConnectionString, ("WaitTimeoutSeconds", "5"));
        var write = Rows.New(Rows.Key("a"));
        await host.Twins.WriteAsync(write, default);
        var stream = await host.Streams.OpenAsync(new StreamId("log", "topic", 0), default);

        await server.StopAsync();
        Assert.Equal(WriteResult.Unknown, await host.Twins.WriteAsync(write.Then(), default));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => host.Twins.ReadAsync(write.Key, default));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => host.Twins.ReadVersionAsync(write.Key, default));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => host.Streams.TryCommitAsync(new(stream.Number, 5, [1]), -1, default));
        Assert.False((await host.Health.ProbeAsync(default)).Reachable);

        await server.RestartAsync();
        Assert.True(await ComesBackAsync(host));
        Assert.Equal(write.Next, await host.Twins.ReadVersionAsync(write.Key, default));
        Assert.Equal(WriteResult.Written, await host.Twins.WriteAsync(write.Then(), default));
    }

    [Fact]
    public async Task Full_disk_is_unknown_changes_nothing_and_passes()
    {
        await using var host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        var write = Rows.New(Rows.Key("a"));
        await host.Twins.WriteAsync(write, default);
        var database = host.Services.GetRequiredService<Database>();
        await database.RunAsync(Use.Write, (connection, token) => connection.Statement("PRAGMA max_page_count = 1").ExecuteAsync(token), default);

        Assert.Equal(WriteResult.Unknown, await host.Twins.WriteAsync(write.Then(state: new byte[500_000]), default));
        Assert.Equal(write.Next, await host.Twins.ReadVersionAsync(write.Key, default));

        // The next write opens a new connection, for which the limit does not hold.
        Assert.Equal(WriteResult.Written, await host.Twins.WriteAsync(write.Then(state: new byte[500_000]), default));
    }

    [PostgresFact]
    public async Task Start_waits_for_a_database_that_comes_later_but_not_for_ever()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.StopAsync();
        await using var patient = StoreHost.Build(Settings("60"));
        await using var hasty = StoreHost.Build(Settings("0"));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => StartAsync(hasty));
        var starting = StartAsync(patient);
        await server.RestartAsync();
        await starting;
        Assert.Empty(await patient.GetRequiredService<IStreamStore>().ListAsync(default));

        Dictionary<string, string?> Settings(string patience) => new()
        {
            ["Storage:Provider"] = "postgresql",
            ["Storage:ConnectionString"] = server.ConnectionString,
            ["Storage:StartTimeoutSeconds"] = patience,
        };

        static Task StartAsync(IServiceProvider services) => services.GetServices<IHostedService>().OfType<StorageStart>().Single().StartingAsync(default);
    }

    [Fact]
    public async Task Closed_store_answers_its_callers()
    {
        var host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        var twins = host.Twins;
        var writes = Enumerable.Range(0, 1000).Select(i => twins.WriteAsync(Rows.New(Rows.Key($"a{i}")), default)).ToArray();
        await host.DisposeAsync();

        // What was accepted before is written; after, the store is away.
        Assert.All(await Task.WhenAll(writes), result => Assert.Equal(WriteResult.Written, result));
        Assert.Equal(WriteResult.Unknown, await twins.WriteAsync(Rows.New(Rows.Key("late")), default));
    }

    /// <summary>Old connections of the pool may still be broken: a few tries, no waiting.</summary>
    private static async Task<bool> ComesBackAsync(StoreHost host)
    {
        for (var i = 0; i < 50; i++)
        {
            if ((await host.Health.ProbeAsync(default)).Reachable)
                return true;
        }

        return false;
    }

    private static async Task LockAsync(DbConnection connection, DbTransaction transaction)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "UPDATE account_twin SET revision = revision";
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ScalarAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
