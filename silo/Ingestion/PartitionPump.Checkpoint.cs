using System.Diagnostics;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Observability;

namespace AccountTwins.Silo.Ingestion;

/// <summary>Makes twins durable and commits; goes back when what was committed is not what the twins hold.</summary>
internal sealed partial class PartitionPump
{
    /// <summary>Between two looks at whether a drain is done.</summary>
    private static readonly TimeSpan DrainPause = TimeSpan.FromMilliseconds(20);

    private Task<bool>? _checkpoint;

    /// <summary>Makes a checkpoint now, or joins the one under way. True when everything answered at its start is committed.</summary>
    public Task<bool> RequestCheckpointAsync() => _steps.StartNew(CheckpointAsync).Unwrap();

    /// <summary>
    /// Takes no more messages, waits until what was taken is answered, and commits it. False when the deadline came first; then the rest
    /// is read again by whoever comes next.
    /// </summary>
    public Task<bool> DrainAsync(TimeSpan deadline) => _steps.StartNew(async () =>
    {
        _isDraining = true;
        var until = _clock.GetUtcNow() + deadline;
        while (!_isStopped && _mark.Count > 0 && _clock.GetUtcNow() < until)
        {
            await CheckpointAsync();
            if (_mark.Count > 0)
                await Task.Delay(DrainPause, _clock);
        }

        var isDone = !_isStopped && !_isRewinding && _mark.Count == 0;
        Stop();
        return isDone;
    }).Unwrap();

    private Task<bool> CheckpointAsync()
    {
        if (_checkpoint is null || _checkpoint.IsCompleted)
            _checkpoint = MakeCheckpointAsync();
        return _checkpoint;
    }

    private async Task<bool> MakeCheckpointAsync()
    {
        var epoch = _epoch;
        if (_isStopped || _isRewinding || _mark.Mark is not { } mark)
            return !_isRewinding;

        var started = Stopwatch.GetTimestamp();
        var outcome = CheckpointOutcome.Incomplete;
        try
        {
            if (!await AreTwinsDurableAsync(mark, epoch) || epoch != _epoch)
                return false;
            var commit = await _ports.Positions.CommitAsync(_stream, Committed, mark);
            if (epoch != _epoch)
                return false;
            if (!commit)
            {
                // The row is older than what this pump committed: the database was restored. Its word counts.
                await RewindAsync("restored");
                return false;
            }

            TakeCommitted(mark.Offset);
            outcome = CheckpointOutcome.Committed;
            return true;
        }
        catch (Grains.State.StoreUnavailableException exception)
        {
            outcome = CheckpointOutcome.Failed;
            LogCommitFailed(_partition.Topic, _partition.Partition, exception.Message);
            return false;
        }
        catch (Exception exception)
        {
            outcome = CheckpointOutcome.Failed;
            if (epoch == _epoch)
                Fail(exception);
            return false;
        }
        finally
        {
            _metrics.Checkpointed(Stopwatch.GetElapsedTime(started), outcome);
        }
    }

    private void TakeCommitted(long offset)
    {
        Volatile.Write(ref _committed, offset);
        foreach (var lane in _lanes.Values)
        {
            if (!lane.IsEmpty)
                lane.Forget(offset);
        }

        _mark.Forget(offset);
        _ports.Control.Commit(offset);
        ResumeWhenThereIsRoom();
    }

    private async Task<bool> AreTwinsDurableAsync(MarkedOffset mark, int epoch)
    {
        using var room = new SemaphoreSlim(_options.CheckpointCallsMax);
        var calls = new List<Task<bool>>();
        foreach (var lane in _lanes.Values.ToList())
        {
            if (lane.MustHold(mark.Offset) is not { } offset)
                continue;
            await room.WaitAsync();
            if (epoch != _epoch)
                break;
            calls.Add(IsDurableAsync(lane, offset, epoch, room));
        }

        var answers = await Task.WhenAll(calls);
        return Array.TrueForAll(answers, answer => answer);
    }

    private async Task<bool> IsDurableAsync(AccountLane lane, long offset, int epoch, SemaphoreSlim room)
    {
        try
        {
            var answer = await _ports.Accounts.CheckpointAsync(lane.Account, _stream, offset).WaitAsync(_options.CallDeadline, _clock);
            if (answer.DurableOffset >= offset)
                return true;
            if (epoch == _epoch && answer.Standing == TwinStanding.Ready)
                await SendAgainAsync(lane, answer.DurableOffset);
            else if (epoch == _epoch && answer.Standing is TwinStanding.Refused or TwinStanding.Unreadable)
                await NotStoredAsync(lane, epoch, answer.Standing);
            return false;
        }
        catch (Exception exception)
        {
            NoteFailedCall(exception, lane.Account);
            return false;
        }
        finally
        {
            room.Release();
        }
    }

    /// <summary>The twin lost what it had answered; no new signal need come for it to be sent again.</summary>
    private async Task SendAgainAsync(AccountLane lane, long position)
    {
        if (lane.IsBusy)
            return;
        if (!lane.TryGoBackTo(position))
        {
            await RewindAsync("behind");
            return;
        }

        _metrics.Replayed("behind", lane.Signals.Count(signal => signal.Offset > position));
        Enqueue(lane);
        SendReady();
    }

    private async Task NotStoredAsync(AccountLane lane, int epoch, TwinStanding standing)
    {
        if (lane.IsBusy || ++lane.Failures < _options.FailuresMax)
            return;
        lane.IsBusy = true;
        await ParkAsync(lane, epoch, "row_refused", standing.ToString());
        lane.IsBusy = false;
    }

    /// <summary>Forgets everything above the committed position and reads it again, under a new epoch.</summary>
    private async Task RewindAsync(string reason)
    {
        if (_isStopped || _isRewinding)
            return;
        var dropped = _mark.Count;
        _isRewinding = true;
        var epoch = ++_epoch;
        Clear();
        _metrics.Replayed(reason, dropped);
        LogRewound(_partition.Topic, _partition.Partition, reason, dropped);
        while (!_isStopped && epoch == _epoch)
        {
            try
            {
                var start = await _ports.Positions.ReadAsync(_stream);
                if (_isStopped || epoch != _epoch)
                    return;
                Volatile.Write(ref _committed, start.Committed);
                _check = start.Check;
                _isRewinding = false;
                if (_isPaused)
                {
                    _isPaused = false;
                    _ports.Control.Resume();
                }

                _ports.Control.Seek(start.Committed, epoch);
                return;
            }
            catch (Exception exception)
            {
                LogCommitFailed(_partition.Topic, _partition.Partition, exception.Message);
                await Task.Delay(_options.RetryAfter, _clock);
            }
        }
    }
}
