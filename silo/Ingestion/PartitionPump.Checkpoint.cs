using System.Diagnostics;
using AccountTwins.Domain.Streams;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Observability;
using AccountTwins.Silo.Storage;

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
            await CheckpointByAsync(until);
            if (_mark.Count > 0)
                await Task.Delay(DrainPause, _clock);
        }

        var isDone = !_isStopped && !_isRewinding && _mark.Count == 0;
        Stop();
        return isDone;
    }).Unwrap();

    /// <summary>A checkpoint whose calls get no answer takes longer than a drain may.</summary>
    private async Task CheckpointByAsync(DateTimeOffset until)
    {
        try
        {
            var left = until - _clock.GetUtcNow();
            await CheckpointAsync().WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _clock);
        }
        catch (TimeoutException)
        {
            LogDrainLate(_partition.Topic, _partition.Partition, _mark.Count);
        }
    }

    /// <summary>A full pump commits as soon as all it holds is answered, rather than with the next checkpoint.</summary>
    private void CheckpointWhenIdle()
    {
        if (_isPaused && !_isStopped && _calls == 0 && _ready.Count == 0 && _mark.Mark is not null)
            _ = CheckpointAsync();
    }

    private Task<bool> CheckpointAsync()
    {
        if (_checkpoint is null || _checkpoint.IsCompleted)
            _checkpoint = MakeCheckpointAsync();
        return _checkpoint;
    }

    private async Task<bool> MakeCheckpointAsync()
    {
        var epoch = _epoch;
        if (_isStopped || _isRewinding)
            return !_isRewinding;
        // Nothing to write: but whether the store is still there, and still the same, must not go unseen.
        if (_mark.Mark is not { } mark)
            return (_committed < 0 && _lanes.Count == 0) || await LookAsync();

        var started = Stopwatch.GetTimestamp();
        var outcome = CheckpointOutcome.Incomplete;
        try
        {
            var doubts = _doubts;
            if (!await AreTwinsDurableAsync(mark, epoch) || !await AreMarksDurableAsync(epoch, doubts) || epoch != _epoch || doubts != _doubts)
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
            Distrust();
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
        _aside.RemoveAll(written => written.Through <= offset);
        _ports.Control.Commit(offset);
        ResumeWhenThereIsRoom();
        if (_isPaused)
            Step(CheckpointWhenIdle);
    }

    private async Task<bool> AreTwinsDurableAsync(MarkedOffset mark, int epoch)
    {
        using var room = new SemaphoreSlim(_options.CheckpointCallsMax);
        _isStoreAway = false;
        var calls = new List<Task<bool>>();
        foreach (var lane in _lanes.Values.ToList())
        {
            if (lane.MustHold(mark.Offset) is not { } offset)
                continue;
            await room.WaitAsync();
            // The call that found the store away answered false, so that those not made cannot be taken for durable.
            if (epoch != _epoch || _isStoreAway)
                break;
            calls.Add(IsDurableAsync(lane, offset, epoch, room));
        }

        var answers = await Task.WhenAll(calls);
        return Array.TrueForAll(answers, answer => answer);
    }

    private async Task<bool> IsDurableAsync(AccountLane lane, long offset, int epoch, SemaphoreSlim room)
    {
        CheckpointAnswer answer;
        try
        {
            answer = await AskAsync(lane, offset);
        }
        catch (Exception exception)
        {
            NoteFailedCall(exception, lane.Account);
            if (epoch != _epoch)
                return false;
            Distrust();
            _isStoreAway |= exception is TimeoutException;
            if (exception is not OrleansMessageRejectionException)
                await NotStoredAsync(lane, epoch, isCertain: false, new PutAside("account_failed", exception.Message, Positions.Nothing));
            return false;
        }
        finally
        {
            room.Release();
        }

        if (epoch != _epoch)
            return false;
        switch (answer.Standing)
        {
            case TwinStanding.Refused or TwinStanding.Unreadable when answer.DurableOffset < offset:
                await NotStoredAsync(lane, epoch, isCertain: true, new PutAside("row_refused", answer.Standing.ToString(), answer.DurableOffset));
                return false;
            case TwinStanding.Ready when answer.DurableOffset < offset:
                SendAgain(lane, answer.DurableOffset);
                return false;
            case TwinStanding.StoreUnavailable when answer.DurableOffset < offset:
                Distrust();
                _isStoreAway = true;
                return false;
        }

        if (answer.DurableOffset < offset)
            return false;
        _answers++;
        lane.Storing.Clear();
        return true;
    }

    private async Task<CheckpointAnswer> AskAsync(AccountLane lane, long offset)
    {
        var doubts = _doubts;
        var answer = await _ports.Accounts.CheckpointAsync(lane.Account, _stream, offset).WaitAsync(_options.CallDeadline, _clock);
        if (answer.DurableOffset < offset || lane.Trusted == (answer.Activation, doubts))
            return answer;

        var seen = await _ports.Accounts.RecheckAsync(lane.Account, _stream).WaitAsync(_options.CallDeadline, _clock);
        if (seen.Standing != TwinStanding.Ready)
            return seen with { DurableOffset = Positions.Nothing };
        lane.Trusted = (seen.Activation, doubts);
        return seen;
    }

    /// <summary>The twin lost what it had answered; no new signal need come for it to be sent again.</summary>
    private void SendAgain(AccountLane lane, long position)
    {
        if (lane.IsBusy)
            return;
        if (!lane.TryGoBackTo(position))
        {
            _ = RewindAsync("behind");
            return;
        }

        _metrics.Replayed("behind", lane.Signals.Count(signal => signal.Offset > position));
        Enqueue(lane);
        SendReady();
    }

    /// <summary>The lane puts its signals aside at its next turn: a checkpoint never waits for dead letters.</summary>
    private async Task NotStoredAsync(AccountLane lane, int epoch, bool isCertain, PutAside aside)
    {
        lane.Storing.Add(_clock.GetUtcNow(), _answers);
        if (!await IsToBeParkedAsync(lane.Storing, isCertain) || epoch != _epoch)
            return;
        lane.Aside = aside;
        Enqueue(lane);
        SendReady();
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
        if (reason == "restored")
            Distrust();
        _metrics.Replayed(reason, dropped);
        LogRewound(_partition.Topic, _partition.Partition, reason, dropped);
        // What failed once may fail again: not in a circle without a pause.
        if (reason == "failed")
            await Task.Delay(_options.RetryAfter, _clock);
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
            catch (StreamUnknownException exception)
            {
                // The database was restored to a time before this stream: it must be opened again, under another number.
                LogFailed(exception, _partition.Topic, _partition.Partition);
                Stop();
                _ports.Control.Restart(exception.Message);
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
