using AccountTwins.Domain.Keys;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage;

namespace AccountTwins.Silo.Security;

/// <summary>
/// Tells in the chain of keys which of them ran out: nobody does anything then, so nobody else would. Every silo looks; the chain takes each end once, also
/// when a silo dies between the entry and the mark that keeps the key from being looked at again.
/// </summary>
internal sealed partial class KeyEnds(IApiKeyStore store, KeyLedger ledger, TimeProvider clock, ILogger<KeyEnds> logger) : BackgroundService
{
    /// <summary>Keys of one look; the next has the rest.</summary>
    public const int AtOnce = 1000;

    /// <summary>A key is refused at its end to the millisecond; only the entry comes so much later.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    /// <summary>One look. Throws <see cref="StoreUnavailableException"/>.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await store.ListEndedAsync(clock.GetUtcNow(), AtOnce, cancellationToken))
        {
            var end = row.ExpiresAt ?? throw new InvalidOperationException($"The key {row.Id} has no end.");
            await ledger.AppendOnceAsync(row.Tenant, new KeyEntry.Expired(row.Id, row.Name, end), cancellationToken);
            await store.EndToldAsync(row.Id, end, clock.GetUtcNow(), cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (StoreUnavailableException error)
            {
                // What was not told now is told with the next look.
                LogLate(error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(5020, LogLevel.Warning, "Keys that ran out are told of later: {Reason}")]
    private partial void LogLate(string reason);
}
