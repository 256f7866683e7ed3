using Npgsql;
using NpgsqlTypes;

namespace AccountTwins.LoadTest.Load.Baselines;

/// <summary>The rows in a table of their own in the run's schema: one prepared statement a transaction, however many rows.</summary>
internal sealed class PostgresRowTable : IRowTable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _upsert;

    public PostgresRowTable(string connectionString)
    {
        _connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        _connection.Open();
        using var create = new NpgsqlCommand(
            "CREATE TABLE IF NOT EXISTS baseline_account (account text PRIMARY KEY, signals bigint NOT NULL, last bytea NOT NULL) WITH (fillfactor = 50)", _connection);
        create.ExecuteNonQuery();
        _upsert = new NpgsqlCommand(
            """
            INSERT INTO baseline_account (account, signals, last) SELECT * FROM unnest(@accounts, @signals, @last)
            ON CONFLICT (account) DO UPDATE SET signals = baseline_account.signals + excluded.signals, last = excluded.last
            """,
            _connection);
        _upsert.Parameters.Add("accounts", NpgsqlDbType.Array | NpgsqlDbType.Text);
        _upsert.Parameters.Add("signals", NpgsqlDbType.Array | NpgsqlDbType.Bigint);
        _upsert.Parameters.Add("last", NpgsqlDbType.Array | NpgsqlDbType.Bytea);
        _upsert.Prepare();
    }

    public void Upsert(IReadOnlyCollection<AccountRow> rows)
    {
        _upsert.Parameters[0].Value = rows.Select(row => row.Account).ToArray();
        _upsert.Parameters[1].Value = rows.Select(row => (long)row.Signals).ToArray();
        _upsert.Parameters[2].Value = rows.Select(row => row.Last).ToArray();
        _upsert.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _upsert.Dispose();
        _connection.Dispose();
    }
}
