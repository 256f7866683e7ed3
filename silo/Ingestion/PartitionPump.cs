using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Observability;
using Microsoft.Extensions.Logging;

namespace AccountTwins.Silo.Ingestion;

/// <summary>
/// Moves one partition's signals into the twins with exactly-once effect. Invariant: a position is committed only when every twin it
/// touched is durable at or past it. All of its state is touched on one scheduler, one step at a time.
/// </summary>
internal sealed partial class PartitionPump
{
    private readonly PartitionName _partition;
    private readonly int _stream;
    private readonly PumpPorts _ports;
    private readonly PumpOptions _options;
    private readonly TimeProvider _clock;
    private readonly TaskFactory _steps;
    private readonly ILogger _logger;
    private readonly IngestionMetrics _metrics;

    private readonly OffsetMark _mark = new();
    private readonly KeptMessages _kept = new();
    private readonly Dictionary<AccountKey, AccountLane> _lanes = [];
    private readonly Queue<AccountLane> _ready = [];
    private int _calls;
    private int _epoch;
    private bool _isPaused;
    private bool _isStopped;
    private bool _isRewinding;
    private bool _isDraining;
    private long _readThrough = -1;
    private long _committed;
    private MarkedOffset? _check;
    private long _answers;
    private long _behind;
    private (long High, DateTimeOffset At)? _awaited;
    private bool _isStoreAway;
    private long _caughtUpTicks;

    /// <summary>Starts behind a committed position; <paramref name="scheduler"/> must run one step at a time.</summary>
    public PartitionPump(PartitionName partition, StreamStart start, PumpPorts ports, PumpOptions options, TaskScheduler scheduler, PumpTools tools)
    {
        (_partition, _stream, _ports, _options) = (partition, start.Stream, ports, options);
        (_clock, _logger, _metrics) = (tools.Clock, tools.Logger, tools.Metrics);
        (_committed, _check) = (start.Committed, start.Check);
        _steps = new TaskFactory(CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskContinuationOptions.None, scheduler);
    }

    /// <summary>When this partition was last known to hold nothing unapplied.</summary>
    public DateTimeOffset? CaughtUpAt => Volatile.Read(ref _caughtUpTicks) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>The committed offset, or -1. Moves on the pump's scheduler; reading it from elsewhere shows a recent value.</summary>
    public long Committed => Volatile.Read(ref _committed);

    /// <summary>Signals of the log that no twin held when the bounds were last observed.</summary>
    public long Behind => Volatile.Read(ref _behind);

    /// <summary>Takes messages in the order they were read. Never waits: a full pump pauses its partition.</summary>
    /// <param name="messages">Of this partition.</param>
    /// <param name="taken">Called when they have been looked at; then the pump's own limits hold for them.</param>
    public void Post(IReadOnlyList<LogMessage> messages, Action? taken = null) => Step(() =>
    {
        try
        {
            Take(messages);
        }
        finally
        {
            taken?.Invoke();
        }
    });

    /// <summary>Takes the partition's bounds as seen at a moment, and answers how many offsets were not settled then.</summary>
    public Task<long> ObserveBoundsAsync(long high, DateTimeOffset at) => _steps.StartNew(() =>
    {
        // One that is stopped or goes back reports nothing: its partition grows old.
        if (_isStopped || _isRewinding)
            return Math.Max(0, high - 1 - _committed);
        var settled = _mark.Mark?.Offset ?? _committed;
        if (settled >= _mark.Last)
            settled = Math.Max(settled, _readThrough);
        var behind = Math.Max(0, high - 1 - settled);
        Volatile.Write(ref _behind, behind);
        TakeCaughtUp(settled, high, at, behind == 0);
        _metrics.Lag(_partition.Topic, _partition.Partition, behind, CaughtUpAt is { } caughtUp ? Math.Max(0, (at - caughtUp).TotalSeconds) : 0);
        return behind;
    });

    /// <summary>
    /// In a steady stream something is always under way, so that the partition is never seen empty: what was its end at an earlier look
    /// is settled now, and up to that look nothing is missing.
    /// </summary>
    private void TakeCaughtUp(long settled, long high, DateTimeOffset at, bool isEmpty)
    {
        if (_awaited is { } awaited && settled >= awaited.High - 1)
            SetCaughtUp(awaited.At);
        if (isEmpty)
            SetCaughtUp(at);
        else
            _awaited ??= (high, at);
    }

    private void SetCaughtUp(DateTimeOffset at)
    {
        Volatile.Write(ref _caughtUpTicks, at.UtcTicks);
        _awaited = null;
    }

    /// <summary>Everything below an offset was read: what lies there unseen (a transaction's markers, say) is no signal.</summary>
    public void PostEnd(long end, int epoch) => Step(() =>
    {
        if (epoch == _epoch && !_isRewinding)
            _readThrough = Math.Max(_readThrough, end - 1);
    });

    /// <summary>The broker has nothing where this pump reads: its position is compared with the log again.</summary>
    public void RequestRewind(string reason) => Step(() => _ = RewindAsync(reason));

    /// <summary>The partition belongs to another: nothing more is committed and late answers are ignored.</summary>
    public void Drop() => Step(Stop);

    private void Stop()
    {
        _isStopped = true;
        _epoch++;
        Clear();
        _aside.Clear();
        _metrics.Forget(_partition.Topic, _partition.Partition);
    }

    private void Step(Action step) => _ = _steps.StartNew(() =>
    {
        try
        {
            step();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    });

    /// <summary>A bug in the pump itself: nothing is committed any more, and the partition is read again from its position.</summary>
    private void Fail(Exception exception)
    {
        LogFailed(exception, _partition.Topic, _partition.Partition);
        _ = RewindAsync("failed");
    }

    private void Take(IReadOnlyList<LogMessage> messages)
    {
        foreach (var message in messages)
        {
            if (_isStopped || _isDraining || _isRewinding || message.Epoch != _epoch)
                return;
            if (_check is { } check && !IsWhatWasCommitted(message, check))
                continue;
            if (message.Offset > Math.Max(_mark.Last, _committed))
                Take(message);
        }

        SendReady();
        if (_mark.Count >= _options.RetainedMax || _mark.Bytes >= _options.RetainedBytesMax)
            PauseUntilCommitted();
    }

    /// <summary>The first message read is the one that was committed last; it tells whether this is still the same log. Answers whether to go on with it.</summary>
    private bool IsWhatWasCommitted(LogMessage message, MarkedOffset check)
    {
        _check = null;
        if (message.Offset != check.Offset || message.Hash() == check.Hash)
            return true;
        _ports.Alarms.Raise(AlarmKind.TopicRecreated, $"{_partition}: offset {check.Offset} holds another message than the one committed there.");
        _ports.Control.Halt();
        Stop();
        return false;
    }

    private void Take(LogMessage message)
    {
        _mark.Add(message.Offset, message.Hash(), message.Value?.Length ?? 0);
        var read = Read(message);
        if (read.Code is not null)
        {
            _metrics.Signal(read.Family, SignalOutcome.Rejected);
            _ = LetterAsync(message, read.Account == default ? null : read.Account, new LetterCause("decode", read.Code, read.Detail ?? ""));
        }
        else if (read.Signal is null)
        {
            _mark.Settle(message.Offset);
        }
        else
        {
            var lane = LaneOf(read.Account);
            lane.Add(new LaneSignal(message.Offset, read.Signal.Family, read.Signal.Body, _kept.Keep(message, read.Signal.Body)));
            Enqueue(lane);
        }
    }

    /// <summary>A reader that throws is a bug; its message is put aside like any that cannot be used, so that the others go on.</summary>
    private ReadSignal Read(LogMessage message)
    {
        try
        {
            return _ports.Reader.Read(message);
        }
        catch (Exception exception)
        {
            LogFailed(exception, _partition.Topic, _partition.Partition);
            return new ReadSignal(default, Family.Unspecified, null, "decode_failed", "The decoder failed on this message.");
        }
    }

    private AccountLane LaneOf(AccountKey account)
    {
        if (_lanes.TryGetValue(account, out var lane))
            return lane;
        if (_lanes.Count >= _options.RememberedAccountsMax)
            ForgetIdleLanes();
        return _lanes[account] = new AccountLane(account);
    }

    /// <summary>A lane without kept signals is only a memory of its last offset, and what it sent is durable.</summary>
    private void ForgetIdleLanes()
    {
        var idle = _lanes.Values.Where(lane => lane.IsEmpty && !lane.IsBusy).Take(Math.Max(1, _lanes.Count / 10)).ToList();
        foreach (var lane in idle)
            _lanes.Remove(lane.Account);
    }

    private void PauseUntilCommitted()
    {
        if (_isPaused)
            return;
        _isPaused = true;
        _ports.Control.Pause();
        _ = CheckpointAsync();
    }

    private void ResumeWhenThereIsRoom()
    {
        if (!_isPaused || _mark.Count > _options.RetainedMax / 2 || _mark.Bytes > _options.RetainedBytesMax / 2)
            return;
        _isPaused = false;
        _ports.Control.Resume();
    }

    private void Clear()
    {
        _lanes.Clear();
        _ready.Clear();
        _mark.Clear();
        (_calls, _readThrough) = (0, -1);
    }
}

/// <summary>Topic and partition number.</summary>
internal readonly record struct PartitionName(string Topic, int Partition)
{
    public override string ToString() => $"{Topic}[{Partition}]";
}

/// <summary>Where a pump starts: the stream's number, its committed offset (-1: none) and the message that must stand there.</summary>
internal readonly record struct StreamStart(int Stream, long Committed, MarkedOffset? Check);

/// <summary>Everything outside a pump that it acts on.</summary>
internal sealed record PumpPorts(
    IAccountCalls Accounts,
    IStreamPositions Positions,
    IDeadLetters DeadLetters,
    IAsideStore Aside,
    ISignalReader Reader,
    IPartitionControl Control,
    IIngestionAlarms Alarms)
{
    /// <summary>Closed while too many changes wait to be passed on.</summary>
    public Changes.OutboxGate Gate { get; init; } = new();
}

/// <summary>Clock, log and instruments of a pump.</summary>
internal sealed record PumpTools(TimeProvider Clock, ILogger Logger, IngestionMetrics Metrics);
