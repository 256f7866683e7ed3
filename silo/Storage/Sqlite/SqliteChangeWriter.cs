using AccountTwins.Domain.Changes;
using Microsoft.Data.Sqlite;

namespace AccountTwins.Silo.Storage.Sqlite;

/// <summary>The prepared statement that announces a change, in the transaction of the row that it follows from.</summary>
internal sealed class SqliteChangeWriter
{
    private static readonly string[] Columns = ["tenant", "account", "id", "kind", "segment", "at", "data"];

    private readonly SqliteCommand insert;

    public SqliteChangeWriter(SqliteConnection connection)
    {
        insert = connection.CreateCommand();
        insert.CommandText =
            $"""
            INSERT INTO account_change ({string.Join(", ", Columns)}) VALUES ({string.Join(", ", Columns.Select(column => "$" + column))})
            ON CONFLICT (tenant, id) DO NOTHING
            """;
        foreach (var column in Columns)
            insert.Parameters.Add(new SqliteParameter("$" + column, null));
        insert.Prepare();
    }

    public SqliteTransaction Transaction
    {
        set => insert.Transaction = value;
    }

    public void Write(IReadOnlyList<ChangeRow> changes)
    {
        foreach (var change in changes)
        {
            var parameters = insert.Parameters;
            parameters["$tenant"].Value = change.Tenant;
            parameters["$account"].Value = (object?)change.Account ?? DBNull.Value;
            parameters["$id"].Value = change.Id;
            parameters["$kind"].Value = change.Kind;
            parameters["$segment"].Value = (object?)change.Segment ?? DBNull.Value;
            parameters["$at"].Value = SqliteDialect.Instance.Instant(change.At);
            parameters["$data"].Value = change.Data;
            insert.ExecuteNonQuery();
        }
    }
}
