using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;

namespace AccountTwins.StandIns.Engine;

/// <summary>
/// States through the statements that the Orleans scripts put into OrleansQuery, with the parameters of the real provider; so both
/// engines work on the same tables. The ETag is the row's version.
/// The type string starts with "stand-in:", so rows of the real provider in the same table are neither read nor touched, nor the other way round.
/// </summary>
internal sealed class AdoNetStorage(string name, AdoNetGrainStorageOptions options, string serviceId) : IGrainStorage
{
    private readonly DbProviderFactory? _factory = options.DataSource is null ? FactoryOf(options.Invariant) : null;
    private Dictionary<string, string>? _statements;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = await CommandAsync(connection, "ReadFromStorageKey", stateName, grainId, null, null, cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = await reader.ReadAsync(cancellationToken);
        var payload = found && !await reader.IsDBNullAsync(0, cancellationToken) ? (byte[])reader.GetValue(0) : null;
        grainState.State = StateJson.Read<T>(payload);
        grainState.ETag = found ? Convert.ToString(reader.GetValue(1), CultureInfo.InvariantCulture) : null;
        grainState.RecordExists = payload is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        grainState.ETag = await ChangeAsync("WriteToStorageKey", stateName, grainId, grainState.ETag, StateJson.Write(grainState.State), cancellationToken);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        if (grainState.ETag is not null)
        {
            var key = options.DeleteStateOnClear ? "DeleteStorageKey" : "ClearStorageKey";
            var version = await ChangeAsync(key, stateName, grainId, grainState.ETag, null, cancellationToken);
            grainState.ETag = options.DeleteStateOnClear ? null : version;
        }

        grainState.State = default;
        grainState.RecordExists = false;
    }

    // The same search as the Orleans provider: the invariant names an assembly and its factory; for SQLite that is Microsoft.Data.Sqlite.
    private static DbProviderFactory FactoryOf(string invariant)
    {
        var (assembly, type) = invariant switch
        {
            "Npgsql" => ("Npgsql", "Npgsql.NpgsqlFactory"),
            "System.Data.SQLite" => ("Microsoft.Data.Sqlite", "Microsoft.Data.Sqlite.SqliteFactory"),
            _ => throw new OrleansConfigurationException($"The stand-in engine stores through the invariants Npgsql and System.Data.SQLite, not through \"{invariant}\"."),
        };
        return (DbProviderFactory)Assembly.Load(assembly).GetType(type, throwOnError: true)!.GetField("Instance", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
    }

    // FNV-1a, since string hashes differ from run to run.
    private static int Hash(string text) => unchecked((int)text.Aggregate(2166136261u, (hash, each) => (hash ^ each) * 16777619u));

    private async Task<string> ChangeAsync(string key, string stateName, GrainId grainId, string? etag, byte[]? payload, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = await CommandAsync(connection, key, stateName, grainId, etag, payload, cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        do
        {
            if (await reader.ReadAsync(cancellationToken))
                return Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!;
        }
        while (await reader.NextResultAsync(cancellationToken));
        throw new InconsistentStateException($"Version conflict in storage \"{name}\": {stateName} of {grainId}", null, etag);
    }

    private async Task<DbCommand> CommandAsync(
        DbConnection connection, string key, string stateName, GrainId grainId, string? etag, byte[]? payload, CancellationToken cancellationToken)
    {
        var statements = _statements ??= await StatementsAsync(connection, cancellationToken);
        var type = $"stand-in:{grainId.Type}/{stateName}";
        var command = connection.CreateCommand();
        command.CommandText = statements.TryGetValue(key, out var statement)
            ? statement
            : throw new OrleansConfigurationException($"OrleansQuery has no statement {key}: the script of the storage provider was not run.");
        Add("GrainIdHash", DbType.Int32, Hash(grainId.Key.ToString()));
        Add("GrainIdN0", DbType.Int64, 0L);
        Add("GrainIdN1", DbType.Int64, 0L);
        Add("GrainTypeHash", DbType.Int32, Hash(type));
        Add("GrainTypeString", DbType.String, type);
        Add("GrainIdExtensionString", DbType.String, grainId.Key.ToString());
        Add("ServiceId", DbType.String, serviceId);
        Add("GrainStateVersion", DbType.Int32, etag is null ? null : int.Parse(etag, CultureInfo.InvariantCulture));
        Add("PayloadBinary", DbType.Binary, payload);
        return command;

        void Add(string parameter, DbType dbType, object? value)
        {
            if (!command.CommandText.Contains($"@{parameter}", StringComparison.OrdinalIgnoreCase))
                return;
            var added = command.CreateParameter();
            (added.ParameterName, added.DbType, added.Value) = (parameter, dbType, value ?? DBNull.Value);
            command.Parameters.Add(added);
        }
    }

    private static async Task<Dictionary<string, string>> StatementsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT QueryKey, QueryText FROM OrleansQuery";
        var statements = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            statements[reader.GetString(0)] = reader.GetString(1);
        return statements;
    }

    private async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (options.DataSource is { } source)
            return await source.OpenConnectionAsync(cancellationToken);
        var connection = _factory!.CreateConnection()!;
        connection.ConnectionString = options.ConnectionString;
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
