using System.Data.Common;
using AccountTwins.Client.Agents;
using AccountTwins.Client.Cluster;
using AccountTwins.Client.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;

// Where those who set up a program look for it.
namespace Microsoft.Extensions.Hosting;

public static class AccountTwinsGrainClientServices
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Adds <see cref="AgentClient"/> by configuration: <c>AccountTwins:Transport</c> is <c>http</c> (default) or <c>orleans</c>, and the options of the
    /// client and of that transport stand beside it.
    /// </summary>
    /// <exception cref="ArgumentException">The transport is another word.</exception>
    public static IHostApplicationBuilder AddAccountTwins(this IHostApplicationBuilder builder, string section = "AccountTwins")
    {
        var settings = builder.Configuration.GetSection(section);
        switch (settings["Transport"])
        {
            case null or "" or "http":
                builder.Services.AddAccountTwinsClient(settings.Bind);
                return builder;
            case "orleans":
                return builder.AddAccountTwinsGrainClient(settings.Bind, settings.GetSection("Orleans").Bind);
            case var other:
                throw new ArgumentException($"{section}:Transport is http or orleans, not '{other}'.");
        }
    }

    /// <summary>Adds <see cref="AgentClient"/> over an Orleans client of the cluster, which the program's start connects.</summary>
    /// <param name="builder">Of the program.</param>
    /// <param name="configure">The client, as over HTTP; address and key are not used.</param>
    /// <param name="configureCluster">The cluster, and as whom it is asked.</param>
    public static IHostApplicationBuilder AddAccountTwinsGrainClient(
        this IHostApplicationBuilder builder, Action<AccountTwinsClientOptions> configure, Action<GrainClientOptions> configureCluster)
    {
        var cluster = new GrainClientOptions();
        configureCluster(cluster);
        cluster.Check();
        builder.Services.TryAddSingleton<IAccountTwins>(services => new GrainAccountTwins(services.GetRequiredService<IClusterClient>(), cluster));
        builder.Services.AddAgentClient(configure);
        return builder.UseOrleansClient(client => Connect(client, cluster));
    }

    private static void Connect(IClientBuilder client, GrainClientOptions cluster)
    {
        client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, GrainClientOptions.ServiceId));
        if (cluster.ConnectionString is { Length: > 0 } connection)
        {
            DbProviderFactories.RegisterFactory("Npgsql", NpgsqlFactory.Instance);
            client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", connection));
        }
        else
        {
            client.UseStaticClustering(cluster.Endpoints);
        }

        var attemptsLeft = (int)(cluster.ConnectWithin / BetweenAttempts);
        client.UseConnectionRetryFilter(async (_, cancellationToken) =>
        {
            if (attemptsLeft-- <= 0)
                return false;
            await Task.Delay(BetweenAttempts, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            return true;
        });
    }
}
