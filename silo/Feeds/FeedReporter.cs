using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Feeds;

/// <summary>
/// Exchanges the board with the cluster's book, every second and sooner while a tenant waits to be known. One exchange at a time, each
/// with a deadline; a failure is logged when it begins and when it ends.
/// </summary>
internal sealed partial class FeedReporter(
    FeedBoard board,
    IFeedExchange exchange,
    IOptions<FeedOptions> options,
    TimeProvider clock,
    FeedMetrics metrics,
    ILogger<FeedReporter> logger) : BackgroundService
{
    private readonly FeedOptions options = options.Value;
    private bool isFailing;

    /// <summary>One exchange; false: it failed, and the board grows older.</summary>
    internal async Task<bool> ExchangeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var draft = board.Begin(exchange.Silo);
            var book = await exchange.ExchangeAsync(draft.Report).WaitAsync(options.ExchangeDeadline, clock, cancellationToken);
            board.Complete(draft, book);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            metrics.Exchanged("failed");
            if (!isFailing)
                LogFailing(exception, options.LostAfter.TotalSeconds);
            isFailing = true;
            return false;
        }

        metrics.Exchanged("done");
        if (isFailing)
            LogRecovered();
        isFailing = false;
        return true;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // The last second's news, while the cluster is still there to take it.
        if (!cancellationToken.IsCancellationRequested)
            await ExchangeAsync(CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.LoadEvery, clock);
        var slack = options.LoadEvery / 2;
        try
        {
            var tried = clock.GetTimestamp();
            await ExchangeAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (!board.IsWaiting && clock.GetElapsedTime(tried) + slack < options.ExchangeEvery)
                    continue;
                tried = clock.GetTimestamp();
                await ExchangeAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    [LoggerMessage(3420, LogLevel.Warning, "The cluster's feeds cannot be had; after {Seconds} s every feed counts as dead here.")]
    private partial void LogFailing(Exception exception, double seconds);

    [LoggerMessage(3421, LogLevel.Information, "The cluster's feeds can be had again.")]
    private partial void LogRecovered();
}
