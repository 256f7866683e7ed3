using System.Diagnostics;
using AccountTwins.Domain.Streams;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Observability;

namespace AccountTwins.Silo.Ingestion;

/// <summary>Sends lanes to their twins and deals with the answers.</summary>
internal sealed partial class PartitionPump
{
    private void Enqueue(AccountLane lane)
    {
        if (lane.IsBusy || !lane.NeedsTurn)
            return;
        lane.IsBusy = true;
        _ready.Enqueue(lane);
    }

    private void SendReady()
    {
        while (_calls < _options.CallsMax && _ready.TryDequeue(out var lane))
        {
            _calls++;
            _ = SendAsync(lane, _epoch);
        }
    }

    private async Task SendAsync(AccountLane lane, int epoch)
    {
        try
        {
            if (!_ports.Gate.IsOpen)
                await _ports.Gate.WhenOpenAsync();
            if (epoch != _epoch)
                return;
            if (lane.Aside is { } aside)
                await PutAsideAsync(lane, epoch, aside);
            else if (lane.HasUnanswered && IsParked(lane))
                await ParkAsync(lane, epoch, "account_parked", "The account is parked.");
            else if (lane.HasUnanswered && (lane.Trusted is not null || await MeetAsync(lane, epoch)))
                await ApplyAsync(lane, epoch);
            if (epoch != _epoch)
                return;
            _calls--;
            lane.IsBusy = false;
            Enqueue(lane);
            SendReady();
            CheckpointWhenIdle();
        }
        catch (Exception exception)
        {
            if (epoch == _epoch)
                Fail(exception);
        }
    }

    private async Task ApplyAsync(AccountLane lane, int epoch)
    {
        if (lane.IsTelling && !await IsToldAsync(lane, epoch))
            return;
        var batch = lane.NextBatch(_stream);
        var started = Stopwatch.GetTimestamp();
        ApplyAnswer answer;
        try
        {
            answer = await _ports.Accounts.ApplyAsync(lane.Account, batch).WaitAsync(_options.CallDeadline, _clock);
        }
        catch (Exception exception)
        {
            await CallFailedAsync(lane, epoch, exception);
            return;
        }

        if (epoch != _epoch)
            return;
        _metrics.Applied(Stopwatch.GetElapsedTime(started));
        await TakeAnswerAsync(lane, epoch, batch, answer);
    }

    private async Task CallFailedAsync(AccountLane lane, int epoch, Exception exception)
    {
        if (epoch != _epoch)
            return;
        NoteFailedCall(exception, lane.Account);
        // One that its silo never took says nothing about the account: a dead silo is known as dead only after some time.
        if (exception is OrleansMessageRejectionException)
            await Task.Delay(_options.RetryAfter, _clock);
        else
            await FailedAsync(lane, epoch, isCertain: false, "account_failed", exception.Message);
    }

    private async Task TakeAnswerAsync(AccountLane lane, int epoch, SignalBatch batch, ApplyAnswer answer)
    {
        switch (answer.Status)
        {
            case ApplyStatus.Applied:
                Progress(lane);
                Count(lane, batch.Offsets[^1], answer.Repeated);
                lane.AnsweredThrough(batch.Offsets[^1], _mark);
                break;
            case ApplyStatus.Behind:
                await GoBackAsync(lane, epoch, answer.Offset);
                break;
            case ApplyStatus.Stopped:
                if (answer.Applied > 0)
                    Progress(lane);
                Count(lane, answer.Offset - 1, answer.Repeated);
                lane.AnsweredBefore(answer.Offset, _mark);
                await StoppedAsync(lane, epoch, answer);
                break;
            case ApplyStatus.TooManyStreams:
                _ports.Alarms.Raise(AlarmKind.TooManyStreams, $"{lane.Account} is fed by more than {Positions.StreamsMax} streams: check the producers' keys.");
                await ParkAsync(lane, epoch, "too_many_streams", "The account is fed by too many streams.");
                break;
            default:
                await NotReadyAsync(lane, epoch, answer.Standing);
                break;
        }
    }

    private async Task NotReadyAsync(AccountLane lane, int epoch, TwinStanding standing)
    {
        if (standing is TwinStanding.Unreadable or TwinStanding.Refused)
        {
            await FailedAsync(lane, epoch, isCertain: true, "twin_unreadable", standing.ToString());
            return;
        }

        if (standing == TwinStanding.StoreUnavailable)
            Distrust();
        // A row of a newer release is waited for as well: its signals stay in the log until a silo that can read it has taken them.
        await Task.Delay(_options.RetryAfter, _clock);
    }

    private void Progress(AccountLane lane)
    {
        _answers++;
        lane.Stops = 0;
        lane.Applying.Clear();
    }

    /// <summary>Counts what was answered by family; which of a batch the twin knew already it does not say, so the first are taken for them.</summary>
    private void Count(AccountLane lane, long through, int repeated)
    {
        foreach (var signal in lane.Unanswered)
        {
            if (signal.Offset > through)
                return;
            if (!signal.IsLettered)
                _metrics.Signal(signal.Family, repeated-- > 0 ? SignalOutcome.Repeated : SignalOutcome.Applied);
        }
    }

    /// <summary>The twin came back older: what it lacks is sent again, or, where it is no longer kept, read again.</summary>
    private async Task GoBackAsync(AccountLane lane, int epoch, long position)
    {
        if (!lane.TryGoBackTo(position))
        {
            await RewindAsync("behind");
            return;
        }

        _metrics.Replayed("behind", lane.Signals.Count(signal => signal.Offset > position));
        await FailedAsync(lane, epoch, isCertain: false, "account_failed", "The twin came back older again and again.", wait: lane.Applying.Count > 0);
    }

    /// <summary>A signal that throws is tried again, then put aside as a dead letter; only then the rest is sent.</summary>
    private async Task StoppedAsync(AccountLane lane, int epoch, ApplyAnswer answer)
    {
        if (++lane.Stops < _options.ApplyTriesMax)
        {
            await Task.Delay(_options.RetryAfter, _clock);
            return;
        }

        var signal = lane.Find(answer.Offset) ?? throw new InvalidOperationException($"A twin stopped at offset {answer.Offset}, which was not sent.");
        var code = answer.Code ?? "apply_failed";
        if (await LetterAsync(lane, epoch, [signal], new LetterCause("apply", code, answer.Detail ?? ""), code))
            lane.Stops = 0;
    }
}
