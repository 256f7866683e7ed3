using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;

namespace AccountTwins.StandIns.Engine;

/// <summary>
/// States in the table OrleansStorage of the Orleans scripts, which must exist. The ETag is the row's version.
/// The type string starts with "stand-in:", so rows of the real provider in the same table are neither read nor touched, nor the other way round.
/// </summary>
internal sealed class AdoNetStorage(string name, AdoNetGrainStorageOptions options, string serviceId) : IGrainStorage
{
    private const string Row = "GrainIdHash = @idHash AND GrainTypeHash = @typeHash AND GrainTypeString = @type AND GrainIdExtensionString = @key AND ServiceId = @service";
    private readonly DbProviderFactory? _factory = options.DataSource is null ? FactoryOf(options.Invariant) : null;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = Command(connection, $"SELECT PayloadBinary, Version FROM OrleansStorage WHERE {Row}", stateName, grainId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = await reader.ReadAsync(cancellationToken);
        var payload = found && !await reader.IsDBNullAsync(0, cancellationToken) ? (byte[])reader.GetValue(0) : null;
        grainState.State = StateJson.Read<T>(payload);
        grainState.ETag = found ? Convert.ToString(reader.GetValue(1), CultureInfo.InvariantCulture) : null;
        grainState.RecordExists = payload is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        await ChangeAsync(stateName, grainId, grainState, StateJson.Write(grainState.State), cancellationToken);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        if (options.DeleteStateOnClear)
        {
            await using var connection = await OpenAsync(cancellationToken);
            await using var command = Command(connection, $"DELETE FROM OrleansStorage WHERE {Row} AND Version = @version", stateName, grainId);
            Add(command, "version", Version(grainState.ETag));
            if (await command.ExecuteNonQueryAsync(cancellationToken) == 0 && grainState.ETag is not null)
                throw Conflict(stateName, grainId, grainState.ETag);
            grainState.ETag = null;
        }
        else
        {
            await ChangeAsync(stateName, grainId, grainState, null, cancellationToken);
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

    private static int Version(string? etag) => etag is null ? -1 : int.Parse(etag, CultureInfo.InvariantCulture);

    // FNV-1a, since string hashes differ from run to run.
    private static int Hash(string text) => unchecked((int)text.Aggregate(2166136261u, (hash, each) => (hash ^ each) * 16777619u));

    private static void Add(DbCommand command, string parameter, object? value)
    {
        var added = command.CreateParameter();
        added.ParameterName = parameter;
        added.Value = value ?? DBNull.Value;
        if (value is null)
            added.DbType = System.Data.DbType.Binary;
        command.Parameters.Add(added);
    }

    private async Task ChangeAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, byte[]? payload, CancellationToken cancellationToken)
    {
        var version = Version(grainState.ETag);
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = Command(
            connection,
            version < 0
                ? $"""
                   INSERT INTO OrleansStorage (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
                   SELECT @idHash, 0, 0, @typeHash, @type, @key, @service, @payload, CURRENT_TIMESTAMP, 1 WHERE NOT EXISTS (SELECT 1 FROM OrleansStorage WHERE {Row})
                   """
                : $"UPDATE OrleansStorage SET PayloadBinary = @payload, ModifiedOn = CURRENT_TIMESTAMP, Version = Version + 1 WHERE {Row} AND Version = @version",
            stateName,
            grainId);
        Add(command, "payload", payload);
        if (version >= 0)
            Add(command, "version", version);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            throw Conflict(stateName, grainId, grainState.ETag);
        grainState.ETag = (version < 0 ? 1 : version + 1).ToString(CultureInfo.InvariantCulture);
    }

    private DbCommand Command(DbConnection connection, string text, string stateName, GrainId grainId)
    {
        var type = $"stand-in:{grainId.Type}/{stateName}";
        var key = grainId.Key.ToString();
        var command = connection.CreateCommand();
        command.CommandText = text;
        Add(command, "idHash", Hash(key));
        Add(command, "typeHash", Hash(type));
        Add(command, "type", type);
        Add(command, "key", key);
        Add(command, "service", serviceId);
        return command;
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

    private InconsistentStateException Conflict(string stateName, GrainId grainId, string? etag) =>
        new($"Version conflict in storage \"{name}\": {stateName} of {grainId}", null, etag);
}
