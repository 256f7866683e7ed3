using AccountTwins.Grains.State;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Policies;

/// <summary>Keeps the board fresh: settings every 250 ms, the review queue's length every second. Neither waits for the other.</summary>
internal sealed partial class PolicyPoller(
    PolicyBoard board, IReviewStore reviews, IOptions<PolicyOptions> options, TimeProvider clock, ILogger<PolicyPoller> logger) : BackgroundService
{
    private bool _isFailing;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(PollAsync(stoppingToken), CountAsync(stoppingToken));

    private async Task PollAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PollEvery, clock);
        while (await NextAsync(timer, stoppingToken))
        {
            // Not awaited: a tenant that hangs must not hold up the others, and none is polled twice at once.
            _ = board.TickAsync();
        }
    }

    private async Task CountAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.CountEvery, clock);
        do
        {
            try
            {
                await board.CountAsync(reviews, stoppingToken);
                _isFailing = false;
            }
            catch (StoreUnavailableException exception)
            {
                // The last count stays, and what is added here is added to it.
                if (!_isFailing)
                    LogNotCounted(exception);
                _isFailing = true;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
        while (await NextAsync(timer, stoppingToken));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(3610, LogLevel.Warning, "The review queue cannot be counted; the last count holds.")]
    private partial void LogNotCounted(Exception exception);
}
