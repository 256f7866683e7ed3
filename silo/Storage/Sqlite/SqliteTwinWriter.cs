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

    private readonly SqliteStatement insert;
    private readonly SqliteStatement updatePlain;
    private readonly SqliteStatement update;
    private readonly SqliteStatement forget;
    private readonly SqliteStatement remember;
    private readonly SqliteChangeWriter changes;

    public SqliteTwinWriter(SqliteConnection connection)
    {
        Connection = connection;
        insert = new SqliteStatement(
            connection,
            $"""
            INSERT INTO account_twin (tenant, account, shard, identifiers_before, {string.Join(", ", Columns)})
            VALUES ($tenant, $account, $shard, 0, {string.Join(", ", Columns.Select(column => "$" + column))})
            ON CONFLICT DO NOTHING RETURNING identifiers_before
            """,
            [.. Columns, "tenant", "account", "shard"]);

        // SQLite writes an index anew for every column that an update names, changed or not: most rows change none of these.
        updatePlain = new SqliteStatement(connection, Update(Plain, $" AND {string.Join(" AND ", Indexed.Select(column => $"{column} IS ${column}"))}"), UpdateParameters);
        update = new SqliteStatement(connection, Update(Columns, ""), UpdateParameters);
        forget = new SqliteStatement(connection, "DELETE FROM account_identifier WHERE tenant = $tenant AND account = $account", "tenant", "account");
        remember = new SqliteStatement(
            connection, "INSERT INTO account_identifier (tenant, identifier, account) VALUES ($tenant, $identifier, $account)", "tenant", "account", "identifier");
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
        insert["shard"] = (long)TwinColumns.Shard(write.Key);
        return insert.Scalar() as long?;
    }

    /// <summary>The hash of the identifiers that the table holds for the row, or null when nothing was updated.</summary>
    private static long? Update(SqliteStatement statement, TwinWrite write, long hash)
    {
        Bind(statement, write, hash);
        statement["expected_revision"] = write.Expected!.Value.Revision;
        statement["expected_writer"] = write.Expected.Value.Writer.ToByteArray();
        return statement.Scalar() as long?;
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
            forget["tenant"] = write.Key.Tenant;
            forget["account"] = write.Key.Account;
            forget.Run();
        }

        remember["tenant"] = write.Key.Tenant;
        remember["account"] = write.Key.Account;
        foreach (var identifier in identifiers.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            remember["identifier"] = identifier;
            remember.Run();
        }
    }

    private static void Bind(SqliteStatement statement, TwinWrite write, long identifiersHash)
    {
        var dialect = SqliteDialect.Instance;
        var columns = write.Columns;
        statement["tenant"] = write.Key.Tenant;
        statement["account"] = write.Key.Account;
        statement["revision"] = write.Next.Revision;
        statement["writer"] = write.Next.Writer.ToByteArray();
        statement["schema_version"] = (long)write.SchemaVersion;
        statement["state"] = write.State;
        statement["name"] = columns.Name;
        statement["name_search"] = TwinColumns.NameSearch(write);
        statement["segment"] = columns.Segment;
        statement["owner"] = columns.Owner;
        statement["band"] = columns.Band;
        statement["band_rank"] = (long)TwinColumns.BandRank(columns.Band);
        statement["value_tier"] = columns.ValueTier;
        statement["arr"] = dialect.Money(TwinColumns.Arr(write));
        statement["currency"] = columns.Currency;
        statement["renewal_date"] = dialect.Date(TwinColumns.Renewal(write));
        statement["autonomy"] = columns.Autonomy;
        statement["open_flag_since"] = dialect.InstantOrNull(columns.OpenFlagSince);
        statement["due_at"] = dialect.InstantOrNull(columns.DueAt);
        statement["identifiers_hash"] = identifiersHash;
    }
}
