using AccountTwins.Grains.State;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Storage.Ledger;

/// <summary>Writes roots over what is new in the ledger, every few minutes; on any number of silos, since roots of one tenant never fork.</summary>
internal sealed class LedgerRootService(ILedgerAudit audit, IOptions<StorageOptions> options, TimeProvider clock, ILogger<LedgerRootService> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(options.Value.LedgerRootMinutes), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await WriteAsync(stoppingToken);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var tenant in await audit.TenantsBehindAsync(cancellationToken))
            {
                // Also into the log, so that a root is known outside the database that it vouches for.
                if (await audit.WriteRootAsync(tenant, clock.GetUtcNow(), cancellationToken) is { } root)
                    logger.RootWritten(root.Number, tenant, root.Chains, Convert.ToHexStringLower(root.Root));
            }
        }
        catch (StoreUnavailableException error)
        {
            // What was not covered now is covered by the next root.
            logger.RootLate(error.Message);
        }
    }
}
