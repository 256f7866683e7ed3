using System.Data.Common;
using System.Globalization;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;
using AccountTwins.LoadTest.Crash.Telling;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AccountTwins.LoadTest.Running;

/// <summary>
/// The silo's database as an auditor sees it: read past the silo, with plain SQL, over connections that are closed at once, so that
/// a restarted silo finds the files as its predecessor left them.
/// </summary>
public sealed class TwinDatabase
{
    public const string SqliteName = "sqlite";
    public const string PostgresName = "postgresql";

    private readonly Func<DbConnection> _connect;

    private TwinDatabase(string name, IReadOnlyList<string> settings, Func<DbConnection> connect) =>
        (Name, Settings, _connect) = (name, settings, connect);

    /// <summary><c>sqlite</c> or <c>postgresql</c>.</summary>
    public string Name { get; }

    /// <summary>For the silo's command line.</summary>
    public IReadOnlyList<string> Settings { get; }

    public static TwinDatabase Sqlite(string folder)
    {
        var connection = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, "accounts.db"),
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 10,
        }.ConnectionString;
        return new(SqliteName, ["--data", folder], () => new SqliteConnection(connection));
    }

    public static TwinDatabase Postgres(string connectionString, string dataFolder)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        return new(PostgresName, ["--data", dataFolder, "--postgres", connectionString], () => new NpgsqlConnection(connection));
    }

    /// <summary>The committed offset of every partition of a log; null while the database cannot be read.</summary>
    public async Task<IReadOnlyDictionary<(string Topic, int Partition), long>?> CommittedAsync(string logId)
    {
        try
        {
            await using var connection = await OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT topic, partition, committed_offset FROM stream WHERE log_id = '{logId}'";
            await using var reader = await command.ExecuteReaderAsync();
            var committed = new Dictionary<(string, int), long>();
            while (await reader.ReadAsync())
                committed[(reader.GetString(0), reader.GetInt32(1))] = reader.GetInt64(2);
            return committed;
        }
        catch (Exception exception) when (exception is DbException or IOException or TimeoutException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Every stored twin, unpacked, with the bytes it took.</summary>
    public async Task<IReadOnlyDictionary<AccountKey, (AccountTwin Twin, int Bytes)>> TwinsAsync()
    {
        var twins = new Dictionary<AccountKey, (AccountTwin, int)>();
        await foreach (var (twin, bytes) in EachTwinAsync())
            twins[twin.Key] = (twin, bytes);
        return twins;
    }

    /// <summary>The same, one after the other: a million of them need not fit in memory.</summary>
    public async IAsyncEnumerable<(AccountTwin Twin, int Bytes)> EachTwinAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT tenant, account, state FROM account_twin";
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var state = (byte[])reader.GetValue(2);
            yield return (AccountTwinCodec.Unpack(new AccountKey(reader.GetString(0), reader.GetString(1)), state), state.Length);
        }
    }

    /// <summary>Bytes of a packed twin, mean of those whose account comes before one, or of all.</summary>
    public async Task<double> PackedBytesAsync(string before = "~")
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT avg(length(state)) FROM account_twin WHERE account < '{before}'";
        return Convert.ToDouble(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Every entry of every account's chain.</summary>
    public async Task<IReadOnlyList<LedgerRow>> LedgerAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT subject, number, kind, key, body FROM ledger WHERE subject NOT LIKE '/%'";
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<LedgerRow>();
        while (await reader.ReadAsync())
            rows.Add(new LedgerRow(reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt64(3), (byte[])reader.GetValue(4)));
        return rows;
    }

    /// <summary>The log of changes by place; those without one come last.</summary>
    public async Task<IReadOnlyList<LoggedChange>> ChangesAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT position, number, tenant, account, id, kind, data FROM account_change ORDER BY position IS NULL, position, seq";
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<LoggedChange>();
        while (await reader.ReadAsync())
        {
            rows.Add(new LoggedChange(
                reader.IsDBNull(0) ? null : reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.GetString(4), reader.GetString(5), (byte[])reader.GetValue(6)));
        }

        return rows;
    }

    /// <summary>Changes without a place, places that the topic has not passed, and a tenant's last number.</summary>
    public async Task<(long Waiting, long Newest)> UntoldAsync(string topic, string tenant)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            SELECT (SELECT count(*) FROM account_change WHERE position IS NULL)
                + (SELECT count(*) FROM account_change WHERE position > coalesce((SELECT position FROM change_reader WHERE name = 'topic:{topic}'), 0)),
                coalesce((SELECT newest FROM change_end WHERE tenant = '{tenant}'), 0)
            """;
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Runs a statement past the silo.</summary>
    public async Task<int> ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    private async Task<DbConnection> OpenAsync()
    {
        var connection = _connect();
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

/// <summary>An entry as the database holds it.</summary>
public sealed record LedgerRow(string Subject, long Number, string Kind, long Key, byte[] Body);
