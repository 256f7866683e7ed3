using Microsoft.Data.Sqlite;

namespace AccountTwins.LoadTest.Load.Baselines;

/// <summary>The rows in a SQLite file of their own, as durable as the silo's: WAL, <c>synchronous=FULL</c>.</summary>
internal sealed class SqliteRowTable : IRowTable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _upsert;

    public SqliteRowTable(string file)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        _connection.Open();
        using var create = _connection.CreateCommand();
        create.CommandText = """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE account (account TEXT PRIMARY KEY, signals INTEGER NOT NULL, last BLOB NOT NULL) WITHOUT ROWID;
            """;
        create.ExecuteNonQuery();
        _upsert = _connection.CreateCommand();
        _upsert.CommandText = """
            INSERT INTO account (account, signals, last) VALUES (@account, @signals, @last)
            ON CONFLICT (account) DO UPDATE SET signals = signals + excluded.signals, last = excluded.last
            """;
        _upsert.Parameters.Add("@account", SqliteType.Text);
        _upsert.Parameters.Add("@signals", SqliteType.Integer);
        _upsert.Parameters.Add("@last", SqliteType.Blob);
        _upsert.Prepare();
    }

    public void Upsert(IReadOnlyCollection<AccountRow> rows)
    {
        using var transaction = _connection.BeginTransaction();
        _upsert.Transaction = transaction;
        foreach (var row in rows)
        {
            _upsert.Parameters[0].Value = row.Account;
            _upsert.Parameters[1].Value = row.Signals;
            _upsert.Parameters[2].Value = row.Last;
            _upsert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public void Dispose()
    {
        _upsert.Dispose();
        _connection.Dispose();
    }
}
