using System.Net;
using AccountTwins.StandIns.Engine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace AccountTwins.StandIns.Engine
{
    internal sealed record ClientBuilder(IServiceCollection Services, IConfiguration Configuration) : IClientBuilder
    {
        /// <summary>Registers a client of an engine in the same process, which the test cluster provides; without one it fails when it is asked for.</summary>
        public static ClientBuilder For(IServiceCollection services, IConfiguration configuration)
        {
            if (services.All(each => each.ServiceType != typeof(IClusterClient)))
            {
                services.AddOptions();
                services.AddSingleton<IClusterClient>(Create);
                services.AddSingleton<IGrainFactory>(each => each.GetRequiredService<IClusterClient>());
            }

            return new ClientBuilder(services, configuration);
        }

        private static ClusterClient Create(IServiceProvider services)
        {
            var engine = services.GetService<GrainEngine>()
                ?? throw new OrleansConfigurationException("This build uses the single-process stand-in instead of Orleans: there is no silo in another process to connect to.");
            var messaging = services.GetRequiredService<IOptions<ClientMessagingOptions>>().Value;
            return new ClusterClient(new CallSource(engine, messaging.ResponseTimeout, [.. services.GetServices<IOutgoingGrainCallFilter>()]), services);
        }
    }
}

namespace Microsoft.Extensions.Hosting
{
    public static class OrleansClientGenericHostExtensions
    {
        public static IHostApplicationBuilder UseOrleansClient(this IHostApplicationBuilder hostAppBuilder, Action<IClientBuilder> configureDelegate)
        {
            configureDelegate(ClientBuilder.For(hostAppBuilder.Services, hostAppBuilder.Configuration));
            return hostAppBuilder;
        }

        public static IHostApplicationBuilder UseOrleansClient(this IHostApplicationBuilder hostAppBuilder) => hostAppBuilder.UseOrleansClient(_ => { });
    }
}

namespace Orleans.Hosting
{
    public static class ClientBuilderExtensions
    {
        public static IClientBuilder ConfigureServices(this IClientBuilder builder, Action<IServiceCollection> configureDelegate)
        {
            configureDelegate(builder.Services);
            return builder;
        }

        public static IClientBuilder Configure<TOptions>(this IClientBuilder builder, Action<TOptions> configureOptions)
            where TOptions : class => builder.ConfigureServices(services => services.Configure(configureOptions));

        /// <summary>Where the silos are does not matter here: there is one, in this process, or none.</summary>
        public static IClientBuilder UseStaticClustering(this IClientBuilder builder, params IPEndPoint[] endpoints) => builder;

        public static IClientBuilder UseConnectionRetryFilter(this IClientBuilder builder, Func<Exception, CancellationToken, Task<bool>> connectionRetryFilter) => builder;

        public static IClientBuilder AddOutgoingGrainCallFilter(this IClientBuilder builder, IOutgoingGrainCallFilter filter) =>
            builder.ConfigureServices(services => services.AddSingleton(filter));

        public static IClientBuilder AddOutgoingGrainCallFilter(this IClientBuilder builder, OutgoingGrainCallFilterDelegate filter) =>
            builder.AddOutgoingGrainCallFilter(new GrainCallFilterSiloBuilderExtensions.OutgoingFilter(filter));
    }
}
