using System.Threading.Channels;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage.Gathering;

/// <summary>Bounds of one gathering.</summary>
internal sealed record GatheringLimits(int Lanes, int RowsMax, int BytesMax, int QueueMax, TimeSpan Wait);

/// <summary>
/// Turns concurrent calls into batches. While one batch is under way the next one fills; no call waits for company. A key is in a
/// batch once: a second request for it waits for the next batch, and one key always takes the same lane, so order per key holds.
/// A caller that gives up takes its request back if it was not sent yet; a batch that was sent goes on without the caller.
/// </summary>
internal sealed class Gathering<TRequest, TAnswer> : IAsyncDisposable
{
    private readonly string kind;
    private readonly GatheringLimits limits;
    private readonly Func<TRequest, AccountKey> keyOf;
    private readonly Func<TRequest, int> sizeOf;
    private readonly Func<TRequest[], CancellationToken, Task<TAnswer[]>> execute;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Channel<Pending<TRequest, TAnswer>>[] lanes;
    private readonly Task[] loops;
    private readonly CancellationTokenSource stopping = new();

    public Gathering(
        string kind,
        GatheringLimits limits,
        Func<TRequest, AccountKey> keyOf,
        Func<TRequest, int> sizeOf,
        Func<TRequest[], CancellationToken, Task<TAnswer[]>> execute,
        TimeProvider clock,
        ILogger logger)
    {
        (this.kind, this.limits, this.keyOf, this.sizeOf, this.execute, this.clock, this.logger) =
            (kind, limits, keyOf, sizeOf, execute, clock, logger);
        lanes = new Channel<Pending<TRequest, TAnswer>>[limits.Lanes];
        loops = new Task[limits.Lanes];
        for (var i = 0; i < lanes.Length; i++)
        {
            var lane = Channel.CreateBounded<Pending<TRequest, TAnswer>>(new BoundedChannelOptions(limits.QueueMax) { SingleReader = true });
            lanes[i] = lane;
            loops[i] = Task.Run(() => RunAsync(lane.Reader));
        }
    }

    /// <summary>The answer to this request. Throws <see cref="StoreUnavailableException"/> when none comes in time.</summary>
    public async Task<TAnswer> AskAsync(TRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var key = keyOf(request);
        var pending = new Pending<TRequest, TAnswer>(request, key);
        var lane = lanes[(uint)key.GetHashCode() % (uint)lanes.Length].Writer;
        var started = clock.GetTimestamp();
        if (!lane.TryWrite(pending))
            await WaitForRoomAsync(lane, pending, cancellationToken);
        try
        {
            var left = limits.Wait - clock.GetElapsedTime(started);
            return await pending.Answer.Task.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            pending.Abandon();
            throw new StoreUnavailableException($"The store gave no answer within {limits.Wait.TotalSeconds:F0} s.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            pending.Abandon();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in lanes)
            lane.Writer.TryComplete();
        var all = Task.WhenAll(loops);
        if (await Task.WhenAny(all, Task.Delay(limits.Wait, clock, CancellationToken.None)) != all)
            await stopping.CancelAsync();
        var unanswered = 0;
        foreach (var lane in lanes)
        {
            while (lane.Reader.TryRead(out var pending))
            {
                unanswered++;
                pending.Answer.TrySetException(new StoreUnavailableException("The store is closed."));
            }
        }

        if (unanswered > 0)
            logger.ClosedUnanswered(unanswered, kind);
    }

    private async Task WaitForRoomAsync(
        ChannelWriter<Pending<TRequest, TAnswer>> lane, Pending<TRequest, TAnswer> pending, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limits.Wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await lane.WriteAsync(pending, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"The store's queue of {kind} stayed full for {limits.Wait.TotalSeconds:F0} s.");
        }
        catch (ChannelClosedException)
        {
            throw new StoreUnavailableException("The store is closed.");
        }
    }

    private async Task RunAsync(ChannelReader<Pending<TRequest, TAnswer>> reader)
    {
        var next = new NextBatch<TRequest, TAnswer>(limits.RowsMax, limits.BytesMax, sizeOf);
        while (next.HoldsSome || await reader.WaitToReadAsync(CancellationToken.None))
        {
            var batch = next.Take(reader);
            if (batch.Length > 0)
                await AnswerAsync(batch);
        }
    }

    private async Task AnswerAsync(Pending<TRequest, TAnswer>[] batch)
    {
        try
        {
            var answers = await execute(Array.ConvertAll(batch, pending => pending.Request), stopping.Token);
            for (var i = 0; i < batch.Length; i++)
                batch[i].Answer.TrySetResult(answers[i]);
        }
        catch (Exception error)
        {
            // The loop must outlive whatever a batch meets; every caller gets the reason.
            if (error is not StoreUnavailableException)
                logger.GatheringFailed(error, kind);
            foreach (var pending in batch)
                pending.Answer.TrySetException(error as StoreUnavailableException ?? new StoreUnavailableException(error.Message, error));
        }
    }
}
