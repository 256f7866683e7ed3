using AccountTwins.Grains.State;
using AccountTwins.LoadTest.Load.Metrics;
using AccountTwins.Silo.Hosting;
using AccountTwins.Silo.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.LoadTest.Running;

/// <summary>A silo inside this process: what is asked of its grains crosses no wire.</summary>
internal sealed class InnerSilo : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private InnerSilo(WebApplication app, int port)
    {
        (_app, Port) = (app, port);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public int Port { get; }

    public IServiceProvider Services => _app.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public ITwinStore TwinStore => Services.GetRequiredService<ITwinStore>();

    /// <param name="setup">As for a silo of its own process.</param>
    /// <param name="addRoutes">Further routes beside the silo's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<InnerSilo> StartAsync(SiloSetup setup, Action<WebApplication>? addRoutes, CancellationToken cancellationToken)
    {
        var port = SiloProcess.FreePort();
        if (CommandLine.Read(SiloProcess.ArgumentsOf(setup, port)) is not CommandLine.Serve serve)
            throw new InvalidOperationException("The silo does not take its arguments.");
        var app = SiloApp.Build(serve.Settings);
        addRoutes?.Invoke(app);
        var silo = new InnerSilo(app, port);
        try
        {
            await app.StartAsync(cancellationToken);
            await Waiting.UntilAsync(silo.IsReadyAsync, TimeSpan.FromSeconds(60), () => "a ready silo", cancellationToken);
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new key that opens everything.</summary>
    public Task<string> CreateKeyAsync(string name, CancellationToken cancellationToken) =>
        Services.GetRequiredService<ApiKeyBootstrap>().CreateAsync(Workload.Traffic.Tenant, name, KeyScopes.Admin, cancellationToken);

    public async Task<MetricsPage> MetricsAsync(CancellationToken cancellationToken) =>
        MetricsPage.Parse(await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task<bool> IsReadyAsync()
    {
        using var answer = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return answer.IsSuccessStatusCode;
    }
}
