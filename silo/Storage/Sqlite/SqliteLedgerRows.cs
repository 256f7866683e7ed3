using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Changes;
using AccountTwins.Silo.Storage.Ledger;
using Microsoft.Data.Sqlite;

namespace AccountTwins.Silo.Storage.Sqlite;

/// <summary>The ledger in SQLite: one transaction a batch, prepared statements within it. A failed batch leaves nothing behind.</summary>
internal sealed class SqliteLedgerRows(SqliteDatabase database) : ILedgerRows
{
    private SqliteLedgerWriter? writer;

    public async Task AppendAsync(ReadOnlyMemory<LedgerAppend> appends, Memory<AppendResult> results, CancellationToken cancellationToken)
    {
        // Results are copied only after the commit was answered: until then they are worth nothing.
        var answers = await database.RunAsync(Use.Write, connection => Append(connection, appends.Span), cancellationToken);
        answers.CopyTo(results);
        if (appends.Span.ContainsAnyAnnouncing())
            database.Announced.Set();
    }

    public Task<LedgerEntry[][]> ReadTailsAsync(LedgerSubject[] subjects, CancellationToken cancellationToken) =>
        ReadAsync(
            """
            SELECT number, kind, at, key, hash, body, snapshot FROM ledger
            WHERE tenant = $tenant AND subject = $subject AND number >= coalesce((
                SELECT s.number FROM ledger s WHERE s.tenant = $tenant AND s.subject = $subject AND s.snapshot IS NOT NULL
                ORDER BY s.number DESC LIMIT 1), 1)
            ORDER BY number
            """,
            Array.ConvertAll(subjects, subject => new LedgerKey(subject, 0)), Entry, found => found.ToArray(), cancellationToken);

    public Task<LedgerEnd?[]> ReadEndsAsync(LedgerSubject[] subjects, CancellationToken cancellationToken) =>
        ReadAsync(
            "SELECT number, hash FROM ledger WHERE tenant = $tenant AND subject = $subject ORDER BY number DESC LIMIT 1",
            Array.ConvertAll(subjects, subject => new LedgerKey(subject, 0)),
            reader => new LedgerEnd(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)), found => found.Count == 0 ? (LedgerEnd?)null : found[0], cancellationToken);

    public Task<long?[]> FindKeysAsync(LedgerKey[] keys, CancellationToken cancellationToken) =>
        ReadAsync(
            "SELECT number FROM ledger WHERE tenant = $tenant AND subject = $subject AND key = $key AND key <> 0 ORDER BY number DESC LIMIT 1",
            keys, reader => reader.GetInt64(0), found => found.Count == 0 ? (long?)null : found[0], cancellationToken);

    public Task<byte[]?[]> ReadHashesAsync(LedgerSubject[] subjects, long[] numbers, CancellationToken cancellationToken) =>
        ReadAsync(
            "SELECT hash FROM ledger WHERE tenant = $tenant AND subject = $subject AND number = $key",
            [.. subjects.Zip(numbers, (subject, number) => new LedgerKey(subject, (ulong)number))],
            reader => reader.GetFieldValue<byte[]>(0), found => found.SingleOrDefault(), cancellationToken);

    /// <summary>On the write lane, where nothing is in flight meanwhile; another process holds the file's lock until it has committed.</summary>
    public Task<long> SettledSeqAsync(string tenant, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Write, connection =>
        {
            using var command = connection.Statement("SELECT coalesce(max(seq), 0) FROM ledger WHERE tenant = $tenant", ("$tenant", tenant));
            return (long)command.ExecuteScalar()!;
        }, cancellationToken);

    /// <summary>On the write lane only, which is what makes <see cref="writer"/> safe.</summary>
    private AppendResult[] Append(SqliteConnection connection, ReadOnlySpan<LedgerAppend> appends)
    {
        if (writer?.Connection != connection)
            writer = new SqliteLedgerWriter(connection);
        var results = new AppendResult[appends.Length];

        // The file's one write lock is taken at once: what is looked at before an append cannot change until the commit.
        using var transaction = connection.BeginTransaction(deferred: false);
        writer.Transaction = transaction;
        for (var i = 0; i < appends.Length; i++)
            results[i] = writer.Append(appends[i]) ? AppendResult.Appended : AppendResult.Conflict;
        transaction.Commit();
        return results;
    }

    private Task<TAnswer[]> ReadAsync<TRow, TAnswer>(
        string sql, LedgerKey[] keys, Func<SqliteDataReader, TRow> map, Func<List<TRow>, TAnswer> answer, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Read, connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            var tenant = command.Parameters.Add("$tenant", SqliteType.Text);
            var subject = command.Parameters.Add("$subject", SqliteType.Text);
            var key = command.Parameters.Add("$key", SqliteType.Integer);
            return Array.ConvertAll(keys, wanted =>
            {
                (tenant.Value, subject.Value, key.Value) = (wanted.Subject.Tenant, wanted.Subject.Name, unchecked((long)wanted.Key));
                using var reader = command.ExecuteReader();
                var rows = new List<TRow>();
                while (reader.Read())
                    rows.Add(map(reader));
                return answer(rows);
            });
        }, cancellationToken);

    private static LedgerEntry Entry(SqliteDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetString(1),
        SqliteDialect.Instance.ReadInstant(reader, 2),
        unchecked((ulong)reader.GetInt64(3)),
        reader.GetFieldValue<byte[]>(4),
        reader.GetFieldValue<byte[]>(5),
        reader.IsDBNull(6) ? null : reader.GetFieldValue<byte[]>(6));
}
