using AccountTwins.Domain.Changes;
using AccountTwins.Grains.State;
using Npgsql;
using NpgsqlTypes;

namespace AccountTwins.Silo.Storage.Postgres;

/// <summary>
/// The statements that announce changes with the rows of a batch, in its transaction and only for those that landed in it: a row of the same
/// version that an earlier transaction wrote has announced its changes itself.
/// </summary>
internal static class PostgresChangeStatements
{
    private const string Columns = "tenant, account, id, kind, segment, at, data";

    private const string Values = "v.tenant, v.account, v.id, v.kind, v.segment, v.at, v.data";

    private const string Arrays = "$1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::bytea[]";

    private const string OfTwinsText =
        $"""
        INSERT INTO account_change ({Columns})
        SELECT {Values}
        FROM unnest({Arrays}, $8::bigint[], $9::uuid[]) WITH ORDINALITY AS v({Columns}, revision, writer, place)
        JOIN account_twin t ON t.tenant = v.tenant AND t.account = v.account AND t.revision = v.revision AND t.writer = v.writer
            AND t.xmin = pg_current_xact_id()::xid
        ORDER BY v.place
        ON CONFLICT (tenant, id) DO NOTHING
        """;

    private const string OfLedgerText =
        $"""
        INSERT INTO account_change ({Columns})
        SELECT {Values}
        FROM unnest({Arrays}, $8::text[], $9::bigint[]) WITH ORDINALITY AS v({Columns}, subject, first, place)
        {PostgresLedgerStatements.Landed}
        ORDER BY v.place
        ON CONFLICT (tenant, id) DO NOTHING
        """;

    /// <summary>Null when no row of the batch announces anything, as most do not.</summary>
    public static NpgsqlBatchCommand? Of(ReadOnlySpan<TwinWrite> rows)
    {
        List<(TwinWrite Row, ChangeRow Change)>? all = null;
        foreach (var row in rows)
        {
            foreach (var change in row.Changes)
                (all ??= []).Add((row, change));
        }

        if (all is null)
            return null;
        var command = Changes(OfTwinsText, [.. all.Select(one => one.Change)]);
        PostgresLedgerStatements.Add(command, [.. all.Select(one => one.Row.Next.Revision)]);
        PostgresLedgerStatements.Add(command, [.. all.Select(one => one.Row.Next.Writer)]);
        return command;
    }

    /// <summary>Null when no append of the batch announces anything.</summary>
    public static NpgsqlBatchCommand? Of(LedgerAppend[] appends)
    {
        List<(LedgerAppend Append, ChangeRow Change)>? all = null;
        foreach (var append in appends)
        {
            foreach (var change in append.Changes)
                (all ??= []).Add((append, change));
        }

        if (all is null)
            return null;
        var command = Changes(OfLedgerText, [.. all.Select(one => one.Change)]);
        PostgresLedgerStatements.Add(command, [.. all.Select(one => one.Append.Subject.Name)]);
        PostgresLedgerStatements.Add(command, [.. all.Select(one => one.Append.Entries[0].Number)]);
        return command;
    }

    private static NpgsqlBatchCommand Changes(string text, ChangeRow[] changes)
    {
        var command = new NpgsqlBatchCommand(text);
        Text(change => change.Tenant);
        Text(change => change.Account);
        Text(change => change.Id);
        Text(change => change.Kind);
        Text(change => change.Segment);
        PostgresLedgerStatements.Add(command, Array.ConvertAll(changes, change => PostgresLedgerStatements.Instant(change.At)), NpgsqlDbType.TimestampTz);
        PostgresLedgerStatements.Add(command, Array.ConvertAll(changes, change => change.Data));
        return command;

        void Text(Converter<ChangeRow, string?> of) => PostgresLedgerStatements.Add(command, Array.ConvertAll(changes, of), NpgsqlDbType.Text);
    }
}
