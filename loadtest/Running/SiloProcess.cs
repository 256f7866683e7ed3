using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AccountTwins.LoadTest.Load.Metrics;
using AccountTwins.Silo.Hosting;

namespace AccountTwins.LoadTest.Running;

/// <summary>A silo as a process of its own, to be killed and asked.</summary>
public sealed class SiloProcess : IDisposable
{
    private readonly ChildProcess _process;
    private readonly CommandAnswers _answers;
    private readonly HttpClient _http;

    private readonly SiloKey _key;

    private SiloProcess(ChildProcess process, CommandAnswers answers, int port, SiloKey key)
    {
        (_process, _answers, _key) = (process, answers, key);
        Started = Stopwatch.GetTimestamp();
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(10) };
    }

    /// <summary>When it was started, as a timestamp.</summary>
    public long Started { get; }

    public bool HasExited => _process.HasExited;

    public Uri Address => _http.BaseAddress!;

    /// <summary>Of the store's first start; null until it was told.</summary>
    public string? Key => _key.Value;

    /// <summary>The same, waited for: a silo answers before it tells it.</summary>
    public async Task<string> KeyAsync(CancellationToken cancellationToken)
    {
        while (_key.Value is null)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The silo ended with {_process.ExitCode} and told no key; its log is silo.log.");
            await Task.Delay(10, cancellationToken);
        }

        return _key.Value;
    }

    public int Id => _process.Id;

    /// <summary>Asks with the key of the store's first start. Throws <see cref="HttpRequestException"/> while nobody listens.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (_key.Value is { } key)
            request.Headers.Authorization = new("Bearer", key);
        return await _http.SendAsync(request, cancellationToken);
    }

    public static SiloProcess Start(SiloSetup setup)
    {
        var port = FreePort();
        var answers = new CommandAnswers();
        var process = ChildProcess.Start(
            setup.Command.Count == 0 ? "AccountTwins.Silo.dll" : "AccountTwins.LoadTest.dll",
            [.. setup.Command, .. ArgumentsOf(setup, port)],
            Path.Combine(setup.Folder, "silo.log"),
            line =>
            {
                setup.Key.Note(line);
                answers.Note(line);
            });
        return new SiloProcess(process, answers, port, setup.Key);
    }

    public void Kill() => _process.Kill();

    public Task StopAsync(TimeSpan deadline) => _process.StopAsync(deadline);

    public void Freeze() => _process.Freeze();

    public void Thaw() => _process.Thaw();

    /// <summary>A look at its metrics.</summary>
    internal async Task<MetricsPage> MetricsAsync(CancellationToken cancellationToken)
    {
        using var answer = await GetAsync("/metrics", cancellationToken);
        return MetricsPage.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Tells it a line of input, where its command takes some; returns when it has taken effect.</summary>
    public Task TellAsync(string command) => _answers.TellAsync(_process, command);

    /// <summary>The status of an answer, or null while there is none.</summary>
    public async Task<HttpStatusCode?> StatusAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await GetAsync(path, cancellationToken);
            return answer.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException)
        {
            // A connection that ends in the moment it was made comes out bare.
            return null;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Waits until it answers a path with 200; how long that took since its start. Throws when it ends before.</summary>
    public async Task<TimeSpan> AnswersAsync(string path, CancellationToken cancellationToken)
    {
        while (await StatusAsync(path, cancellationToken) != HttpStatusCode.OK)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The silo ended with {_process.ExitCode}; its log is silo.log.");
            await Task.Delay(10, cancellationToken);
        }

        return Stopwatch.GetElapsedTime(Started);
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.Dispose();
    }

    /// <summary>The command line that starts a silo so. One admin key asks for everything: what is measured is the silo, not its limits.</summary>
    internal static string[] ArgumentsOf(SiloSetup setup, int port) =>
    [
        $"--port={port}",
        $"--Cluster:SiloPort={FreePort()}",
        $"--Cluster:GatewayPort={FreePort()}",
        "--Logging:LogLevel:Default=Warning",
        "--kafka", setup.BootstrapServers,
        $"--Kafka:LogId={setup.LogId}",
        $"--Kafka:Consumer:{EmbeddedKafka.ConsumerSetting.Key}={EmbeddedKafka.ConsumerSetting.Value}",
        $"--Ingestion:CheckpointEvery={setup.CheckpointEvery}",
        "--no-sample",
        "--RateLimits:Admin=0",
        "--RateLimits:Tenant=0",
        .. setup.Topics.AsSettings(),
        .. setup.Database.Settings,
        .. setup.Further,
    ];

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>How to start a silo.</summary>
public sealed record SiloSetup
{
    /// <summary>Where its log goes.</summary>
    public required string Folder { get; init; }

    public required string BootstrapServers { get; init; }

    public const string DefaultLogId = "loadtest";

    /// <summary>The same for every start: the broker is not restarted.</summary>
    public string LogId { get; init; } = DefaultLogId;

    public required TopicPlan Topics { get; init; }

    public required TwinDatabase Database { get; init; }

    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Shared by all silos over this database.</summary>
    public SiloKey Key { get; init; } = new();

    /// <summary>Further arguments, such as <c>--Ingestion:RetainedMax=5000</c>.</summary>
    public IReadOnlyList<string> Further { get; init; } = [];

    /// <summary>The command of the load test that runs the silo; empty: the silo itself.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];
}

/// <summary>The API key that a silo makes once, at the first start of its store, and keeps in a file that it names: nobody watches its output.</summary>
public sealed class SiloKey
{
    private const string Label = "key ";

    public string? Value { get; internal set; }

    // key      …/data/first-key   (the file with …)
    /// <summary>The key, where the line names its file.</summary>
    public static string? In(string line) => line.StartsWith(Label, StringComparison.Ordinal) ? File.ReadAllText(line[Label.Length..line.LastIndexOf("   (", StringComparison.Ordinal)].Trim()).Trim() : null;

    internal void Note(string line) => Value = In(line) ?? Value;
}
