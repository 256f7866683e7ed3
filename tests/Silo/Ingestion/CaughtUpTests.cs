using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Observability;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountTwins.Tests.Silo.Ingestion;

/// <summary>Up to when a partition is known to be applied, which is how old every feed in it is at least.</summary>
public sealed class CaughtUpTests : IDisposable
{
    private static readonly DateTimeOffset First = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Second = First.AddSeconds(1);

    private readonly MeterFactory _meters = new();
    private readonly HeldLetters _letters = new();

    [Fact]
    public async Task A_stream_that_never_pauses_is_caught_up_to_an_earlier_look()
    {
        var pump = Pump();
        pump.Post([Message(0)]);
        _ = pump.ObserveBoundsAsync(1, First);
        await Until.TrueAsync(() => pump.Behind == 1);
        Assert.Null(pump.CaughtUpAt);

        // What was the end at the first look is settled; four more have come since.
        _letters.Release();
        await Until.TrueAsync(() =>
        {
            _ = pump.ObserveBoundsAsync(5, Second);
            return pump.CaughtUpAt == First && pump.Behind == 4;
        });
    }

    [Fact]
    public async Task An_empty_partition_is_caught_up_to_this_look()
    {
        var pump = Pump();
        _ = pump.ObserveBoundsAsync(0, First);
        await Until.TrueAsync(() => pump.CaughtUpAt == First);
    }

    [Fact]
    public async Task What_is_not_settled_keeps_a_partition_old()
    {
        var pump = Pump();
        pump.Post([Message(0)]);
        _ = pump.ObserveBoundsAsync(1, First);
        _ = pump.ObserveBoundsAsync(5, Second);
        await Until.TrueAsync(() => pump.Behind == 5);
        Assert.Null(pump.CaughtUpAt);
    }

    public void Dispose() => _meters.Dispose();

    private PartitionPump Pump() => new(
        new PartitionName("signals", 0),
        new StreamStart(1, -1, null),
        new PumpPorts(new NoAccounts(), new NoPositions(), _letters, new MemoryAside(), new NothingReads(), new NoControl(), new NoAlarms()),
        new PumpOptions(),
        new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler,
        new PumpTools(new FakeClock(), NullLogger.Instance, new IngestionMetrics(_meters)));

    private static LogMessage Message(long offset) => new() { Offset = offset, Epoch = 0, Value = [1] };

    /// <summary>Every message is malformed, and its letter is acknowledged when the test says so.</summary>
    private sealed class HeldLetters : IDeadLetters
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _released.SetResult();

        public Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken) => _released.Task;
    }

    private sealed class NothingReads : ISignalReader
    {
        public ReadSignal Read(LogMessage message) => new(default, Family.Unspecified, null, "malformed", "");
    }

    private sealed class NoAccounts : IAccountCalls
    {
        public Task ParkAsync(AccountKey account, string code, TimeSpan holdsFor) => throw new NotSupportedException();

        public Task<ApplyAnswer> ApplyAsync(AccountKey account, SignalBatch batch) => throw new NotSupportedException();

        public Task<CheckpointAnswer> RecheckAsync(AccountKey account, int stream) => throw new NotSupportedException();

        public Task<CheckpointAnswer> CheckpointAsync(AccountKey account, int stream, long offset) => throw new NotSupportedException();
    }

    private sealed class NoPositions : IStreamPositions
    {
        public Task<StreamStart> ReadAsync(int stream) => throw new NotSupportedException();

        public Task<bool> CommitAsync(int stream, long known, MarkedOffset mark) => throw new NotSupportedException();
    }

    private sealed class NoControl : IPartitionControl
    {
        public void Pause()
        {
        }

        public void Resume()
        {
        }

        public void Seek(long offset, int epoch)
        {
        }

        public void Commit(long offset)
        {
        }

        public void Restart(string reason)
        {
        }

        public void Halt()
        {
        }
    }

    private sealed class NoAlarms : IIngestionAlarms
    {
        public void Raise(AlarmKind kind, string text)
        {
        }
    }
}
