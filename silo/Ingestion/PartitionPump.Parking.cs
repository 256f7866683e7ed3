using AccountTwins.Domain.Accounts;
using AccountTwins.Silo.Observability;

namespace AccountTwins.Silo.Ingestion;

/// <summary>Puts aside what cannot be used, so that the others can go on.</summary>
internal sealed partial class PartitionPump
{
    private bool IsParked(AccountLane lane) => lane.ParkedUntil is { } until && _clock.GetUtcNow() < until;

    private async Task FailedAsync(AccountLane lane, int epoch, bool isCertain, string code, string detail, bool wait = true)
    {
        lane.Applying.Add(_clock.GetUtcNow(), _answers);
        var isToBeParked = await IsToBeParkedAsync(lane.Applying, isCertain);
        if (epoch != _epoch)
            return;
        if (isToBeParked)
            await ParkAsync(lane, epoch, code, detail);
        else if (wait)
            await Task.Delay(_options.RetryAfter, _clock);
    }

    /// <summary>
    /// Whether it is the account that fails. Where it did not say so itself, that takes time, others that were answered meanwhile and a
    /// store that answers: a cluster or a store in trouble must not turn signals into dead letters.
    /// </summary>
    private async Task<bool> IsToBeParkedAsync(Setbacks setbacks, bool isCertain)
    {
        if (setbacks.Count < _options.FailuresMax)
            return false;
        if (isCertain)
            return true;
        if (_clock.GetUtcNow() - setbacks.Since < _options.ParkAfter || _answers == setbacks.AnswersBefore)
            return false;
        try
        {
            await _ports.Positions.ReadAsync(_stream);
            return true;
        }
        catch (Exception exception)
        {
            LogCommitFailed(_partition.Topic, _partition.Partition, exception.Message);
            setbacks.Clear();
            return false;
        }
    }

    /// <summary>What the twin answered will never be durable: all of it beyond its durable position stands aside.</summary>
    private async Task PutAsideAsync(AccountLane lane, int epoch, PutAside aside)
    {
        lane.Aside = null;
        lane.Storing.Clear();
        await ParkAsync(lane, epoch, aside.Code, aside.Detail, aside.Above);
    }

    /// <summary>
    /// Puts what is kept of an account and not answered, or all beyond an offset, into dead letters; it is tried again later. What was
    /// answered stays to be made durable, so that it stands in one place only.
    /// </summary>
    private async Task ParkAsync(AccountLane lane, int epoch, string code, string detail, long? above = null)
    {
        if (!IsParked(lane))
        {
            (lane.ParkedUntil, lane.ParkedAs) = (_clock.GetUtcNow() + _options.ParkedFor, code);
            lane.Applying.Clear();
            _ports.Alarms.Raise(AlarmKind.AccountParked, $"{lane.Account} is parked: {detail}");
        }

        _ = TellAsync(lane);
        if (lane.IsEmpty)
            return;
        var through = lane.Signals[^1].Offset;
        while (lane.ToLetter(above, through, _options.LettersMax) is { Count: > 0 } signals)
        {
            if (!await LetterAsync(lane, epoch, signals, new LetterCause("store", code, detail), lane.ParkedAs))
                return;
        }

        lane.PassLettered();
    }

    /// <summary>
    /// Tells the twin's readers that signals are missing, for long enough that it is tried again and fails again; it reads its mark anew.
    /// One call of a lane at a time, until one is heard that began after the last word.
    /// </summary>
    private async Task TellAsync(AccountLane lane)
    {
        lane.IsUntold = true;
        if (lane.IsTelling)
            return;
        lane.IsTelling = true;
        while (lane.IsUntold && !_isStopped)
        {
            try
            {
                lane.IsUntold = false;
                await _ports.Accounts.ParkAsync(lane.Account, lane.ParkedAs, _options.ParkedFor + _options.ParkAfter).WaitAsync(_options.CallDeadline, _clock);
            }
            catch (Exception exception)
            {
                lane.IsUntold = true;
                NoteFailedCall(exception, lane.Account);
                await Task.Delay(_options.RetryAfter, _clock);
            }
        }

        lane.IsTelling = false;
    }

    /// <summary>A message that is no signal: nothing is known to be missing from a twin.</summary>
    private async Task LetterAsync(LogMessage message, AccountKey? account, LetterCause cause)
    {
        if (await WriteAsync(message, account, cause))
            _mark.Settle(message.Offset);
    }

    /// <summary>Writes a dead letter until it is acknowledged; until then its offset holds the mark, and a full pump pauses. False: the pump went back.</summary>
    private async Task<bool> WriteAsync(LogMessage message, AccountKey? account, LetterCause cause)
    {
        var epoch = _epoch;
        while (epoch == _epoch)
        {
            try
            {
                await _ports.DeadLetters.WriteAsync(
                    new DeadLetter(_partition.Topic, _partition.Partition, message, cause.Stage, cause.Code, cause.Detail) { Account = account }, CancellationToken.None);
                if (epoch != _epoch)
                    return false;
                _metrics.DeadLetter(cause.Stage, cause.Code);
                return true;
            }
            catch (Exception exception)
            {
                LogLetterFailed(exception, _partition.Topic, _partition.Partition, message.Offset);
                await Task.Delay(_options.RetryAfter, _clock);
            }
        }

        return false;
    }
}
