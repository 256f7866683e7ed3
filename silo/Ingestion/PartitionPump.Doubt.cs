using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Storage;

namespace AccountTwins.Silo.Ingestion;

/// <summary>
/// Whether the database is still the one that was written: a restored copy is older than what twins and pumps remember of it. A copy that
/// stands at a position holds everything up to it, so a pump is in danger only where it stands higher, or where a twin does.
/// </summary>
internal sealed partial class PartitionPump
{
    /// <summary>Between two readings of the row while twin after twin is met: hundreds share one, and a twin's first batch hardly waits.</summary>
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(5);

    private int _doubts;
    private Task<bool>? _look;
    private Task<bool>? _nextLook;

    /// <summary>A store that was away may come back as an older copy: twins that believe they are durable must look at their rows again.</summary>
    private void Distrust() => _doubts++;

    /// <summary>
    /// Before the first batch: what the twin's row holds, and after that, whether the database stands where this pump began. Otherwise a
    /// twin read from an older copy would take the next signal and never miss those between the copy and the position.
    /// </summary>
    private async Task<bool> MeetAsync(AccountLane lane, int epoch)
    {
        var doubts = _doubts;
        CheckpointAnswer answer;
        try
        {
            answer = await _ports.Accounts.RecheckAsync(lane.Account, _stream).WaitAsync(_options.CallDeadline, _clock);
        }
        catch (Exception exception)
        {
            await CallFailedAsync(lane, epoch, exception);
            return false;
        }

        var isAsKnown = answer.Standing != TwinStanding.Ready || _committed < 0 || epoch != _epoch || await LookAsync();
        if (epoch != _epoch)
            return false;
        if (answer.Standing == TwinStanding.Ready && isAsKnown)
        {
            lane.Meet(answer.DurableOffset, _committed, answer.Activation, doubts);
            return true;
        }

        await NotReadyAsync(lane, epoch, isAsKnown ? answer.Standing : TwinStanding.StoreUnavailable);
        return false;
    }

    /// <summary>Compares this pump's position with its row, in a reading that begins now or later; those who ask meanwhile share the next.</summary>
    private Task<bool> LookAsync()
    {
        if (_nextLook is not null)
            return _nextLook;
        if (_look is { IsCompleted: false })
            return _nextLook = LookNextAsync(_look);
        return _look = LookNowAsync();
    }

    private async Task<bool> LookNextAsync(Task<bool> present)
    {
        await present;
        await Task.Delay(LookPause, _clock);
        _nextLook = null;
        return await (_look = LookNowAsync());
    }

    /// <summary>False when the row stands lower, and then this pump goes back to it, or when it gave no answer. Never throws.</summary>
    private async Task<bool> LookNowAsync()
    {
        var (epoch, known) = (_epoch, _committed);
        try
        {
            var row = await _ports.Positions.ReadAsync(_stream).WaitAsync(_options.CallDeadline, _clock);
            if (epoch != _epoch)
                return false;
            if (row.Committed >= known)
                return true;
            _ = RewindAsync("restored");
        }
        catch (StreamUnknownException)
        {
            if (epoch == _epoch)
                _ = RewindAsync("restored");
        }
        catch (Exception exception)
        {
            Distrust();
            LogCommitFailed(_partition.Topic, _partition.Partition, exception.Message);
        }

        return false;
    }
}
