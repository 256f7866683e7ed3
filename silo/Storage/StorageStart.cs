using AccountTwins.Grains.State;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Storage;

/// <summary>
/// Brings the schema up before anything else of the host starts, and waits a bounded time for a database that starts later than the silo.
/// </summary>
internal sealed class StorageStart(Database database, IOptions<StorageOptions> options, TimeProvider clock, ILogger<StorageStart> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var patience = TimeSpan.FromSeconds(options.Value.StartTimeoutSeconds);
        while (true)
        {
            try
            {
                await database.MigrateAsync(cancellationToken);
                return;
            }
            catch (StoreUnavailableException error) when (clock.GetElapsedTime(started) + Pause < patience)
            {
                logger.WaitingForDatabase(error.Message);
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
