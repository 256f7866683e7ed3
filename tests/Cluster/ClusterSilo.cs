using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.Tests.Cluster;

/// <summary>One of several silos as a process of its own; each start takes the same name and ports, as a service manager would.</summary>
internal sealed class ClusterSilo : IDisposable
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(60);

    private readonly string[] _arguments;
    private readonly string _log;
    private readonly HttpClient _http;
    private ChildProcess? _process;

    public ClusterSilo(string name, string folder, IEnumerable<string> settings)
    {
        var port = FreePort();
        _log = Path.Combine(folder, $"{name}.log");
        _arguments =
        [
            $"--port={port}", "--Cluster:Enabled=true", $"--Cluster:SiloName={name}", $"--Cluster:SiloPort={FreePort()}", $"--Cluster:GatewayPort={FreePort()}",
            "--no-sample", .. settings,
        ];
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
    }

    public string Log
    {
        get
        {
            using var reader = new StreamReader(new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd();
        }
    }

    /// <summary>The key that the first start of a store makes; null before.</summary>
    public string? FirstKey => Log.Split('\n').Select(SiloKey.In).FirstOrDefault(key => key is not null);

    public bool HasExited => _process!.HasExited;

    public void Start() => _process = ChildProcess.Start("AccountTwins.Silo.dll", _arguments, _log);

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.Dispose();
    }

    /// <summary>SIGTERM: drains and stops.</summary>
    public Task StopAsync() => _process!.StopAsync(StopWithin);

    public void UseKey(string key) => _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

    /// <summary>The status of an answer and its text; no status while nobody listens.</summary>
    public async Task<(HttpStatusCode? Status, string Text)> GetAsync(string path)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
        {
            return (null, "");
        }
    }

    public async Task<bool> IsReadyAsync() => (await GetAsync("/health/ready")).Status == HttpStatusCode.OK;

    public async Task<int> TwinsResidentAsync() => (int)(await MetricsAsync("accounttwins_twins_resident")).Sum();

    /// <summary>Partitions this silo reads.</summary>
    public async Task<int> PartitionsAsync() => (await MetricsAsync("accounttwins_lag{")).Count;

    public void Dispose()
    {
        _http.Dispose();
        _process?.Dispose();
    }

    private async Task<List<double>> MetricsAsync(string name)
    {
        var lines = (await GetAsync("/metrics")).Text.Split('\n');
        return [.. lines.Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture))];
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
