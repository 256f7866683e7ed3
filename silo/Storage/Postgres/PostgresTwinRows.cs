using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Changes;
using Npgsql;

namespace AccountTwins.Silo.Storage.Postgres;

/// <summary>
/// Twin rows in PostgreSQL: the statements of a batch go out together and are one transaction, so a batch is one round trip and one flush.
/// </summary>
internal sealed class PostgresTwinRows(PostgresDatabase database) : ITwinRows
{
    public async Task WriteAsync(ReadOnlyMemory<TwinWrite> rows, Memory<WriteResult> results, CancellationToken cancellationToken)
    {
        var answers = await database.RunAsync(Use.Write, async (connection, token) =>
        {
            var ends = new WriteResult[rows.Length];
            Array.Fill(ends, WriteResult.Conflict);
            await using var batch = new NpgsqlBatch((NpgsqlConnection)connection);
            var known = Positions(rows.Span, isKnown: true);
            var unknown = Positions(rows.Span, isKnown: false);
            if (known.Length > 0)
                batch.BatchCommands.Add(PostgresTwinStatements.Update(Pick(rows.Span, known)));
            if (unknown.Length > 0)
            {
                var news = Pick(rows.Span, unknown);
                batch.BatchCommands.Add(PostgresTwinStatements.Insert(news));
                if (PostgresTwinStatements.InsertIdentifiers(news) is { } identifiers)
                    batch.BatchCommands.Add(identifiers);
            }

            if (PostgresChangeStatements.Of(rows.Span) is { } changes)
                batch.BatchCommands.Add(changes);

            // Read to the end: the last answer is the one to the commit.
            await using var reader = await batch.ExecuteReaderAsync(token);
            if (known.Length > 0)
            {
                while (await reader.ReadAsync(token))
                    ends[known[(int)reader.GetInt64(0) - 1]] = WriteResult.Written;
                await reader.NextResultAsync(token);
            }

            if (unknown.Length > 0)
            {
                var places = unknown.ToDictionary(place => rows.Span[place].Key);
                while (await reader.ReadAsync(token))
                    ends[places[new AccountKey(reader.GetString(0), reader.GetString(1))]] = WriteResult.Written;
            }

            while (await reader.NextResultAsync(token))
            {
            }

            return ends;
        }, cancellationToken);
        answers.CopyTo(results);
        if (rows.Span.ContainsAnyAnnouncing())
            database.Announced.Set();
    }

    public Task<StoredAccount[]> ReadAsync(AccountKey[] keys, CancellationToken cancellationToken) =>
        ReadAsync(
            keys,
            """
            SELECT v.place, t.revision, t.writer, t.schema_version, t.state, a.code, a.since, a.signals
            FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS v(tenant, account, place)
            LEFT JOIN account_twin t ON t.tenant = v.tenant AND t.account = v.account
            LEFT JOIN account_aside a ON a.tenant = v.tenant AND a.account = v.account
            """,
            reader => new StoredAccount(
                reader.IsDBNull(1) ? null : new StoredTwin(Version(reader), reader.GetInt32(3), reader.GetFieldValue<byte[]>(4)),
                reader.IsDBNull(5) ? null : new AsideMark(reader.GetString(5), database.Dialect.ReadInstant(reader, 6), reader.GetInt64(7))),
            cancellationToken);

    public Task<RowVersion?[]> ReadVersionsAsync(AccountKey[] keys, CancellationToken cancellationToken) =>
        ReadAsync<RowVersion?>(
            keys,
            """
            SELECT v.place, t.revision, t.writer
            FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS v(tenant, account, place)
            JOIN account_twin t ON t.tenant = v.tenant AND t.account = v.account
            """,
            reader => Version(reader),
            cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T[]> ReadAsync<T>(AccountKey[] keys, string text, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Read, async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(text, (NpgsqlConnection)connection);
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(keys, key => key.Tenant) });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(keys, key => key.Account) });
            await using var reader = await command.ExecuteReaderAsync(token);
            var answers = new T[keys.Length];
            while (await reader.ReadAsync(token))
                answers[(int)reader.GetInt64(0) - 1] = map(reader);
            return answers;
        }, cancellationToken);

    private static RowVersion Version(NpgsqlDataReader reader) => new(reader.GetInt64(1), reader.GetGuid(2));

    private static int[] Positions(ReadOnlySpan<TwinWrite> rows, bool isKnown)
    {
        var places = new List<int>(rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Expected is not null == isKnown)
                places.Add(i);
        }

        return [.. places];
    }

    private static TwinWrite[] Pick(ReadOnlySpan<TwinWrite> rows, int[] places)
    {
        var picked = new TwinWrite[places.Length];
        for (var i = 0; i < places.Length; i++)
            picked[i] = rows[places[i]];
        return picked;
    }
}
