using AccountTwins.Grains.State;
using Npgsql;
using NpgsqlTypes;

namespace AccountTwins.Silo.Storage.Postgres;

/// <summary>
/// The statements of a batch. Columns travel as one array each, so the text is the same for every batch size and is prepared once.
/// </summary>
internal static class PostgresTwinStatements
{
    private const string Values =
        """
        unnest($1::text[], $2::text[], $3::bigint[], $4::uuid[], $5::integer[], $6::bytea[], $7::text[], $8::text[], $9::text[], $10::text[],
            $11::text[], $12::smallint[], $13::text[], $14::numeric[], $15::text[], $16::date[], $17::text[], $18::timestamptz[], $19::timestamptz[], $20::bigint[]
        """;

    private const string Names =
        """
        tenant, account, revision, writer, schema_version, state, name, name_search, segment, owner,
            band, band_rank, value_tier, arr, currency, renewal_date, autonomy, open_flag_since, due_at, identifiers_hash
        """;

    /// <summary>
    /// Updates the rows that are still the expected ones and returns their places. The identifier table is touched for rows whose
    /// identifiers changed; <c>identifiers_before</c> carries the old hash through RETURNING.
    /// </summary>
    private const string UpdateText =
        $"""
        WITH written AS (
            UPDATE account_twin t SET
                revision = v.revision, writer = v.writer, schema_version = v.schema_version, state = v.state, name = v.name, name_search = v.name_search,
                segment = v.segment, owner = v.owner, band = v.band, band_rank = v.band_rank, value_tier = v.value_tier, arr = v.arr, currency = v.currency,
                renewal_date = v.renewal_date, autonomy = v.autonomy, open_flag_since = v.open_flag_since, due_at = v.due_at,
                identifiers_before = t.identifiers_hash, identifiers_hash = v.identifiers_hash
            FROM {Values}, $21::bigint[], $22::uuid[], $23::text[])
                WITH ORDINALITY AS v({Names}, expected_revision, expected_writer, identifiers, place)
            WHERE t.tenant = v.tenant AND t.account = v.account AND t.revision = v.expected_revision AND t.writer = v.expected_writer
            RETURNING v.place, t.tenant, t.account, t.identifiers_before, t.identifiers_hash, string_to_array(v.identifiers, E'\n') AS identifiers),
        moved AS (SELECT tenant, account, identifiers FROM written WHERE identifiers_before <> identifiers_hash),
        gone AS (
            DELETE FROM account_identifier i USING moved m
            WHERE i.tenant = m.tenant AND i.account = m.account AND i.identifier <> ALL (m.identifiers)),
        come AS (
            INSERT INTO account_identifier (tenant, identifier, account)
            SELECT m.tenant, identifier, m.account FROM moved m, unnest(m.identifiers) AS identifier
            ON CONFLICT DO NOTHING)
        SELECT place FROM written
        """;

    private const string InsertText =
        $"""
        INSERT INTO account_twin ({Names}, shard, identifiers_before)
        SELECT {Names}, shard, 0 FROM {Values}, $21::smallint[]) AS v({Names}, shard)
        ON CONFLICT DO NOTHING
        RETURNING tenant, account
        """;

    /// <summary>Only for rows that the statement before inserted: they bear the new revision and writer.</summary>
    private const string InsertIdentifiersText =
        """
        INSERT INTO account_identifier (tenant, identifier, account)
        SELECT t.tenant, v.identifier, t.account
        FROM unnest($1::text[], $2::text[], $3::bigint[], $4::uuid[], $5::text[]) AS v(tenant, account, revision, writer, identifier)
        JOIN account_twin t ON t.tenant = v.tenant AND t.account = v.account AND t.revision = v.revision AND t.writer = v.writer
        ON CONFLICT DO NOTHING
        """;

    public static NpgsqlBatchCommand Update(TwinWrite[] rows)
    {
        var identifiers = Array.ConvertAll(rows, row => TwinColumns.Identifiers(row.Columns));
        var command = Row(UpdateText, rows, identifiers);
        Add(command, Array.ConvertAll(rows, row => row.Expected!.Value.Revision));
        Add(command, Array.ConvertAll(rows, row => row.Expected!.Value.Writer));
        Add(command, identifiers);
        return command;
    }

    public static NpgsqlBatchCommand Insert(TwinWrite[] rows)
    {
        var command = Row(InsertText, rows, Array.ConvertAll(rows, row => TwinColumns.Identifiers(row.Columns)));
        Add(command, Array.ConvertAll(rows, row => TwinColumns.Shard(row.Key)));
        return command;
    }

    /// <summary>Null when no row has an identifier.</summary>
    public static NpgsqlBatchCommand? InsertIdentifiers(TwinWrite[] rows)
    {
        var all = rows.SelectMany(row => row.Columns.Identifiers.Select(identifier => (Row: row, Identifier: identifier))).ToArray();
        if (all.Length == 0)
            return null;
        var command = new NpgsqlBatchCommand(InsertIdentifiersText);
        Add(command, Array.ConvertAll(all, one => one.Row.Key.Tenant));
        Add(command, Array.ConvertAll(all, one => one.Row.Key.Account));
        Add(command, Array.ConvertAll(all, one => one.Row.Next.Revision));
        Add(command, Array.ConvertAll(all, one => one.Row.Next.Writer));
        Add(command, Array.ConvertAll(all, one => one.Identifier));
        return command;
    }

    private static NpgsqlBatchCommand Row(string text, TwinWrite[] rows, string[] identifiers)
    {
        var command = new NpgsqlBatchCommand(text);
        Add(command, Array.ConvertAll(rows, row => row.Key.Tenant));
        Add(command, Array.ConvertAll(rows, row => row.Key.Account));
        Add(command, Array.ConvertAll(rows, row => row.Next.Revision));
        Add(command, Array.ConvertAll(rows, row => row.Next.Writer));
        Add(command, Array.ConvertAll(rows, row => row.SchemaVersion));
        Add(command, Array.ConvertAll(rows, row => row.State));
        Add(command, Array.ConvertAll(rows, row => row.Columns.Name));
        Add(command, Array.ConvertAll(rows, TwinColumns.NameSearch));
        Add(command, Array.ConvertAll(rows, row => row.Columns.Segment));
        Add(command, Array.ConvertAll(rows, row => row.Columns.Owner));
        Add(command, Array.ConvertAll(rows, row => row.Columns.Band));
        Add(command, Array.ConvertAll(rows, row => TwinColumns.BandRank(row.Columns.Band)));
        Add(command, Array.ConvertAll(rows, row => row.Columns.ValueTier));
        Add(command, Array.ConvertAll(rows, TwinColumns.Arr));
        Add(command, Array.ConvertAll(rows, row => row.Columns.Currency));
        Add(command, Array.ConvertAll(rows, TwinColumns.Renewal));
        Add(command, Array.ConvertAll(rows, row => row.Columns.Autonomy));
        AddInstants(command, Array.ConvertAll(rows, row => row.Columns.OpenFlagSince?.UtcDateTime));
        AddInstants(command, Array.ConvertAll(rows, row => row.Columns.DueAt?.UtcDateTime));
        Add(command, Array.ConvertAll(identifiers, TwinColumns.IdentifiersHash));
        return command;
    }

    private static void Add<T>(NpgsqlBatchCommand command, T[] values) => command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values });

    /// <summary>The driver reads the type off the first value, which may be null here, so it is named.</summary>
    private static void AddInstants(NpgsqlBatchCommand command, DateTime?[] values) =>
        command.Parameters.Add(new NpgsqlParameter<DateTime?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
}
