using System.Data;
using System.Data.Common;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Storage;

/// <summary>
/// Our scripts for the AdoNet providers of Orleans, asked as the providers ask: statements by key, parameters by name and type, columns by
/// name, and no row or an unchanged version where the version was another one.
/// </summary>
public sealed class OrleansScriptTests
{
    private static readonly DateTime Noon = new(2024, 5, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory, OnSqlite, OnPostgres]
    public async Task Grain_state_is_written_read_cleared_and_deleted_by_version(StoreKind kind)
    {
        await using var host = await StoreHost.OpenAsync(kind);
        await using var connection = host.OpenRaw("orleans.db");

        Assert.Empty(await AskAsync(connection, "ReadFromStorageKey", Grain("g")));
        Assert.Equal("1", await VersionsAsync(connection, "WriteToStorageKey", State("g", null, [1])));
        Assert.Empty(await VersionsAsync(connection, "WriteToStorageKey", State("g", null, [2])));
        Assert.Equal("2", await VersionsAsync(connection, "WriteToStorageKey", State("g", 1, [3])));
        Assert.Empty(await VersionsAsync(connection, "WriteToStorageKey", State("g", 1, [4])));
        Assert.Equal("1", await VersionsAsync(connection, "WriteToStorageKey", State(null, null, [5])));

        var row = Assert.Single(await AskAsync(connection, "ReadFromStorageKey", Grain("g")));
        Assert.Equal([3], (byte[])row["PayloadBinary"]!);
        Assert.Equal(2, Convert.ToInt32(row["Version"]));

        Assert.Empty(await VersionsAsync(connection, "ClearStorageKey", Versioned("g", 1)));
        Assert.Equal("3", await VersionsAsync(connection, "ClearStorageKey", Versioned("g", 2)));
        Assert.Null(Assert.Single(await AskAsync(connection, "ReadFromStorageKey", Grain("g")))["PayloadBinary"]);
        Assert.Equal("4", await VersionsAsync(connection, "WriteToStorageKey", State("g", 3, [6])));
        Assert.Equal("5", await VersionsAsync(connection, "DeleteStorageKey", Versioned("g", 4)));
        Assert.Empty(await AskAsync(connection, "ReadFromStorageKey", Grain("g")));
        Assert.Single(await AskAsync(connection, "ReadFromStorageKey", Grain(null)));
    }

    [PostgresFact]
    public async Task Membership_changes_with_its_version_or_not_at_all()
    {
        await using var host = await StoreHost.OpenAsync(StoreKind.Postgres);
        await using var connection = host.OpenRaw();
        (string, object?, DbType) cluster = ("DeploymentId", "c", DbType.String);
        (string, object?, DbType)[] silo = [cluster, ("Address", "10.0.0.1", DbType.AnsiString), ("Port", 11111, DbType.Int32), ("Generation", 7, DbType.Int32)];
        (string, object?, DbType)[] alive = [.. silo, ("IAmAliveTime", Noon, DbType.DateTime)];
        (string, object?, DbType)[] born =
        [
            .. alive, ("SiloName", "s", DbType.String), ("HostName", "h", DbType.String), ("Status", 3, DbType.Int32),
            ("ProxyPort", 30000, DbType.Int32), ("StartTime", Noon, DbType.DateTime),
        ];
        (string, object?, DbType)[] changed = [.. alive, ("Status", 6, DbType.Int32), ("SuspectTimes", null, DbType.String)];

        Assert.True(await DoesAsync("InsertMembershipVersionKey", cluster));
        Assert.False(await DoesAsync("InsertMembershipVersionKey", cluster));
        Assert.Null(Assert.Single(await AskAsync(connection, "MembershipReadAllKey", cluster))["StartTime"]);

        Assert.False(await DoesAsync("InsertMembershipKey", [.. born, Version(5)]));
        Assert.True(await DoesAsync("InsertMembershipKey", [.. born, Version(0)]));
        Assert.False(await DoesAsync("InsertMembershipKey", [.. born, Version(1)]));
        var row = Assert.Single(await AskAsync(connection, "MembershipReadRowKey", silo));
        Assert.Equal([1, 3, 30000, "s", "h"], new[] { row["Version"], row["Status"], row["ProxyPort"], row["SiloName"], row["HostName"] });
        Assert.Single(await AskAsync(connection, "GatewaysQueryKey", cluster, ("Status", 3, DbType.Int32)));

        await AskAsync(connection, "UpdateIAmAlivetimeKey", [.. silo, ("IAmAliveTime", Noon.AddMinutes(1), DbType.DateTime)]);
        Assert.Equal(Noon.AddMinutes(1), Assert.Single(await AskAsync(connection, "MembershipReadAllKey", cluster))["IAmAliveTime"]);
        await AskAsync(connection, "CleanupDefunctSiloEntriesKey", cluster, ("IAmAliveTime", Noon.AddDays(1), DbType.DateTime));
        Assert.NotNull(Assert.Single(await AskAsync(connection, "MembershipReadAllKey", cluster))["StartTime"]);

        Assert.False(await DoesAsync("UpdateMembershipKey", [.. changed, Version(0)]));
        Assert.True(await DoesAsync("UpdateMembershipKey", [.. changed, Version(1)]));
        Assert.Empty(await AskAsync(connection, "GatewaysQueryKey", cluster, ("Status", 3, DbType.Int32)));
        await AskAsync(connection, "CleanupDefunctSiloEntriesKey", cluster, ("IAmAliveTime", Noon.AddDays(1), DbType.DateTime));
        Assert.Null(Assert.Single(await AskAsync(connection, "MembershipReadAllKey", cluster))["StartTime"]);
        await AskAsync(connection, "DeleteMembershipTableEntriesKey", cluster);
        Assert.Empty(await AskAsync(connection, "MembershipReadAllKey", cluster));

        async Task<bool> DoesAsync(string key, params (string, object?, DbType)[] parameters) =>
            Convert.ToBoolean(Assert.Single(Assert.Single(await AskAsync(connection, key, parameters))).Value);

        static (string, object?, DbType) Version(int version) => ("Version", version, DbType.Int32);
    }

    private static (string, object?, DbType)[] Grain(string? key) =>
    [
        ("GrainIdHash", 1, DbType.Int32), ("GrainIdN0", 0L, DbType.Int64), ("GrainIdN1", 0L, DbType.Int64), ("GrainTypeHash", 2, DbType.Int32),
        ("GrainTypeString", "type", DbType.String), ("GrainIdExtensionString", key, DbType.String), ("ServiceId", "service", DbType.String),
    ];

    private static (string, object?, DbType)[] Versioned(string? key, int? version) => [.. Grain(key), ("GrainStateVersion", version, DbType.Int32)];

    private static (string, object?, DbType)[] State(string? key, int? version, byte[] payload) =>
        [.. Versioned(key, version), ("PayloadBinary", payload, DbType.Binary)];

    private static async Task<string> VersionsAsync(DbConnection connection, string key, params (string, object?, DbType)[] parameters) =>
        string.Join(' ', (await AskAsync(connection, key, parameters)).Select(row => row["NewGrainStateVersion"]));

    private static async Task<List<Dictionary<string, object?>>> AskAsync(DbConnection connection, string key, params (string Name, object? Value, DbType Type)[] parameters)
    {
        await using var query = connection.CreateCommand();
        query.CommandText = $"SELECT QueryText FROM OrleansQuery WHERE QueryKey = '{key}'";
        await using var command = connection.CreateCommand();
        command.CommandText = (string)(await query.ExecuteScalarAsync())!;
        foreach (var (name, value, type) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value, parameter.DbType) = (name, value ?? DBNull.Value, type);
            command.Parameters.Add(parameter);
        }

        var rows = new List<Dictionary<string, object?>>();
        await using var reader = await command.ExecuteReaderAsync();
        do
        {
            while (await reader.ReadAsync())
            {
                rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(
                    reader.GetName, i => reader.IsDBNull(i) ? null : reader.GetValue(i), StringComparer.OrdinalIgnoreCase));
            }
        }
        while (await reader.NextResultAsync());
        return rows;
    }
}
