using System.Collections.Concurrent;
using System.Text;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Observability;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountTwins.Tests.Silo.Ingestion;

/// <summary>A pump alone: a test says what its twins and the dead-letter topic do. A message's text names its account.</summary>
internal sealed class PumpHost : IAccountCalls, IStreamPositions, IDeadLetters, ISignalReader, IPartitionControl, IIngestionAlarms, IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly MeterFactory _meters = new();
    private readonly IngestionMetrics _metrics;
    private long _next;

    public PumpHost(PumpOptions options)
    {
        _metrics = new IngestionMetrics(_meters);
        Pump = new PartitionPump(
            new PartitionName("log", 0),
            new StreamStart(1, -1, null),
            new PumpPorts(this, this, this, Aside, this, this, this),
            options,
            new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler,
            new PumpTools(TimeProvider.System, NullLogger.Instance, _metrics));
    }

    public PartitionPump Pump { get; }

    /// <summary>What a twin answers; all applied unless a test says otherwise.</summary>
    public Func<string, SignalBatch, Task<ApplyAnswer>> Apply { get; set; } = (_, batch) => Task.FromResult(Applied(batch));

    /// <summary>When a letter is acknowledged.</summary>
    public Func<Task> Acknowledge { get; set; } = () => Task.CompletedTask;

    public MemoryAside Aside { get; } = new();

    public ConcurrentQueue<long> Letters { get; } = new();

    public long Committed { get; private set; } = -1;

    public static ApplyAnswer Applied(SignalBatch batch) => new() { Status = ApplyStatus.Applied, Offset = batch.Offsets[^1], Applied = batch.Offsets.Length };

    /// <summary>The next message of the partition, about an account.</summary>
    public void Post(string account) =>
        Pump.Post([new LogMessage { Offset = _next++, Epoch = 0, Value = Encoding.UTF8.GetBytes(account) }]);

    public void Dispose()
    {
        _metrics.Dispose();
        _meters.Dispose();
    }

    Task<ApplyAnswer> IAccountCalls.ApplyAsync(AccountKey account, SignalBatch batch) => Apply(account.Account, batch);

    Task<CheckpointAnswer> IAccountCalls.RecheckAsync(AccountKey account, int stream) => Task.FromResult(new CheckpointAnswer(TwinStanding.Ready, -1));

    Task IAccountCalls.ParkAsync(AccountKey account, string code, TimeSpan holdsFor) => Task.CompletedTask;

    void IPartitionControl.Restart(string reason) => throw new InvalidOperationException(reason);

    Task<CheckpointAnswer> IAccountCalls.CheckpointAsync(AccountKey account, int stream, long offset) => Task.FromResult(new CheckpointAnswer(TwinStanding.Ready, offset));

    Task<StreamStart> IStreamPositions.ReadAsync(int stream) => Task.FromResult(new StreamStart(stream, Committed, null));

    Task<bool> IStreamPositions.CommitAsync(int stream, long known, MarkedOffset mark)
    {
        Committed = mark.Offset;
        return Task.FromResult(true);
    }

    Task IDeadLetters.WriteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        Letters.Enqueue(letter.Message.Offset);
        return Acknowledge();
    }

    ReadSignal ISignalReader.Read(LogMessage message) => new(
        new AccountKey("t", Encoding.UTF8.GetString(message.Value!)),
        Family.Usage,
        Signal.Of(new UsageActivity(1, 1, null, 1), Noon, "/test", $"{message.Offset}"),
        null,
        null);

    void IPartitionControl.Pause()
    {
    }

    void IPartitionControl.Resume()
    {
    }

    void IPartitionControl.Seek(long offset, int epoch)
    {
    }

    void IPartitionControl.Commit(long offset)
    {
    }

    void IPartitionControl.Halt()
    {
    }

    void IIngestionAlarms.Raise(AlarmKind kind, string text)
    {
    }
}
