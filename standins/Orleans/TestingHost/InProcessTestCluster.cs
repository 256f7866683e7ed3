using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using AccountTwins.StandIns.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>One silo and one client in this process, built the way the real in-process test cluster builds its own.</summary>
public sealed class InProcessTestCluster : IDisposable, IAsyncDisposable
{
    private readonly List<InProcessSiloHandle> _silos = [];
    private IHost? _clientHost;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    public InProcessTestClusterOptions Options { get; }

    public ReadOnlyCollection<InProcessSiloHandle> Silos => _silos.ToList().AsReadOnly();

    public IClusterClient Client => _clientHost?.Services.GetRequiredService<IClusterClient>()
        ?? throw new InvalidOperationException("The test cluster client is unavailable because the cluster has not been deployed or has been stopped.");

    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) =>
        (silo is null ? _silos[0] : GetSiloForAddress(silo) ?? throw new ArgumentException($"The provided silo address '{silo}' is unknown.")).ServiceProvider;

    public InProcessSiloHandle? GetSiloForAddress(SiloAddress siloAddress) => _silos.Find(each => each.SiloAddress.Equals(siloAddress));

    public IEnumerable<InProcessSiloHandle> GetActiveSilos() => _silos.Where(each => each.IsActive);

    public bool TryGetGrainContext(GrainId grainId, [NotNullWhen(true)] out IGrainContext? grainContext)
    {
        grainContext = _silos.Count > 0 && _silos[0].ServiceProvider.GetRequiredService<GrainEngine>().TryFind(grainId, out var found) ? found : null;
        return grainContext is not null;
    }

    public Task WaitForDeactivationAsync(GrainId grainId) => TryGetGrainContext(grainId, out var context) ? context.Deactivated : Task.CompletedTask;

    public async Task DeactivateAsync(GrainId grainId)
    {
        if (!TryGetGrainContext(grainId, out var context))
            return;
        context.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateAsync)} was called."));
        await context.Deactivated;
    }

    public Task WaitForDeactivationAsync(IAddressable grain) => WaitForDeactivationAsync(grain.GetGrainId());

    public Task DeactivateAsync(IAddressable grain) => DeactivateAsync(grain.GetGrainId());

    public async Task DeployAsync()
    {
        if (Options.InitialSilosCount != 1)
            throw new NotSupportedException($"The single-process stand-in runs one silo, not {Options.InitialSilosCount}: build with -p:OrleansStandIn=false for a cluster.");
        if (_silos.Count > 0)
            throw new InvalidOperationException("Cluster host already deployed.");
        var silo = await StartSiloAsync();
        _silos.Add(silo);
        if (Options.InitializeClientOnDeploy)
            await StartClientAsync(silo);
    }

    public Task<InProcessSiloHandle> StartAdditionalSiloAsync() =>
        throw new NotSupportedException("The single-process stand-in runs one silo: build with -p:OrleansStandIn=false for a cluster.");

    public async Task StopSiloAsync(InProcessSiloHandle instance)
    {
        await instance.StopSiloAsync(true);
        await instance.DisposeAsync();
        _silos.Remove(instance);
    }

    public async Task KillSiloAsync(InProcessSiloHandle instance)
    {
        await instance.StopSiloAsync(false);
        await instance.DisposeAsync();
        _silos.Remove(instance);
    }

    public async Task StopAllSilosAsync()
    {
        await StopClientAsync();
        foreach (var silo in Silos)
            await StopSiloAsync(silo);
    }

    public async Task StopClusterClientAsync() => await StopClientAsync();

    public async ValueTask DisposeAsync() => await StopAllSilosAsync();

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static HostApplicationBuilder NewHost(string name) =>
        Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = name, EnvironmentName = Environments.Development, DisableDefaults = true });

    private async Task<InProcessSiloHandle> StartSiloAsync()
    {
        var specific = new InProcessTestSiloSpecificOptions { SiloName = "Silo_0", SiloPort = EndpointOptions.DEFAULT_SILO_PORT, GatewayPort = EndpointOptions.DEFAULT_GATEWAY_PORT };
        var builder = NewHost(specific.SiloName);
        foreach (var configure in Options.SiloHostConfigurationDelegates)
            configure(specific, builder);
        builder.UseOrleans(silo =>
        {
            silo.Clustering().IsLocal = true;
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (Options.ClusterId, Options.ServiceId));
            silo.Configure<SiloOptions>(options => options.SiloName = specific.SiloName);
        });
        var host = builder.Build();
        await Task.Run(() => host.StartAsync());
        var details = host.Services.GetRequiredService<ILocalSiloDetails>();
        return new InProcessSiloHandle { Name = specific.SiloName, SiloHost = host, SiloAddress = details.SiloAddress, GatewayAddress = details.GatewayAddress };
    }

    private async Task StartClientAsync(InProcessSiloHandle silo)
    {
        var builder = NewHost("TestClusterClient");
        builder.Services.AddSingleton(silo.ServiceProvider.GetRequiredService<GrainEngine>());
        foreach (var configure in Options.ClientHostConfigurationDelegates)
            configure(builder);
        builder.UseOrleansClient();
        _clientHost = builder.Build();
        await _clientHost.StartAsync();
    }

    private async Task StopClientAsync()
    {
        if (_clientHost is not { } client)
            return;
        _clientHost = null;
        await client.StopAsync();
        client.Dispose();
    }
}
