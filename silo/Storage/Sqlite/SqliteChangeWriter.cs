using AccountTwins.Domain.Changes;
using Microsoft.Data.Sqlite;

namespace AccountTwins.Silo.Storage.Sqlite;

/// <summary>The prepared statement that announces a change, in the transaction of the row that it follows from.</summary>
internal sealed class SqliteChangeWriter
{
    private static readonly string[] Columns = ["tenant", "account", "id", "kind", "segment", "at", "data"];

    private readonly SqliteStatement insert;

    public SqliteChangeWriter(SqliteConnection connection) => insert = new SqliteStatement(
        connection,
        $"""
        INSERT INTO account_change ({string.Join(", ", Columns)}) VALUES ({string.Join(", ", Columns.Select(column => "$" + column))})
        ON CONFLICT (tenant, id) DO NOTHING
        """,
        Columns);

    public SqliteTransaction Transaction
    {
        set => insert.Transaction = value;
    }

    public void Write(IReadOnlyList<ChangeRow> changes)
    {
        foreach (var change in changes)
        {
            insert["tenant"] = change.Tenant;
            insert["account"] = change.Account;
            insert["id"] = change.Id;
            insert["kind"] = change.Kind;
            insert["segment"] = change.Segment;
            insert["at"] = SqliteDialect.Instance.Instant(change.At);
            insert["data"] = change.Data;
            insert.Run();
        }
    }
}
