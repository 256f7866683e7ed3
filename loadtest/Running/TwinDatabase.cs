using System.Data.Common;
using System.Globalization;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;
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
