using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Changes;
using AccountTwins.Silo.Storage.Ledger;
using Npgsql;

namespace AccountTwins.Silo.Storage.Postgres;

/// <summary>
/// The ledger in PostgreSQL: the statements of a batch go out together and are one transaction, so a batch is one round trip and one flush.
/// </summary>
internal sealed class PostgresLedgerRows(PostgresDatabase database) : ILedgerRows
{
    private const string EntryColumns = "l.number, l.kind, l.at, l.key, l.hash, l.body, l.snapshot";

    public async Task AppendAsync(ReadOnlyMemory<LedgerAppend> appends, Memory<AppendResult> results, CancellationToken cancellationToken)
    {
        var answers = await database.RunAsync(Use.Write, async (connection, token) =>
        {
            var ends = new AppendResult[appends.Length];
            Array.Fill(ends, AppendResult.Conflict);
            await using var batch = new NpgsqlBatch((NpgsqlConnection)connection);
            foreach (var command in PostgresLedgerStatements.Of(appends.ToArray()))
                batch.BatchCommands.Add(command);
            var places = new Dictionary<LedgerSubject, int>(appends.Length);
            for (var i = 0; i < appends.Length; i++)
                places.Add(appends.Span[i].Subject, i);

            // The first answer is the lock's. Read to the end: the last answer is the one to the commit.
            await using var reader = await batch.ExecuteReaderAsync(token);
            await reader.NextResultAsync(token);
            while (await reader.ReadAsync(token))
                ends[places[new LedgerSubject(reader.GetString(0), reader.GetString(1))]] = AppendResult.Appended;
            while (await reader.NextResultAsync(token))
            {
            }

            return ends;
        }, cancellationToken);
        answers.CopyTo(results);
        if (appends.Span.ContainsAnyAnnouncing())
            database.Announced.Set();
    }

    public async Task<LedgerEntry[][]> ReadTailsAsync(LedgerSubject[] subjects, CancellationToken cancellationToken)
    {
        var tails = await ReadAsync(subjects, [], EntryColumns,
            """
            CROSS JOIN LATERAL (SELECT coalesce((
                SELECT s.number FROM ledger s WHERE s.tenant = v.tenant AND s.subject = v.subject AND s.snapshot IS NOT NULL
                ORDER BY s.number DESC LIMIT 1), 1) AS number) f
            JOIN ledger l ON l.tenant = v.tenant AND l.subject = v.subject AND l.number >= f.number
            ORDER BY v.place, l.number
            """,
            Entry, cancellationToken);
        return Array.ConvertAll(tails, tail => tail.ToArray());
    }

    public async Task<LedgerEnd?[]> ReadEndsAsync(LedgerSubject[] subjects, CancellationToken cancellationToken)
    {
        var ends = await ReadAsync(subjects, [], "l.number, l.hash",
            """
            CROSS JOIN LATERAL (
                SELECT e.number, e.hash FROM ledger e WHERE e.tenant = v.tenant AND e.subject = v.subject ORDER BY e.number DESC LIMIT 1) l
            """,
            reader => new LedgerEnd(reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)), cancellationToken);
        return Array.ConvertAll(ends, end => end.Count == 0 ? (LedgerEnd?)null : end[0]);
    }

    public async Task<long?[]> FindKeysAsync(LedgerKey[] keys, CancellationToken cancellationToken)
    {
        var numbers = await ReadAsync(Array.ConvertAll(keys, key => key.Subject), Array.ConvertAll(keys, key => unchecked((long)key.Key)), "l.number",
            """
            CROSS JOIN LATERAL (
                SELECT max(k.number) AS number FROM ledger k
                WHERE k.tenant = v.tenant AND k.subject = v.subject AND k.key = v.key AND k.key <> 0) l
            """,
            reader => reader.IsDBNull(1) ? (long?)null : reader.GetInt64(1), cancellationToken);
        return Array.ConvertAll(numbers, found => found.Count == 0 ? null : found[0]);
    }

    public async Task<byte[]?[]> ReadHashesAsync(LedgerSubject[] subjects, long[] numbers, CancellationToken cancellationToken)
    {
        var hashes = await ReadAsync(subjects, numbers, "l.hash",
            "JOIN ledger l ON l.tenant = v.tenant AND l.subject = v.subject AND l.number = v.key",
            reader => reader.GetFieldValue<byte[]>(1), cancellationToken);
        return Array.ConvertAll(hashes, found => found.SingleOrDefault());
    }

    public Task<long> SettledSeqAsync(string tenant, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Write, async (connection, token) =>
        {
            // Alone for a moment: batches in flight hold the lock shared until their end is visible, and those that come later draw a
            // higher seq. The second statement sees what the first has waited for.
            await using var batch = new NpgsqlBatch((NpgsqlConnection)connection);
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT pg_advisory_xact_lock({PostgresLedgerStatements.Lock})"));
            var newest = new NpgsqlBatchCommand("SELECT coalesce(max(seq), 0) FROM ledger WHERE tenant = $1");
            newest.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
            batch.BatchCommands.Add(newest);
            await using var reader = await batch.ExecuteReaderAsync(token);
            await reader.NextResultAsync(token);
            await reader.ReadAsync(token);
            return reader.GetInt64(0);
        }, cancellationToken);

    /// <summary>Column 0 is the place of the chain in the question.</summary>
    private Task<List<T>[]> ReadAsync<T>(
        LedgerSubject[] subjects, long[] keys, string columns, string from, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Read, async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(
                $"SELECT v.place, {columns} FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS v(tenant, subject, key, place)\n{from}",
                (NpgsqlConnection)connection);
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(subjects, subject => subject.Tenant) });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(subjects, subject => subject.Name) });
            command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = keys });
            await using var reader = await command.ExecuteReaderAsync(token);
            var answers = new List<T>[subjects.Length];
            for (var i = 0; i < answers.Length; i++)
                answers[i] = [];
            while (await reader.ReadAsync(token))
                answers[(int)reader.GetInt64(0) - 1].Add(map(reader));
            return answers;
        }, cancellationToken);

    private static LedgerEntry Entry(NpgsqlDataReader reader) => new(
        reader.GetInt64(1),
        reader.GetString(2),
        PostgresDialect.Instance.ReadInstant(reader, 3),
        unchecked((ulong)reader.GetInt64(4)),
        reader.GetFieldValue<byte[]>(5),
        reader.GetFieldValue<byte[]>(6),
        reader.IsDBNull(7) ? null : reader.GetFieldValue<byte[]>(7));
}
