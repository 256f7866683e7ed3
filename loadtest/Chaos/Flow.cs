using AccountTwins.LoadTest.Audit;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.LoadTest.Chaos;

/// <summary>Sends the traffic at an even pace, as far as it is allowed to, and lets the oracle know of each message.</summary>
internal sealed class Flow(WorkloadOptions workload, PacedProducer producer, Oracle oracle)
{
    private const int Burst = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private long _allowed;
    private long _count;
    private Task _running = Task.CompletedTask;

    /// <summary>True when all that is allowed was handed to the producer.</summary>
    public bool IsDone => _running.IsCompletedSuccessfully || Interlocked.Read(ref _count) >= Interlocked.Read(ref _allowed);

    public void Start(CancellationToken cancellationToken) => _running = RunAsync(cancellationToken);

    /// <summary>Allows a share of all signals, from the first on; 1: all of them.</summary>
    public void Allow(double share) => Interlocked.Exchange(ref _allowed, share >= 1 ? long.MaxValue : (long)(workload.Signals * share));

    /// <summary>Throws what sending threw.</summary>
    public Task ThrowIfFailedAsync()
    {
        producer.ThrowIfFailed();
        return _running.IsFaulted ? _running : Task.CompletedTask;
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var message in new Traffic(workload).Read())
        {
            while (_count >= Interlocked.Read(ref _allowed) || !producer.HasRoom)
                await Task.Delay(Pause, cancellationToken);
            oracle.Note(message);
            producer.Send(message);
            if (message.Kind == OutgoingKind.Signal && Interlocked.Increment(ref _count) % Burst == 0)
                await Task.Delay(Pause, cancellationToken);
        }

        await producer.FlushAsync(cancellationToken);
    }
}
