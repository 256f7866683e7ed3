using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Observability;
using AccountTwins.Tests.Silo.Ingestion.Simulation;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountTwins.Tests.Silo.Ingestion;

/// <summary>One pump, stepped by the test, with everything around it played by the test: accounts are named by the message's key.</summary>
internal sealed class PumpBench : IAccountCalls, IStreamPositions, IDeadLetters, ISignalReader, IPartitionControl, IIngestionAlarms
{
    private readonly SteppedScheduler _scheduler = new();

    public PumpBench(PumpOptions? options = null, StreamStart? start = null)
    {
        Row = start ?? new StreamStart(1, -1, null);
        Pump = new PartitionPump(
            new PartitionName("log", 0), Row, new PumpPorts(this, this, this, Aside, this, this, this) { Gate = Gate }, options ?? new PumpOptions(), _scheduler,
            new PumpTools(Clock, NullLogger.Instance, UnreadMetrics.Ingestion));
    }

    public FakeClock Clock { get; } = new();

    public OutboxGate Gate { get; } = new();

    public PartitionPump Pump { get; }

    public StreamStart Row { get; set; }

    public List<string> Asked { get; } = [];

    public List<(long Offset, string Stage)> Letters { get; } = [];

    public List<AlarmKind> Alarms { get; } = [];

    public List<(string Account, string Code, TimeSpan HoldsFor)> Parked { get; } = [];

    /// <summary>What telling a twin that its signals are put aside ends with instead of an answer.</summary>
    public Exception? ParkFails { get; set; }

    public MemoryAside Aside { get; } = new();

    public List<string> Sent { get; } = [];

    public Func<string, SignalBatch, Task<ApplyAnswer>> Apply { get; set; } = (_, batch) => Task.FromResult(Applied(batch));

    public Func<string, long, Task<CheckpointAnswer>> Checkpoint { get; set; } = (_, offset) => Task.FromResult(new CheckpointAnswer(TwinStanding.Ready, offset));

    public Func<string, Task<CheckpointAnswer>> Recheck { get; set; } = _ => Task.FromResult(new CheckpointAnswer(TwinStanding.Ready, -1));

    public List<string> Rechecked { get; } = [];

    /// <summary>Times that the position's row was read.</summary>
    public int Reads { get; private set; }

    /// <summary>What reading the position's row ends with instead of an answer.</summary>
    public Exception? ReadFails { get; set; }

    public Func<Task> Acknowledge { get; set; } = () => Task.CompletedTask;

    public static ApplyAnswer Applied(SignalBatch batch) => new() { Status = ApplyStatus.Applied, Offset = batch.Offsets[^1], Applied = batch.Offsets.Length };

    /// <summary>Hands over messages of the given accounts at ascending offsets, and runs what follows from it.</summary>
    public void Post(long first, params string[] accounts)
    {
        Pump.Post([.. accounts.Select((account, index) => MessageOf(first + index, account))]);
        Run();
    }

    public static LogMessage MessageOf(long offset, string account) =>
        new() { Offset = offset, Epoch = 0, Key = System.Text.Encoding.UTF8.GetBytes(account), Value = BitConverter.GetBytes(offset) };

    public Task<bool> CheckpointNow()
    {
        var done = Pump.RequestCheckpointAsync();
        Run();
        return done;
    }

    public void Run()
    {
        // Without the runner's context, so that every continuation stays on the pump's scheduler.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        while (_scheduler.HasWork)
            _scheduler.RunOne();
        SynchronizationContext.SetSynchronizationContext(context);
    }

    /// <summary>Lets time pass in small steps, with everything that follows.</summary>
    public void Pass(TimeSpan time)
    {
        for (var until = Clock.GetUtcNow() + time; Clock.GetUtcNow() < until; Run())
            Clock.Advance(TimeSpan.FromMilliseconds(250));
    }

    public Task<ApplyAnswer> ApplyAsync(AccountKey account, SignalBatch batch)
    {
        Sent.Add($"{account.Account}>{batch.PreviousOffset}:{string.Join(',', batch.Offsets.Zip(batch.Bodies, (offset, body) => body.Length == 0 ? $"({offset})" : $"{offset}"))}");
        return Apply(account.Account, batch);
    }

    public Task<CheckpointAnswer> CheckpointAsync(AccountKey account, int stream, long offset) => Checkpoint(account.Account, offset);

    public Task<CheckpointAnswer> RecheckAsync(AccountKey account, int stream)
    {
        Rechecked.Add(account.Account);
        return Recheck(account.Account);
    }

    public Task ParkAsync(AccountKey account, string code, TimeSpan holdsFor)
    {
        Parked.Add((account.Account, code, holdsFor));
        return ParkFails is { } failure ? Task.FromException(failure) : Task.CompletedTask;
    }

    public async Task<StreamStart> ReadAsync(int stream)
    {
        Reads++;
        await Task.Yield();
        return ReadFails is { } failure ? throw failure : Row;
    }

    public Task<bool> CommitAsync(int stream, long known, MarkedOffset mark)
    {
        if (Row.Committed < known)
            return Task.FromResult(false);
        Row = new StreamStart(stream, mark.Offset, mark);
        return Task.FromResult(true);
    }

    public async Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        await Acknowledge();
        Letters.Add((letter.Message.Offset, letter.Stage));
    }

    public ReadSignal Read(LogMessage message)
    {
        var account = System.Text.Encoding.UTF8.GetString(message.Key!);
        if (account == "malformed")
            return new ReadSignal(default, Family.Unspecified, null, "bad_json", "It does not parse.");
        var signal = Signal.Of(new UsageActivity { Count = 1 }, new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), "bench", $"{message.Offset}");
        return new ReadSignal(new AccountKey("t", account), Family.Usage, signal, null, null);
    }

    public void Pause() => Asked.Add("pause");

    public void Resume() => Asked.Add("resume");

    public void Seek(long offset, int epoch) => Asked.Add($"seek {offset} as {epoch}");

    public void Commit(long offset)
    {
    }

    public void Halt() => Asked.Add("halt");

    public void Restart(string reason) => Asked.Add("restart");

    public void Raise(AlarmKind kind, string text) => Alarms.Add(kind);
}
