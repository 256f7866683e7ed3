using System.Net;
using AccountTwins.StandIns.Engine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Hosting
{
    public interface ISiloBuilder
    {
        IServiceCollection Services { get; }

        IConfiguration Configuration { get; }
    }

    public interface IClientBuilder
    {
        IServiceCollection Services { get; }

        IConfiguration Configuration { get; }
    }
}

namespace Orleans.Runtime
{
    public interface ILocalSiloDetails
    {
        string Name { get; }

        string ClusterId { get; }

        string DnsHostName { get; }

        SiloAddress SiloAddress { get; }

        SiloAddress GatewayAddress { get; }
    }
}

namespace AccountTwins.StandIns.Engine
{
    /// <summary>What the host was told about clustering. One silo, by UseLocalhostClustering or in a test, is all there is.</summary>
    internal sealed class Clustering
    {
        public bool IsLocal { get; set; }

        public string? Refused { get; set; }
    }

    internal sealed record SiloBuilder(IServiceCollection Services, IConfiguration Configuration) : ISiloBuilder
    {
        /// <summary>Registers the engine, once however often it is asked for.</summary>
        public static SiloBuilder For(IServiceCollection services, IConfiguration configuration)
        {
            if (services.Any(each => each.ServiceType == typeof(GrainEngine)))
                return new SiloBuilder(services, configuration);
            services.AddOptions();
            services.AddLogging();
            services.AddSingleton(new ServiceLifetimes(services));
            services.AddSingleton(new Clustering());
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton<ILocalSiloDetails, LocalSilo>();
            services.AddSingleton<GrainEngine>();
            services.AddSingleton<LifecycleSubject>();
            services.AddSingleton<IGrainRuntime>(each => each.GetRequiredService<GrainEngine>());
            services.AddSingleton<IGrainContextAccessor>(each => each.GetRequiredService<GrainEngine>());
            services.AddSingleton<IClusterClient>(each => new ClusterClient(each.GetRequiredService<GrainEngine>().Source, each));
            services.AddSingleton<IGrainFactory>(each => each.GetRequiredService<IClusterClient>());
            services.PostConfigure<SiloOptions>(options => options.SiloName ??= $"Silo_{Guid.NewGuid().ToString("N")[..5]}");
            services.AddHostedService<SiloService>();
            return new SiloBuilder(services, configuration);
        }
    }

    internal sealed class LocalSilo(IOptions<SiloOptions> silo, IOptions<ClusterOptions> cluster, IOptions<EndpointOptions> endpoint) : ILocalSiloDetails
    {
        private readonly int _generation = (int)(Environment.TickCount64 & int.MaxValue);

        public string Name => silo.Value.SiloName;

        public string ClusterId => cluster.Value.ClusterId;

        public string DnsHostName => Dns.GetHostName();

        public SiloAddress SiloAddress => SiloAddress.New(endpoint.Value.AdvertisedIPAddress, endpoint.Value.SiloPort, _generation);

        public SiloAddress GatewayAddress => SiloAddress.New(endpoint.Value.AdvertisedIPAddress, endpoint.Value.GatewayPort, 0);
    }

    /// <summary>Runs the silo's lifecycle with the host: the engine takes calls from the grain services' stage on and lets its grains go before the application's services stop.</summary>
    internal sealed class SiloService(
        GrainEngine engine, LifecycleSubject lifecycle, Clustering clustering, IEnumerable<ILifecycleParticipant<ISiloLifecycle>> participants) : IHostedService
    {
        private readonly CancellationTokenSource _stopping = new();
        private Task _collecting = Task.CompletedTask;

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            if (clustering.Refused is { } reason)
                throw new OrleansConfigurationException(reason);
            if (!clustering.IsLocal)
                throw new OrleansConfigurationException("Clustering has not been configured. Call UseLocalhostClustering.");
            lifecycle.Subscribe("engine", ServiceLifecycleStage.RuntimeGrainServices, Start, _ => Task.CompletedTask);
            lifecycle.Subscribe("grains", ServiceLifecycleStage.GrainDeactivation, _ => Task.CompletedTask, engine.StopAsync);
            foreach (var participant in participants)
                participant.Participate(lifecycle);
            await lifecycle.StartAsync(cancellationToken);
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await _stopping.CancelAsync();
            await _collecting;
            await lifecycle.StopAsync(cancellationToken);
        }

        private Task Start(CancellationToken cancellationToken)
        {
            engine.Start();
            _collecting = new Collector(engine).RunAsync(_stopping.Token);
            return Task.CompletedTask;
        }
    }
}

namespace Microsoft.Extensions.Hosting
{
    public static class OrleansSiloGenericHostExtensions
    {
        public static IHostApplicationBuilder UseOrleans(this IHostApplicationBuilder hostAppBuilder, Action<ISiloBuilder> configureDelegate)
        {
            configureDelegate(SiloBuilder.For(hostAppBuilder.Services, hostAppBuilder.Configuration));
            return hostAppBuilder;
        }

        public static IHostApplicationBuilder UseOrleans(this IHostApplicationBuilder hostAppBuilder) => hostAppBuilder.UseOrleans(_ => { });

        public static HostApplicationBuilder UseOrleans(this HostApplicationBuilder hostAppBuilder, Action<ISiloBuilder> configureDelegate)
        {
            configureDelegate(SiloBuilder.For(hostAppBuilder.Services, hostAppBuilder.Configuration));
            return hostAppBuilder;
        }

        public static HostApplicationBuilder UseOrleans(this HostApplicationBuilder hostAppBuilder) => hostAppBuilder.UseOrleans(_ => { });

        public static IHostBuilder UseOrleans(this IHostBuilder hostBuilder, Action<HostBuilderContext, ISiloBuilder> configureDelegate) =>
            hostBuilder.ConfigureServices((context, services) => configureDelegate(context, SiloBuilder.For(services, context.Configuration)));

        public static IHostBuilder UseOrleans(this IHostBuilder hostBuilder, Action<ISiloBuilder> configureDelegate) =>
            hostBuilder.UseOrleans((_, silo) => configureDelegate(silo));
    }
}
