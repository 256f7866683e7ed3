using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Changes;
using AccountTwins.Silo.Storage.Ledger;
using AccountTwins.Silo.Storage.Postgres;
using AccountTwins.Silo.Storage.Search;
using AccountTwins.Silo.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Storage;

/// <summary>Puts the stores together.</summary>
public static class StorageServices
{
    /// <summary>
    /// All stores over the database that section <c>Storage</c> names: <see cref="ITwinStore"/>, <see cref="IAccountSearch"/>,
    /// <see cref="IStreamStore"/>, <see cref="IAsideStore"/>, <see cref="ISweepStore"/>, <see cref="ITwinWalk"/>, <see cref="IRenewalStore"/>, <see cref="IApiKeyStore"/>, <see cref="IStoreHealth"/>, and what governs the agents:
    /// <see cref="ILedgerStore"/>, <see cref="ILedgerAudit"/>, <see cref="IReviewStore"/>, <see cref="IReviewHistory"/>, <see cref="IPlaybookStore"/>. The schema is
    /// brought up before any hosted service starts; without a host, call <see cref="MigrateStorageAsync"/>.
    /// </summary>
    public static IServiceCollection AddTwinStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<StorageMetrics>();
        services.AddSingleton<StoreHealth>();
        services.AddSingleton<Database>(provider => provider.GetRequiredService<IOptions<StorageOptions>>().Value.IsPostgres
            ? ActivatorUtilities.CreateInstance<PostgresDatabase>(provider)
            : ActivatorUtilities.CreateInstance<SqliteDatabase>(provider));
        services.AddSingleton<ITwinRows>(provider => provider.GetRequiredService<Database>() switch
        {
            PostgresDatabase postgres => new PostgresTwinRows(postgres),
            SqliteDatabase sqlite => new SqliteTwinRows(sqlite),
            var other => throw new InvalidOperationException($"No twin rows over {other.GetType().Name}."),
        });
        services.AddSingleton<ITwinStore, GatheringTwinStore>();
        services.AddSingleton<ILedgerRows>(provider => provider.GetRequiredService<Database>() switch
        {
            PostgresDatabase postgres => new PostgresLedgerRows(postgres),
            SqliteDatabase sqlite => new SqliteLedgerRows(sqlite),
            var other => throw new InvalidOperationException($"No ledger over {other.GetType().Name}."),
        });
        services.AddSingleton<ILedgerStore, GatheringLedgerStore>();
        services.AddSingleton<ILedgerAudit, LedgerAudit>();
        services.AddSingleton<IReviewStore, ReviewStore>();
        services.AddSingleton<IReviewHistory, ReviewHistory>();
        services.AddSingleton<IPlaybookStore, PlaybookStore>();
        services.AddSingleton<IAccountSearch, AccountSearch>();
        services.AddSingleton<IStreamStore, StreamStore>();
        services.AddSingleton<IAsideStore, AsideStore>();
        services.AddSingleton<ISweepStore, SweepStore>();
        services.AddSingleton<ITwinWalk, TwinWalk>();
        services.AddSingleton<IRenewalStore, RenewalStore>();
        services.AddSingleton<IChangeLog, ChangeLog>();
        services.AddSingleton<IWebhookStore, WebhookStore>();
        services.AddSingleton<IApiKeyStore, ApiKeyStore>();
        services.AddSingleton<IStoreHealth, DatabaseProbe>();
        services.AddHostedService<StorageStart>();
        services.AddHostedService<LedgerRootService>();
        return services;
    }

    /// <summary>Brings the schema up, for tools and tests that have no host.</summary>
    public static Task MigrateStorageAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<Database>().MigrateAsync(cancellationToken);
}
