using System.Data.Common;
using AccountTwins.Grains.State;
using AccountTwins.LoadTest.Running;
using AccountTwins.Tests.Support;
using Npgsql;

namespace AccountTwins.Tests.Silo.Storage.Ledger;

/// <summary>What the ledger says when the database refuses, hangs or loses an answer, and that the truth can be found afterwards.</summary>
public sealed class LedgerFaultTests
{
    private static readonly LedgerSubject Subject = Chains.Scenario("s");

    [Theory, OnSqlite, OnPostgres]
    public async Task Append_that_only_the_database_refuses_stands_alone(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await host.ChangeAsync(kind == StoreKind.Postgres
            ? "ALTER TABLE ledger ADD CHECK (kind <> 'guilty')"
            : "CREATE TRIGGER guilty BEFORE INSERT ON ledger WHEN new.kind = 'guilty' BEGIN SELECT raise(ABORT, 'guilty'); END");
        var subjects = Enumerable.Range(0, 100).Select(i => Chains.Scenario($"s{i}")).ToArray();

        // The guilty entry is the second of its append: the first must not stay behind.
        var results = await Task.WhenAll(subjects.Select((subject, i) =>
        {
            var entries = subject.Entries(2);
            entries[1] = i is 3 or 77 ? entries[1] with { Kind = "guilty" } : entries[1];
            return host.Ledger.AppendAsync(subject.Append(entries, new ReviewChange.Add(Chains.Item($"r{i}"))), default);
        }));

        for (var i = 0; i < results.Length; i++)
        {
            var refused = i is 3 or 77;
            Assert.Equal(refused ? AppendResult.Refused : AppendResult.Appended, results[i]);
            Assert.Equal(refused ? null : 2, (await host.Ledger.ReadEndAsync(subjects[i], default))?.Number);
            Assert.Equal(refused, await host.Reviews.ReadAsync("default", $"r{i}", default) is null);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Append_that_meets_a_lock_ends_unknown_in_time_and_changed_nothing(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind, ("StatementTimeoutSeconds", "2"));
        var append = Subject.Append(Subject.Entries(2), new ReviewChange.Add(Chains.Item("r")));
        await using (var blocker = host.OpenRaw())
        await using (var transaction = await blocker.BeginTransactionAsync())
        {
            await LockAsync(blocker, transaction, kind);

            Assert.Equal(AppendResult.Unknown, await host.Ledger.AppendAsync(append, default));
        }

        Assert.Null(await host.Ledger.ReadEndAsync(Subject, default));
        Assert.Null(await host.Reviews.ReadAsync("default", "r", default));
        Assert.Equal(AppendResult.Appended, await host.Ledger.AppendAsync(append, default));
    }

    [PostgresFact]
    public async Task Lost_answer_of_an_append_that_happened_is_settled_by_the_end()
    {
        var server = new NpgsqlConnectionStringBuilder(PostgresEnvironment.ConnectionString);
        await using var proxy = new LossyProxy(server.Port);
        server.Port = proxy.Port;
        await using var host = await StoreHost.OnServerAsync(server.ConnectionString);
        var entries = Subject.Entries(3);
        await host.Ledger.AppendAsync(Subject.Append(entries[..1]), default);

        proxy.LoseNextAnswer();
        Assert.Equal(AppendResult.Unknown, await host.Ledger.AppendAsync(Subject.Append(entries[1..], new ReviewChange.Add(Chains.Item("r"))), default));

        var end = await host.Ledger.ReadEndAsync(Subject, default);
        Assert.Equal(3, end!.Value.Number);
        Assert.Equal(entries[2].Hash, end.Value.Hash);
        Assert.NotNull(await host.Reviews.ReadAsync("default", "r", default));
        Assert.Equal(AppendResult.Conflict, await host.Ledger.AppendAsync(Subject.Append(entries[1..]), default));
    }

    /// <summary>Another writer that takes its time: of this chain's first number, or of the whole file.</summary>
    private static async Task LockAsync(DbConnection connection, DbTransaction transaction, StoreKind kind)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"""
            INSERT INTO ledger (tenant, subject, number, kind, at, key, hash, body)
            VALUES ('default', '{Subject.Name}', 1, 'decision', {(kind == StoreKind.Postgres ? "now()" : "0")}, 0, {(kind == StoreKind.Postgres ? "''" : "x''")}, {(kind == StoreKind.Postgres ? "''" : "x''")})
            """;
        await command.ExecuteNonQueryAsync();
    }
}
