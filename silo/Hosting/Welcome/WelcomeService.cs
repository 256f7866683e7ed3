using AccountTwins.Silo.Api.Health;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Sample;
using AccountTwins.Silo.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Hosting.Welcome;

/// <summary>What a person reads on the terminal: what runs where, the first key, the sample on its way, and who is at risk.</summary>
internal sealed partial class WelcomeService(
    IServer server,
    KafkaEndpoint kafka,
    SampleRun sample,
    RiskTable risk,
    FirstKeys keys,
    IOptions<StorageOptions> storage,
    IOptions<ApiOptions> api,
    IHostApplicationLifetime lifetime,
    ILogger<WelcomeService> logger) : BackgroundService
{
    private const string KeyPlaceholder = "$KEY";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await StartedAsync(stoppingToken);
            var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
            var key = await keys.TellAsync(isTerminal: !Console.IsOutputRedirected, stoppingToken);
            Console.WriteLine($"engine   {EnginePart.Describe()}");
            Console.WriteLine($"store    {(storage.Value.IsPostgres ? "PostgreSQL" : $"SQLite in {Path.GetFullPath(storage.Value.DataFolder)}")}");
            Console.WriteLine($"kafka    {kafka.BootstrapServers}{(kafka.IsEmbedded ? " (inside this process, for trying out: it forgets when the process ends)" : "")}");
            Console.WriteLine($"api      {address}");
            Console.WriteLine($"mcp      {address}/mcp   (streamable HTTP, the key as bearer; docs/mcp.md)");
            if (key is not null)
                Console.WriteLine($"key      {key.Line}");

            await sample.PlayOnceAsync(stoppingToken);
            var rows = await risk.WorstAsync(stoppingToken);
            await Console.Out.WriteAsync(RiskTable.Format(rows));
            if (rows.Count > 0)
                Console.WriteLine($"curl -H \"Authorization: Bearer {(api.Value.OperatorTenant == SampleRun.Tenant ? key?.InShell : null) ?? KeyPlaceholder}\" '{address}/v1/accounts/{rows[0].Account}/context?format=prompt'");
            Console.WriteLine("Serving. Ctrl-C drains and stops.");
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped while it was still talking.
        }
        catch (SampleException exception)
        {
            Console.Error.WriteLine($"The sample stopped: {exception.Message}");
        }
        catch (Exception exception)
        {
            // The silo serves all the same; only these lines are missing.
            LogFailed(exception);
        }
    }

    private Task StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lifetime.ApplicationStarted.Register(started.SetResult);
        return started.Task.WaitAsync(stoppingToken);
    }

    [LoggerMessage(1000, LogLevel.Error, "The welcome could not be written.")]
    private partial void LogFailed(Exception exception);
}
