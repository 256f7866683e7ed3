using AccountTwins.Grains.State;
using Microsoft.Data.Sqlite;

namespace AccountTwins.Silo.Storage.Sqlite;

/// <summary>The prepared statements that write one row and its identifiers, on one connection.</summary>
internal sealed class SqliteTwinWriter
{
    private static readonly string[] Plain =
        ["revision", "writer", "schema_version", "state", "name", "segment", "owner", "band", "value_tier", "currency", "autonomy", "identifiers_hash"];

    private static readonly string[] Indexed = ["name_search", "band_rank", "arr", "renewal_date", "open_flag_since", "due_at"];

    private static readonly string[] Columns = [.. Plain, .. Indexed];

    private readonly SqliteCommand insert;
    private readonly SqliteCommand updatePlain;
    private readonly SqliteCommand update;
    private readonly SqliteCommand forget;
    private readonly SqliteCommand remember;
    private readonly SqliteChangeWriter changes;

    public SqliteTwinWriter(SqliteConnection connection)
    {
        Connection = connection;
        insert = Prepare(
            $"""
            INSERT INTO account_twin (tenant, account, shard, identifiers_before, {string.Join(", ", Columns)})
            VALUES ($tenant, $account, $shard, 0, {string.Join(", ", Columns.Select(column => "$" + column))})
            ON CONFLICT DO NOTHING RETURNING identifiers_before
            """,
            [.. Columns, "tenant", "account", "shard"]);

        // SQLite writes an index anew for every column that an update names, changed or not: most rows change none of these.
        updatePlain = Prepare(Update(Plain, $" AND {string.Join(" AND ", Indexed.Select(column => $"{column} IS ${column}"))}"), UpdateParameters);
        update = Prepare(Update(Columns, ""), UpdateParameters);
        forget = Prepare("DELETE FROM account_identifier WHERE tenant = $tenant AND account = $account", ["tenant", "account"]);
        remember = Prepare(
            "INSERT INTO account_identifier (tenant, identifier, account) VALUES ($tenant, $identifier, $account)", ["tenant", "account", "identifier"]);
        changes = new SqliteChangeWriter(connection);
    }

    private static string[] UpdateParameters => [.. Columns, "tenant", "account", "expected_revision", "expected_writer"];

    public SqliteConnection Connection { get; }

    public SqliteTransaction Transaction
    {
        set => insert.Transaction = updatePlain.Transaction = update.Transaction = forget.Transaction = remember.Transaction = changes.Transaction = value;
    }

    /// <summary>False when the row is not the expected one.</summary>
    public bool Write(TwinWrite write)
    {
        var identifiers = TwinColumns.Identifiers(write.Columns);
        var hash = TwinColumns.IdentifiersHash(identifiers);
        if ((write.Expected is null ? Insert(write, hash) : Update(updatePlain, write, hash) ?? Update(update, write, hash)) is not { } before)
            return false;
        if (before != hash)
            WriteIdentifiers(write, identifiers, before != 0);
        changes.Write(write.Changes);
        return true;
    }

    /// <summary>The hash of the identifiers that the table holds for the row, or null when the row exists.</summary>
    private long? Insert(TwinWrite write, long hash)
    {
        Bind(insert, write, hash);
        Set(insert, "shard", (long)TwinColumns.Shard(write.Key));
        return insert.ExecuteScalar() as long?;
    }

    /// <summary>The hash of the identifiers that the table holds for the row, or null when nothing was updated.</summary>
    private static long? Update(SqliteCommand command, TwinWrite write, long hash)
    {
        Bind(command, write, hash);
        Set(command, "expected_revision", write.Expected!.Value.Revision);
        Set(command, "expected_writer", write.Expected.Value.Writer.ToByteArray());
        return command.ExecuteScalar() as long?;
    }

    private static string Update(string[] columns, string condition) =>
        $"""
        UPDATE account_twin SET identifiers_before = identifiers_hash, {string.Join(", ", columns.Select(column => $"{column} = ${column}"))}
        WHERE tenant = $tenant AND account = $account AND revision = $expected_revision AND writer = $expected_writer{condition}
        RETURNING identifiers_before
        """;

    private void WriteIdentifiers(TwinWrite write, string identifiers, bool hadSome)
    {
        if (hadSome)
        {
            Set(forget, "tenant", write.Key.Tenant);
            Set(forget, "account", write.Key.Account);
            forget.ExecuteNonQuery();
        }

        Set(remember, "tenant", write.Key.Tenant);
        Set(remember, "account", write.Key.Account);
        foreach (var identifier in identifiers.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Set(remember, "identifier", identifier);
            remember.ExecuteNonQuery();
        }
    }

    private static void Bind(SqliteCommand command, TwinWrite write, long identifiersHash)
    {
        var dialect = SqliteDialect.Instance;
        var columns = write.Columns;
        Set(command, "tenant", write.Key.Tenant);
        Set(command, "account", write.Key.Account);
        Set(command, "revision", write.Next.Revision);
        Set(command, "writer", write.Next.Writer.ToByteArray());
        Set(command, "schema_version", (long)write.SchemaVersion);
        Set(command, "state", write.State);
        Set(command, "name", columns.Name);
        Set(command, "name_search", TwinColumns.NameSearch(write));
        Set(command, "segment", columns.Segment);
        Set(command, "owner", columns.Owner);
        Set(command, "band", columns.Band);
        Set(command, "band_rank", (long)TwinColumns.BandRank(columns.Band));
        Set(command, "value_tier", columns.ValueTier);
        Set(command, "arr", dialect.Money(TwinColumns.Arr(write)));
        Set(command, "currency", columns.Currency);
        Set(command, "renewal_date", dialect.Date(TwinColumns.Renewal(write)));
        Set(command, "autonomy", columns.Autonomy);
        Set(command, "open_flag_since", dialect.InstantOrNull(columns.OpenFlagSince));
        Set(command, "due_at", dialect.InstantOrNull(columns.DueAt));
        Set(command, "identifiers_hash", identifiersHash);
    }

    private static void Set(SqliteCommand command, string name, object? value) => command.Parameters["$" + name].Value = value ?? DBNull.Value;

    private SqliteCommand Prepare(string sql, string[] parameters)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter("$" + name, null));
        command.Prepare();
        return command;
    }
}
