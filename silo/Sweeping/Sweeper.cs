using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Storage;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Sweeping;

/// <summary>
/// Finds the accounts whose moment has passed and lets time act on them: silence is a signal too. One round at a time; an account that
/// fails waits for the next round and holds up nobody.
/// </summary>
public sealed partial class Sweeper(
    ISweepStore store,
    IAccountAdvance accounts,
    ISweepShards shards,
    IOptions<SweepOptions> options,
    TimeProvider clock,
    SweepMetrics metrics,
    ILogger<Sweeper> logger,
    OutboxGate? gate = null) : BackgroundService
{
    private readonly SweepOptions options = options.Value;

    /// <summary>Where a round that ran out of time stopped; so accounts that stay due cannot starve those behind them.</summary>
    private DueAccount? resumeAfter;

    /// <summary>One pass over what is due, as far as its time allows.</summary>
    internal async Task<SweepRound> RoundAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var tally = new SweepTally();
        var end = "failed";
        try
        {
            var complete = await PagesAsync(started, tally, cancellationToken);
            end = complete ? "complete" : "out_of_time";
            return new SweepRound(tally.Advanced, tally.Failed, complete);
        }
        finally
        {
            metrics.Round(clock.GetElapsedTime(started), end);
            if (tally.Failed > 0)
                LogAccountsFailed(tally.FirstFailure, tally.Failed, tally.Advanced, tally.LastRefusal);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // Time announces as signals do; what is due stays due.
                if (gate is { IsOpen: false })
                    continue;
                try
                {
                    await RoundAsync(stoppingToken);
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    LogRoundFailed(exception);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what is due stays due.
        }
    }

    /// <summary>True when nothing due was left, false when time ran out.</summary>
    private async Task<bool> PagesAsync(long started, SweepTally tally, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var shard = shards.Current;
        var after = resumeAfter;
        for (var first = after is null; ; first = false)
        {
            var page = await store.DueAsync(now, options.PageSize, shard, after, cancellationToken);
            if (first)
                metrics.Backlog(page.Count == 0 ? TimeSpan.Zero : now - page[0].DueAt);
            var last = await PageAsync(page, started, tally, cancellationToken);
            if (page.Count == 0 || (page.Count < options.PageSize && last == page[^1]))
            {
                resumeAfter = null;
                return true;
            }

            after = last ?? after;
            if (!OutOfTime(started))
                continue;
            resumeAfter = after;
            return false;
        }
    }

    /// <summary>Advances a page's accounts while time lasts and says which was the last.</summary>
    private async Task<DueAccount?> PageAsync(IReadOnlyList<DueAccount> page, long started, SweepTally tally, CancellationToken cancellationToken)
    {
        DueAccount? last = null;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(InTime(), parallel, async (due, stopping) => await AccountAsync(due, tally, stopping));
        return last;

        IEnumerable<DueAccount> InTime()
        {
            foreach (var due in page)
            {
                if (OutOfTime(started))
                    yield break;
                last = due;
                yield return due;
            }
        }
    }

    private async Task AccountAsync(DueAccount due, SweepTally tally, CancellationToken cancellationToken)
    {
        try
        {
            var standing = await accounts.AdvanceAsync(due.Key, cancellationToken).WaitAsync(options.AccountDeadline, clock, cancellationToken);
            if (standing is TwinStanding.Ready or TwinStanding.Unknown)
            {
                tally.Succeeded();
                metrics.Swept("advanced");
            }
            else
            {
                tally.RefusedWith(standing);
                metrics.Swept("refused");
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            tally.FailedWith(exception);
            metrics.Swept(exception is TimeoutException ? "timeout" : "failed");
        }
    }

    private bool OutOfTime(long started) => clock.GetElapsedTime(started) >= options.RoundTime;
}

/// <summary>What one round did. <paramref name="Complete"/>: nothing due was left untried.</summary>
internal sealed record SweepRound(int Advanced, int Failed, bool Complete);
