using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using AccountTwins.Silo.Hosting;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Support;

/// <summary>The whole silo as users start it, in this process, on free ports and with a tiny sample; its folder is the test's.</summary>
internal sealed class RunningSilo : IAsyncDisposable
{
    /// <summary>Long, because other tests load the machine meanwhile.</summary>
    private static readonly TimeSpan SampleLimit = TimeSpan.FromMinutes(2);

    private readonly WebApplication _app;
    private readonly string _folder;

    private RunningSilo(WebApplication app, string folder, string key) => (_app, _folder, Key) = (app, folder, key);

    public string Key { get; }

    public IServiceProvider Services => _app.Services;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public string Kafka => _app.Services.GetRequiredService<KafkaEndpoint>().BootstrapServers;

    public IngestionService Ingestion => _app.Services.GetRequiredService<IngestionService>();

    /// <summary>The settings that a silo in this process needs; more of them go last.</summary>
    public static Dictionary<string, string?> Settings(string folder, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Api:Port"] = "0",
            ["Storage:DataFolder"] = folder,
            ["Cluster:SiloPort"] = FreePort(),
            ["Cluster:GatewayPort"] = FreePort(),
            ["Kafka:EmbeddedPartitions"] = "2",
            ["Sample:Accounts"] = "5",
            ["Sample:Days"] = "60",
            ["Ingestion:CheckpointEvery"] = "00:00:01",
        };
        foreach (var (key, value) in more)
            settings[key] = value;
        return settings;
    }

    public static async Task<RunningSilo> StartAsync(string folder, params (string Key, string Value)[] more)
    {
        var app = SiloApp.Build(Settings(folder, more));
        await app.StartAsync();
        var key = await app.Services.GetRequiredService<ApiKeyBootstrap>().CreateAsync("default", "test", KeyScopes.Admin, CancellationToken.None);
        return new RunningSilo(app, folder, key);
    }

    /// <summary>Until every signal of the sample is in its twin and every twin is stored: its marker is written after that.</summary>
    public Task SampledAsync() => Until.TrueAsync(() => File.Exists(Path.Combine(_folder, "sample.txt")), limit: SampleLimit);

    public HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = new Uri(Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>Tests of a whole silo run one after the other: an exporter shows the meters of the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeSilo
{
    public const string Name = "whole silo";
}
