using System.Data.Common;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage;
using AccountTwins.Silo.Storage.Search;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AccountTwins.Tests.Support;

/// <summary>All stores over a database of their own: a temporary folder, or a schema on the tests' PostgreSQL. Removed at the end.</summary>
internal sealed class StoreHost : IAsyncDisposable
{
    private readonly Func<Task> remove;

    private StoreHost(StoreKind kind, ServiceProvider services, IReadOnlyDictionary<string, string?> settings, Func<Task> remove) =>
        (Kind, Services, Settings, this.remove) = (kind, services, settings, remove);

    public StoreKind Kind { get; }

    public ServiceProvider Services { get; }

    public IReadOnlyDictionary<string, string?> Settings { get; }

    public ITwinStore Twins => Services.GetRequiredService<ITwinStore>();

    public IAccountSearch Search => Services.GetRequiredService<IAccountSearch>();

    public IStreamStore Streams => Services.GetRequiredService<IStreamStore>();

    public ISweepStore Sweep => Services.GetRequiredService<ISweepStore>();

    public IApiKeyStore Keys => Services.GetRequiredService<IApiKeyStore>();

    public ILedgerStore Ledger => Services.GetRequiredService<ILedgerStore>();

    public ILedgerAudit Audit => Services.GetRequiredService<ILedgerAudit>();

    public IReviewStore Reviews => Services.GetRequiredService<IReviewStore>();

    public IPlaybookStore Playbooks => Services.GetRequiredService<IPlaybookStore>();

    public IStoreHealth Health => Services.GetRequiredService<IStoreHealth>();

    public static async Task<StoreHost> OpenAsync(StoreKind kind, params (string Key, string Value)[] options)
    {
        if (kind == StoreKind.Postgres)
            return await OnServerAsync(PostgresEnvironment.ConnectionString!, options);
        var folder = Directory.CreateTempSubdirectory("accounttwins-store-").FullName;
        return await OpenAsync(kind, [("Provider", "sqlite"), ("DataFolder", folder), .. options], () =>
        {
            Directory.Delete(folder, recursive: true);
            return Task.CompletedTask;
        });
    }

    /// <summary>In a new schema of this server.</summary>
    public static async Task<StoreHost> OnServerAsync(string server, params (string Key, string Value)[] options)
    {
        var schema = $"t_{Guid.NewGuid():N}";
        await RunAsync(server, $"CREATE SCHEMA {schema}");
        var connectionString = new NpgsqlConnectionStringBuilder(server) { SearchPath = schema }.ConnectionString;
        return await OpenAsync(StoreKind.Postgres, [("Provider", "postgresql"), ("ConnectionString", connectionString), .. options],
            () => RunAsync(server, $"DROP SCHEMA IF EXISTS {schema} CASCADE"));
    }

    /// <summary>Another set of stores over the same database, as a second silo or a restarted one has it.</summary>
    public async Task<StoreHost> AgainAsync() => await OpenAsync(Kind, [.. Settings.Select(setting => (setting.Key["Storage:".Length..], setting.Value!))], () => Task.CompletedTask);

    /// <summary>The stores without bringing up the schema.</summary>
    public static ServiceProvider Build(IReadOnlyDictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddTwinStorage(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    /// <summary>Runs a statement past the stores.</summary>
    public async Task ChangeAsync(string sql)
    {
        await using var connection = OpenRaw();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>An open connection of its own to the same database.</summary>
    public DbConnection OpenRaw(string sqliteFile = "accounts.db")
    {
        DbConnection connection = Kind == StoreKind.Postgres
            ? new NpgsqlConnection(Settings["Storage:ConnectionString"] + ";Pooling=false")
            : new SqliteConnection($"Data Source={Path.Combine(Settings["Storage:DataFolder"]!, sqliteFile)};Pooling=False");
        connection.Open();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await remove();
    }

    private static async Task<StoreHost> OpenAsync(StoreKind kind, (string Key, string Value)[] options, Func<Task> remove)
    {
        var settings = options.GroupBy(option => option.Key).ToDictionary(group => "Storage:" + group.Key, group => (string?)group.Last().Value);
        var services = Build(settings);
        try
        {
            await services.MigrateStorageAsync(CancellationToken.None);
        }
        catch
        {
            await services.DisposeAsync();
            await remove();
            throw;
        }

        return new StoreHost(kind, services, settings, remove);
    }

    public static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
