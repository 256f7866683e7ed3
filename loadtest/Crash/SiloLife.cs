using System.Diagnostics;
using System.Net;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Crash;

/// <summary>Watches one life of the silo, and lets the producer go on as positions are committed.</summary>
internal sealed class SiloLife(SiloProcess silo, TwinDatabase database, string logId, PacedProducer producer)
{
    /// <summary>Any account serves: that nobody knows it is an answer, too.</summary>
    private const string Question = "/v1/accounts/hot/context";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first answer; faulted when the silo ends by itself.</summary>
    public Task Answered => _answered.Task;

    public TimeSpan? FirstAnswer { get; private set; }

    /// <summary>When what was sent before this life was committed.</summary>
    public TimeSpan? CaughtUp { get; private set; }

    /// <summary>The positions last seen.</summary>
    public IReadOnlyDictionary<(string Topic, int Partition), long> Positions { get; private set; } = new Dictionary<(string, int), long>();

    public async Task WatchAsync(IReadOnlyDictionary<(string Topic, int Partition), long> before, CancellationToken cancellationToken)
    {
        try
        {
            await FirstAnswerAsync(cancellationToken);
            while (!cancellationToken.IsCancellationRequested)
            {
                if (await database.CommittedAsync(logId) is { } positions)
                {
                    Positions = positions;
                    producer.Committed(positions);
                    if (CaughtUp is null && before.Count > 0 && PacedProducer.Covers(positions, before))
                        CaughtUp = Stopwatch.GetElapsedTime(silo.Started);
                }

                await Task.Delay(LookEvery, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo is about to be killed.
        }
        catch (InvalidOperationException exception)
        {
            _answered.TrySetException(exception);
        }
    }

    private async Task FirstAnswerAsync(CancellationToken cancellationToken)
    {
        while (await silo.StatusAsync(Question, cancellationToken) is not (HttpStatusCode.OK or HttpStatusCode.NotFound))
        {
            if (silo.HasExited)
                throw new InvalidOperationException("The silo ended by itself; see silo.log.");
            await Task.Delay(10, cancellationToken);
        }

        FirstAnswer = Stopwatch.GetElapsedTime(silo.Started);
        _answered.TrySetResult();
    }
}
