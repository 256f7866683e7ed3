using AccountTwins.Silo.Policies;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Learning;

/// <summary>Keeps the shelves fresh.</summary>
internal sealed class LessonPoller(LessonBoard board, IOptions<PolicyOptions> options, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LessonsEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await board.TickAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
