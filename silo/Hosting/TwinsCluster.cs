using System.Data.Common;
using System.Net;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;

namespace AccountTwins.Silo.Hosting;

/// <summary>Orleans as this product uses it: localhost clustering for a silo alone, PostgreSQL clustering for several.</summary>
public static class TwinsCluster
{
    /// <summary>Name of the grain store for everything rare.</summary>
    public const string RareStore = "rare";

    public static IHostApplicationBuilder UseTwinsCluster(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<TwinsClusterOptions>().Bind(builder.Configuration.GetSection(TwinsClusterOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        var cluster = builder.Configuration.GetSection(TwinsClusterOptions.Section).Get<TwinsClusterOptions>() ?? new();
        var storage = builder.Configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new();
        // The engine checks its own options before ours are looked at, in its own words; what was set wrong here is told in ours.
        if (new DataAnnotationValidateOptions<TwinsClusterOptions>(Options.DefaultName).Validate(Options.DefaultName, cluster) is { Failed: true } invalid)
            throw new OptionsValidationException(Options.DefaultName, typeof(TwinsClusterOptions), invalid.Failures);
        builder.Services.AddSingleton(new SiloName(cluster.SiloName));
        // Silos that share the accounts share the partitions too, as one consumer group.
        builder.Services.PostConfigure<KafkaOptions>(kafka => kafka.IsShared = cluster.Enabled);

        var rare = OrleansStorage.Of(storage);
        DbProviderFactories.RegisterFactory("Npgsql", NpgsqlFactory.Instance);
        DbProviderFactories.RegisterFactory("System.Data.SQLite", SqliteFactory.Instance);
        return builder.UseOrleans(silo =>
        {
            if (cluster.Enabled)
            {
                if (!storage.IsPostgres)
                    throw new StartRefusedException("Cluster:Enabled needs Storage:Provider postgresql: an embedded database has one silo.");
                silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (rare.Invariant, rare.ConnectionString));
                silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, "account-twins"));
                silo.ConfigureEndpoints(cluster.SiloPort, cluster.GatewayPort);
            }
            else
            {
                silo.UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort, null, "account-twins", cluster.ClusterId);
            }

            silo.Configure<SiloOptions>(options => options.SiloName = cluster.SiloName);
            silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(cluster.CollectAfterMinutes));
            silo.AddAdoNetGrainStorage(RareStore, options => (options.Invariant, options.ConnectionString) = (rare.Invariant, rare.ConnectionString));
        });
    }
}
