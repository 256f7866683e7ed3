using System.Net;
using AccountTwins.Domain.Changes;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Changes;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Changes.Webhooks;

/// <summary>
/// Sends each webhook its tenant's changes, one after the other: the next goes out when the one before was taken. At least once, in order; a receiver that
/// fails is tried again ever more rarely, and disabled when it says that it is gone or has failed for too long. Silos share the work by leases.
/// </summary>
internal sealed partial class WebhookSender(
    IWebhookStore store,
    WebhookPoster poster,
    IChangeLog log,
    ChangeTip tip,
    IOptions<WebhookOptions> options,
    IOptions<ChangeOptions> changes,
    ChangeMetrics metrics,
    TimeProvider clock,
    ILogger<WebhookSender> logger) : BackgroundService
{
    /// <summary>Changes sent to one receiver before the others have their turn, if it takes them within the time of one answer.</summary>
    private const int TurnMax = 50;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan PassedOverPause = TimeSpan.FromSeconds(1);

    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly string _holder = Guid.NewGuid().ToString("N");
    private volatile bool _isFailing;

    /// <summary>One turn for every receiver that is due; how many there were.</summary>
    internal async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        var turns = await BeginAsync(options.Value.ParallelMax, cancellationToken);
        await Task.WhenAll(turns);
        return turns.Length;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var turns = new List<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var known = tip.Newest;
                turns.RemoveAll(turn => turn.IsCompleted);
                var begun = await BeginAsync(options.Value.ParallelMax - turns.Count, stoppingToken);
                turns.AddRange(begun);
                _isFailing = false;
                // Whoever is slow keeps nobody else waiting: the next are looked for as soon as a change comes or a turn ends.
                if (begun.Length == 0)
                    await Task.WhenAny([.. turns, turns.Count < options.Value.ParallelMax ? tip.BeyondAsync(known) : Never, Task.Delay(LookEvery, clock, stoppingToken)]);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                Failed(exception);
                await Task.Delay(LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(turns);
    }

    private async Task<Task[]> BeginAsync(int atMost, CancellationToken cancellationToken)
    {
        if (atMost <= 0)
            return [];
        var now = clock.GetUtcNow();
        var due = await store.HoldDueAsync(_holder, now, Lease(now), atMost, options.Value.ParallelOfTenantMax, cancellationToken);
        return [.. due.Select(row => TakeTurnAsync(row, cancellationToken))];
    }

    /// <summary>A turn that fails is counted and ends; its receiver's next comes when the lease is over.</summary>
    private async Task TakeTurnAsync(WebhookRow row, CancellationToken cancellationToken)
    {
        try
        {
            await TurnAsync(row, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The silo stops; what was not noted goes out again.
        }
        catch (Exception exception)
        {
            Failed(exception);
        }
    }

    private void Failed(Exception exception)
    {
        metrics.Failed("webhooks");
        if (!_isFailing && exception is not StoreUnavailableException)
            LogFailed(exception);
        _isFailing = true;
    }

    private async Task TurnAsync(WebhookRow row, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var page = await log.ReadAsync(row.Tenant, row.Number, TurnMax, cancellationToken);
        var before = page.Count > 0 ? page[0].Number - 1 : (await log.EndsAsync(row.Tenant, cancellationToken)).Removed;
        if (before > row.Number)
        {
            LogSkipped(row.Id, before - row.Number);
            row = row with { Number = before, Skipped = row.Skipped + before - row.Number };
            if (page.Count == 0)
                await store.NoteAsync(row, _holder, null, CancellationToken.None);
        }

        // What the kinds leave out is passed over in memory, and noted with the next try or at the end of the turn.
        var kinds = row.Kinds.Length > 0 ? row.Kinds.Split(',') : null;
        var isTried = false;
        foreach (var change in page)
        {
            var isWanted = kinds is null || kinds.Contains(change.Row.Kind);
            row = isWanted ? await SendAsync(row, change, cancellationToken) : row with { Number = change.Number };
            isTried |= isWanted;
            var isLast = row.Number != change.Number || ReferenceEquals(change, page[^1]) || clock.GetElapsedTime(began) >= options.Value.AnswerWithin;
            // Where next to nothing is wanted, a row is held and written once a second, and not with every change.
            if (isLast && !isTried && page.Count < TurnMax)
                row = row with { NextAt = clock.GetUtcNow() + PassedOverPause };
            if ((isWanted || isLast) && (!await store.NoteAsync(row, _holder, isLast ? null : Lease(clock.GetUtcNow()), CancellationToken.None) || isLast))
                return;
        }
    }

    /// <summary>The row after one try.</summary>
    private async Task<WebhookRow> SendAsync(WebhookRow row, PlacedChange change, CancellationToken cancellationToken)
    {
        var status = await poster.PostAsync(row, change.Row.Id, ChangeEvent.Write(change.Row, change.Number), cancellationToken);
        var now = clock.GetUtcNow();
        if (status is >= 200 and < 300)
        {
            metrics.Delivered("taken");
            return row with { Number = change.Number, Attempts = 0, FailingSince = null, NextAt = now };
        }

        metrics.Delivered(status == (int)HttpStatusCode.Gone ? "gone" : "failed");
        if (status == (int)HttpStatusCode.Gone)
            return Disabled(row, "gone", now);
        var since = row.FailingSince ?? now;
        return now - since >= options.Value.DisableAfter
            ? Disabled(row with { FailingSince = since }, "failing", now)
            : row with { Attempts = row.Attempts + 1, FailingSince = since, NextAt = now + Pause(row.Attempts) };
    }

    private WebhookRow Disabled(WebhookRow row, string reason, DateTimeOffset now)
    {
        LogDisabled(row.Id, reason);
        return row with { IsActive = false, DisabledAt = now, Reason = reason };
    }

    /// <summary>Doubles with each failure; half of it by chance, so that receivers that failed together do not come back together.</summary>
    private TimeSpan Pause(int attempts)
    {
        var longest = Math.Min(options.Value.RetryAfterMax.TotalSeconds, options.Value.RetryAfter.TotalSeconds * Math.Pow(2, Math.Min(attempts, 30)));
        return TimeSpan.FromSeconds(longest * (0.5 + (Random.Shared.NextDouble() / 2)));
    }

    /// <summary>Longer than one receiver may take.</summary>
    private DateTimeOffset Lease(DateTimeOffset now) => now + changes.Value.LeaseFor + (2 * options.Value.AnswerWithin);

    [LoggerMessage(6100, LogLevel.Error, "A round of webhooks failed; the next goes on.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(6101, LogLevel.Warning, "Webhook {Id} is disabled: {Reason}.")]
    private partial void LogDisabled(string id, string reason);

    [LoggerMessage(6102, LogLevel.Warning, "Webhook {Id} was away for so long that {Count} changes are no longer kept.")]
    private partial void LogSkipped(string id, long count);
}
