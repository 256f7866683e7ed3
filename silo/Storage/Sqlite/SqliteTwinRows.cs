using System.Text;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Changes;
using Microsoft.Data.Sqlite;

namespace AccountTwins.Silo.Storage.Sqlite;

/// <summary>
/// Twin rows in SQLite: prepared statements, one transaction a batch while nobody else wants to write. A verdict that waits goes between two transactions: a
/// batch of twins takes as long as many of them. What fails leaves nothing behind of the transaction that it was in.
/// </summary>
internal sealed class SqliteTwinRows(SqliteDatabase database) : ITwinRows
{
    /// <summary>Rows that are written before others may go first.</summary>
    private const int RowsMin = 16;

    private SqliteTwinWriter? writer;

    public async Task WriteAsync(ReadOnlyMemory<TwinWrite> rows, Memory<WriteResult> results, CancellationToken cancellationToken)
    {
        while (rows.Length > 0)
        {
            // Results are copied only after the commit was answered: until then they are worth nothing.
            var left = rows;
            var answers = await database.RunAsync(Use.Write, connection => Write(connection, left.Span), cancellationToken);
            answers.CopyTo(results);
            if (rows.Span[..answers.Length].ContainsAnyAnnouncing())
                database.Announced.Set();
            (rows, results) = (rows[answers.Length..], results[answers.Length..]);
        }
    }

    public Task<StoredAccount[]> ReadAsync(AccountKey[] keys, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Read, connection =>
        {
            using var command = Select(
                connection,
                """
                SELECT t.revision, t.writer, t.schema_version, t.state, a.code, a.since, a.signals
                FROM (SELECT 1)
                LEFT JOIN account_twin t ON t.tenant = $tenant AND t.account = $account
                LEFT JOIN account_aside a ON a.tenant = $tenant AND a.account = $account
                """);
            return Array.ConvertAll(keys, key => One(command, key, reader => new StoredAccount(
                reader.IsDBNull(0) ? null : new StoredTwin(Version(reader), reader.GetInt32(2), reader.GetFieldValue<byte[]>(3)),
                reader.IsDBNull(4) ? null : new AsideMark(reader.GetString(4), database.Dialect.ReadInstant(reader, 5), reader.GetInt64(6)))));
        }, cancellationToken);

    public Task<RowVersion?[]> ReadVersionsAsync(AccountKey[] keys, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Read, connection =>
        {
            using var command = Select(connection, "SELECT revision, writer FROM account_twin WHERE tenant = $tenant AND account = $account");
            return Array.ConvertAll(keys, key => One<RowVersion?>(command, key, reader => Version(reader)));
        }, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The first rows, at least one, in one transaction. On the write lane only, which is what makes <see cref="writer"/> safe.</summary>
    private WriteResult[] Write(SqliteConnection connection, ReadOnlySpan<TwinWrite> rows)
    {
        if (writer?.Connection != connection)
            writer = new SqliteTwinWriter(connection);
        var results = new List<WriteResult>(rows.Length);
        using var transaction = connection.BeginTransaction(deferred: false);
        writer.Transaction = transaction;
        while (results.Count < rows.Length && !(results.Count > 0 && results.Count % RowsMin == 0 && database.IsWriteWaitedFor))
            results.Add(writer.Write(rows[results.Count]) ? WriteResult.Written : WriteResult.Conflict);
        transaction.Commit();
        return [.. results];
    }

    private static SqliteCommand Select(SqliteConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.Parameters.Add("$tenant", SqliteType.Text);
        command.Parameters.Add("$account", SqliteType.Text);
        return command;
    }

    private static T? One<T>(SqliteCommand command, AccountKey key, Func<SqliteDataReader, T> map)
    {
        command.Parameters[0].Value = key.Tenant;
        command.Parameters[1].Value = key.Account;
        using var reader = command.ExecuteReader();
        return reader.Read() ? map(reader) : default;
    }

    private static RowVersion Version(SqliteDataReader reader) => new(reader.GetInt64(0), new Guid(reader.GetFieldValue<byte[]>(1)));
}
