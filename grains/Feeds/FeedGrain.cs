using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace AccountTwins.Grains.Feeds;

/// <summary>
/// Keeps the cluster's <see cref="FeedLedger"/> and stores it every few seconds. Exchanges never wait for storage, and a failed write loses
/// nothing: memory stays, and the next tick writes again.
/// </summary>
public sealed partial class FeedGrain(
    [PersistentState("feeds", "rare")] IPersistentState<FeedRecord> stored,
    IOptions<FeedGrainOptions> options,
    TimeProvider clock,
    ILogger<FeedGrain> logger) : Grain, IFeedGrain
{
    private readonly FeedLedger ledger = new(NewEpoch(), clock);
    private long writtenChanges;
    private Task writing = Task.CompletedTask;
    private bool isFailing;
    private bool isFull;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        ledger.Load(stored.State);
        writtenChanges = ledger.Changes;
        var every = options.Value.WriteEvery;
        this.RegisterGrainTimer(WriteIfChangedAsync, new GrainTimerCreationOptions(every, every) { Interleave = true });
        return Task.CompletedTask;
    }

    public Task<FeedBook> Exchange(FeedReport report)
    {
        var book = ledger.Exchange(report);
        if (ledger.Refused > 0 && !isFull)
        {
            isFull = true;
            LogFull(FeedBook.TenantsMax, FeedBook.PartitionsMax, report.Silo);
        }

        return Task.FromResult(book);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await writing;
        await WriteIfChangedAsync(cancellationToken);
    }

    private Task WriteIfChangedAsync(CancellationToken cancellationToken)
    {
        if (writing.IsCompleted && ledger.Changes != writtenChanges)
            writing = WriteAsync(cancellationToken);
        return writing;
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            var changes = ledger.Changes;
            stored.State = ledger.Capture();
            await stored.WriteStateAsync(cancellationToken);
            writtenChanges = changes;
            if (isFailing)
                LogWrittenAgain();
            isFailing = false;
        }
        catch (Exception exception)
        {
            if (!isFailing)
                LogNotWritten(exception);
            isFailing = true;
            if (exception is InconsistentStateException)
                await TakeInAsync(cancellationToken);
        }
    }

    /// <summary>Another activation, or a write whose answer was lost, changed the row: merge it, the next tick writes the sum.</summary>
    private async Task TakeInAsync(CancellationToken cancellationToken)
    {
        try
        {
            await stored.ReadStateAsync(cancellationToken);
            ledger.Load(stored.State);
        }
        catch (Exception exception)
        {
            LogNotRead(exception);
        }
    }

    private static long NewEpoch() => Random.Shared.NextInt64(1, long.MaxValue);
}
