using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Changes;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Changes;

/// <summary>
/// Gives what was announced its places, removes what is too old, and closes the gate when the topic is too far behind. Every silo runs one: rows of
/// a silo that died are placed by another, and the lock in the database lets one work at a time.
/// </summary>
internal sealed partial class ChangePlacer(
    IChangeLog log,
    ChangeTip tip,
    OutboxGate gate,
    IOptions<ChangeOptions> options,
    ChangeMetrics metrics,
    TimeProvider clock,
    ILogger<ChangePlacer> logger) : BackgroundService
{
    private const int AtOnce = 1000;

    /// <summary>Pages of each round, so that neither work waits for the other, nor readers and the gate for both, however much comes.</summary>
    private const int PagesMax = 20;

    /// <summary>Removing is no hurry while it keeps up.</summary>
    private static readonly TimeSpan RemoveEvery = TimeSpan.FromMinutes(1);

    private long? _removedAt;
    private bool _isFailing;

    /// <summary>What the silo reads the log by for its topic; null where there is none.</summary>
    private string? Reader => ChangeReaders.OfTopic(options.Value.Topic);

    /// <summary>One round: what is announced so far. True: there may be more, and the next round is due.</summary>
    internal async Task<bool> RoundAsync(CancellationToken cancellationToken)
    {
        var hasMore = true;
        for (var page = 0; page < PagesMax && hasMore; page++)
        {
            var placed = await log.PlaceAsync(AtOnce, clock.GetUtcNow(), cancellationToken);
            metrics.CountPlaced(placed);
            hasMore = placed == AtOnce;
        }

        var state = await log.StateAsync(Reader, cancellationToken);
        tip.Move(state.Newest);
        Watch(state);
        var isRemovalDue = _removedAt is not { } removedAt || clock.GetElapsedTime(removedAt) >= RemoveEvery;
        if (isRemovalDue && await RemoveAsync(Reader is null ? null : state.Passed ?? 0, cancellationToken))
            _removedAt = clock.GetTimestamp();
        return hasMore;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var began = clock.GetTimestamp();
                var hasMore = await RoundAsync(stoppingToken);
                _isFailing = false;
                if (hasMore)
                    continue;
                await log.AnnouncedAsync(options.Value.LookEvery, stoppingToken);
                // With every commit that announces, places would be as many transactions as verdicts are.
                if (options.Value.PlaceEvery - clock.GetElapsedTime(began) is var rest && rest > TimeSpan.Zero)
                    await Task.Delay(rest, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // What is announced stays where it is; the next round finds it.
                metrics.Failed("places");
                if (!_isFailing && exception is not StoreUnavailableException)
                    LogFailed(exception);
                _isFailing = true;
                await Task.Delay(options.Value.LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Opens again at half, so that it does not flutter.</summary>
    private void Watch(ChangeLogState state)
    {
        var depth = Reader is null ? 0 : state.Depth;
        var isOpen = depth < (gate.IsOpen ? options.Value.OutboxMax : options.Value.OutboxMax / 2);
        if (gate.Set(isOpen))
            LogGate(isOpen ? "goes on" : "waits", depth);
        metrics.Outbox(depth, !isOpen);
    }

    /// <summary>False: there is more to remove, and the next round goes on with it.</summary>
    private async Task<bool> RemoveAsync(long? keepAfter, CancellationToken cancellationToken)
    {
        var bounds = new ChangeBounds(options.Value.KeptPerTenantMax, options.Value.KeptMax);
        for (var page = 0; page < PagesMax; page++)
        {
            if (await log.RemoveAsync(clock.GetUtcNow() - options.Value.KeptFor, bounds, keepAfter, cancellationToken) == 0)
                return true;
        }

        return false;
    }

    [LoggerMessage(6000, LogLevel.Error, "Changes could not be placed; the next round goes on.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(6001, LogLevel.Warning, "The reading of signals {What}: {Depth} changes wait to be passed on to the topic.")]
    private partial void LogGate(string what, long depth);
}

/// <summary>The names by which the log is read.</summary>
internal static class ChangeReaders
{
    /// <summary>As a tenant it stands for all: its ends are positions.</summary>
    public const string AllTenants = "";

    public static string? OfTopic(string topic) => topic.Length == 0 ? null : "topic:" + topic;
}
