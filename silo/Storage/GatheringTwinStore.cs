using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Gathering;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Storage;

/// <summary>The twins' store: gathers concurrent reads and writes into batches over <see cref="ITwinRows"/> and isolates rows that the database refuses.</summary>
internal sealed class GatheringTwinStore : ITwinStore, IAsyncDisposable
{
    private readonly ITwinRows rows;
    private readonly TwinRowCheck check;
    private readonly StorageMetrics metrics;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Gathering<TwinWrite, WriteResult> writes;
    private readonly Gathering<AccountKey, StoredAccount> reads;
    private readonly Gathering<AccountKey, RowVersion?> versions;

    public GatheringTwinStore(
        ITwinRows rows, IOptions<StorageOptions> options, StorageMetrics metrics, TimeProvider clock, ILogger<GatheringTwinStore> logger)
    {
        var o = options.Value;
        (this.rows, this.metrics, this.clock, this.logger) = (rows, metrics, clock, logger);
        check = new TwinRowCheck(o.StateBytesMax);
        var writeLimits = new GatheringLimits(o.IsPostgres ? o.WriteLanes : 1, o.WriteBatchRowsMax, o.WriteBatchBytesMax, o.WriteQueueMax, o.WaitTimeout);
        var readLimits = new GatheringLimits(o.IsPostgres ? o.ReadLanes : 1, o.ReadBatchKeysMax, int.MaxValue, o.ReadQueueMax, o.WaitTimeout);
        writes = new("writes", writeLimits, write => write.Key, write => write.State.Length + 256 + write.Changes.Sum(change => 256 + change.Data.Length), WriteBatchAsync, clock, logger);
        reads = new("reads", readLimits, key => key, _ => 1, (keys, stop) => TimedAsync("state", keys, rows.ReadAsync, stop), clock, logger);
        versions = new("version reads", readLimits with { Lanes = 1 }, key => key, _ => 1,
            (keys, stop) => TimedAsync("version", keys, rows.ReadVersionsAsync, stop), clock, logger);
    }

    public Task<StoredAccount> ReadAsync(AccountKey key, CancellationToken cancellationToken) => reads.AskAsync(key, cancellationToken);

    public Task<RowVersion?> ReadVersionAsync(AccountKey key, CancellationToken cancellationToken) => versions.AskAsync(key, cancellationToken);

    public async Task<WriteResult> WriteAsync(TwinWrite write, CancellationToken cancellationToken)
    {
        if (check.Fault(write) is { } fault)
        {
            logger.RowRefused(write.Key.ToString(), fault);
            metrics.CountResult(WriteResult.Refused);
            return WriteResult.Refused;
        }

        try
        {
            return await writes.AskAsync(write, cancellationToken);
        }
        catch (StoreUnavailableException error)
        {
            // Never sent, or sent without an answer in time: the batch itself reports Unknown without throwing.
            logger.WriteUnknown(1, error.Message);
            metrics.CountResult(WriteResult.Unknown);
            return WriteResult.Unknown;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await writes.DisposeAsync();
        await reads.DisposeAsync();
        await versions.DisposeAsync();
        await rows.DisposeAsync();
    }

    private async Task<WriteResult[]> WriteBatchAsync(TwinWrite[] batch, CancellationToken stopping)
    {
        var results = new WriteResult[batch.Length];
        var started = clock.GetTimestamp();
        try
        {
            await Halving.RunAsync<TwinWrite, WriteResult>(batch, results, rows.WriteAsync, Refuse, stopping);
        }
        catch (StoreUnavailableException error)
        {
            // Halves that were answered keep their answer; the others have none.
            for (var i = 0; i < results.Length; i++)
            {
                if (results[i] == WriteResult.Unspecified)
                    results[i] = WriteResult.Unknown;
            }

            logger.WriteUnknown(results.Count(result => result == WriteResult.Unknown), error.Message);
        }

        metrics.Wrote(results, clock.GetElapsedTime(started));
        return results;
    }

    private WriteResult Refuse(TwinWrite write, DataRefusedException error)
    {
        logger.RowRefused(write.Key.ToString(), error.Message);
        return WriteResult.Refused;
    }

    private async Task<T[]> TimedAsync<T>(
        string kind, AccountKey[] keys, Func<AccountKey[], CancellationToken, Task<T[]>> read, CancellationToken stopping)
    {
        var started = clock.GetTimestamp();
        try
        {
            return await read(keys, stopping);
        }
        finally
        {
            metrics.Read(kind, keys.Length, clock.GetElapsedTime(started));
        }
    }
}
