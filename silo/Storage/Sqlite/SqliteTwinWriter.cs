using AccountTwins.Grains.State;
using Microsoft.Data.Sqlite;

namespace AccountTwins.Silo.Storage.Sqlite;

/// <summary>
/// The prepared statements that write one row and its identifiers, on one connection. SQLite writes an index anew for every column that an update
/// names, changed or not, and each is a page of its own in the log: a row is looked at first, and only what changed of it is named.
/// </summary>
internal sealed class SqliteTwinWriter
{
    private static readonly string[] Plain =
        ["revision", "writer", "schema_version", "state", "name", "segment", "owner", "band", "value_tier", "currency", "autonomy", "identifiers_hash"];

    private static readonly string[] Indexed = ["name_search", "band_rank", "arr", "renewal_date", "open_flag_since", "due_at"];

    private readonly SqliteStatement insert;
    private readonly SqliteStatement look;
    private readonly SqliteStatement held;
    private readonly SqliteStatement forget;
    private readonly SqliteStatement remember;
    private readonly SqliteChangeWriter changes;

    /// <summary>By which of <see cref="Indexed"/> they name, a bit each; made when first needed.</summary>
    private readonly SqliteStatement?[] updates = new SqliteStatement?[1 << Indexed.Length];

    private SqliteTransaction? transaction;

    public SqliteTwinWriter(SqliteConnection connection)
    {
        Connection = connection;
        string[] columns = [.. Plain, .. Indexed];
        insert = new SqliteStatement(
            connection,
            $"""
            INSERT INTO account_twin (tenant, account, shard, identifiers_before, {string.Join(", ", columns)})
            VALUES ($tenant, $account, $shard, 0, {string.Join(", ", columns.Select(column => "$" + column))})
            ON CONFLICT DO NOTHING
            """,
            [.. columns, "tenant", "account", "shard"]);
        look = new SqliteStatement(
            connection,
            $"""
            SELECT rowid, identifiers_hash, {string.Join(", ", Indexed)} FROM account_twin
            WHERE tenant = $tenant AND account = $account AND revision = $expected_revision AND writer = $expected_writer
            """,
            "tenant", "account", "expected_revision", "expected_writer");
        held = new SqliteStatement(connection, "SELECT identifier FROM account_identifier WHERE tenant = $tenant AND account = $account", "tenant", "account");
        forget = new SqliteStatement(
            connection, "DELETE FROM account_identifier WHERE tenant = $tenant AND identifier = $identifier AND account = $account", "tenant", "account", "identifier");
        remember = new SqliteStatement(
            connection, "INSERT INTO account_identifier (tenant, identifier, account) VALUES ($tenant, $identifier, $account)", "tenant", "account", "identifier");
        changes = new SqliteChangeWriter(connection);
    }

    public SqliteConnection Connection { get; }

    public SqliteTransaction Transaction
    {
        set
        {
            transaction = insert.Transaction = look.Transaction = held.Transaction = forget.Transaction = remember.Transaction = changes.Transaction = value;
            foreach (var update in updates)
                update?.Transaction = value;
        }
    }

    /// <summary>False when the row is not the expected one.</summary>
    public bool Write(TwinWrite write)
    {
        var identifiers = TwinColumns.Identifiers(write.Columns);
        var hash = TwinColumns.IdentifiersHash(identifiers);
        if ((write.Expected is { } expected ? Update(write, expected, hash) : Insert(write, hash)) is not { } before)
            return false;
        if (before != hash)
            WriteIdentifiers(write, identifiers, before != 0);
        changes.Write(write.Changes);
        return true;
    }

    /// <summary>The hash of the identifiers that the table holds for the row, none, or null when the row exists.</summary>
    private long? Insert(TwinWrite write, long hash)
    {
        insert["tenant"] = write.Key.Tenant;
        insert["account"] = write.Key.Account;
        insert["shard"] = (long)TwinColumns.Shard(write.Key);
        BindPlain(insert, write, hash);
        var indexed = IndexedOf(write);
        for (var i = 0; i < Indexed.Length; i++)
            insert[Indexed[i]] = indexed[i];
        return insert.Run() == 1 ? 0 : null;
    }

    /// <summary>The hash of the identifiers that the table holds for the row, or null when the row is not the expected one.</summary>
    private long? Update(TwinWrite write, RowVersion expected, long hash)
    {
        look["tenant"] = write.Key.Tenant;
        look["account"] = write.Key.Account;
        look["expected_revision"] = expected.Revision;
        look["expected_writer"] = expected.Writer.ToByteArray();
        if (look.Row() is not [long row, long before, .. var present])
            return null;
        var indexed = IndexedOf(write);
        var changed = Enumerable.Range(0, Indexed.Length).Where(i => !Equals(indexed[i], present[i])).ToArray();
        var update = UpdateOf(changed);
        update["row"] = row;
        BindPlain(update, write, hash);
        foreach (var i in changed)
            update[Indexed[i]] = indexed[i];
        update.Run();
        return before;
    }

    private SqliteStatement UpdateOf(int[] changed) => updates[changed.Sum(i => 1 << i)] ??= UpdateNaming([.. Plain, .. changed.Select(i => Indexed[i])]);

    private SqliteStatement UpdateNaming(string[] columns) =>
        new(
            Connection,
            $"UPDATE account_twin SET identifiers_before = identifiers_hash, {string.Join(", ", columns.Select(column => $"{column} = ${column}"))} WHERE rowid = $row",
            [.. columns, "row"])
        {
            Transaction = transaction!,
        };

    private void WriteIdentifiers(TwinWrite write, string identifiers, bool hadSome)
    {
        foreach (var statement in new[] { held, forget, remember })
        {
            statement["tenant"] = write.Key.Tenant;
            statement["account"] = write.Key.Account;
        }

        var wanted = identifiers.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var present = hadSome ? held.Texts() : [];
        Run(forget, present.Except(wanted, StringComparer.Ordinal));
        Run(remember, wanted.Except(present, StringComparer.Ordinal));
    }

    private static void Run(SqliteStatement statement, IEnumerable<string> identifiers)
    {
        foreach (var identifier in identifiers)
        {
            statement["identifier"] = identifier;
            statement.Run();
        }
    }

    private static void BindPlain(SqliteStatement statement, TwinWrite write, long identifiersHash)
    {
        var columns = write.Columns;
        statement["revision"] = write.Next.Revision;
        statement["writer"] = write.Next.Writer.ToByteArray();
        statement["schema_version"] = (long)write.SchemaVersion;
        statement["state"] = write.State;
        statement["name"] = columns.Name;
        statement["segment"] = columns.Segment;
        statement["owner"] = columns.Owner;
        statement["band"] = columns.Band;
        statement["value_tier"] = columns.ValueTier;
        statement["currency"] = columns.Currency;
        statement["autonomy"] = columns.Autonomy;
        statement["identifiers_hash"] = identifiersHash;
    }

    /// <summary>The values of <see cref="Indexed"/>, as SQLite keeps them.</summary>
    private static object[] IndexedOf(TwinWrite write)
    {
        var (dialect, columns) = (SqliteDialect.Instance, write.Columns);
        return
        [
            TwinColumns.NameSearch(write),
            (long)TwinColumns.BandRank(columns.Band),
            dialect.Money(TwinColumns.Arr(write)),
            dialect.Date(TwinColumns.Renewal(write)),
            dialect.InstantOrNull(columns.OpenFlagSince),
            dialect.InstantOrNull(columns.DueAt),
        ];
    }
}
