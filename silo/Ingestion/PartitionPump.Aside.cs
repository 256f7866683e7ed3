using AccountTwins.Domain.Accounts;

namespace AccountTwins.Silo.Ingestion;

/// <summary>
/// Keeps an account's mark beside its dead letters: a position is never committed past a signal that its twin lacks, unless whoever reads
/// the account learns so, also from an activation that no pump ever told.
/// </summary>
internal sealed partial class PartitionPump
{
    /// <summary>Marks that no commit has followed yet. Going back keeps them: a twin that is past their signals already brings about no letter again.</summary>
    private readonly List<WrittenMark> _aside = [];

    /// <summary>
    /// Puts signals of an account into dead letters, marks it, and only then lets their offsets settle. Letters first: a mark that was there before
    /// them might be settled without them. False: the pump went back, and reads them again.
    /// </summary>
    private async Task<bool> LetterAsync(AccountLane lane, int epoch, List<LaneSignal> signals, LetterCause cause, string why)
    {
        await Task.WhenAll(signals.Select(signal => WriteAsync(signal.Message, lane.Account, cause)));
        if (!await MarkAsideAsync(new WrittenMark(lane.Account, why, signals.Count, signals[^1].Offset), epoch))
            return false;
        foreach (var signal in signals)
        {
            _mark.Settle(signal.Offset);
            signal.IsLettered = true;
        }

        if (lane.ParkedAs.Length == 0)
            lane.ParkedAs = why;
        _ = TellAsync(lane);
        return true;
    }

    private async Task<bool> MarkAsideAsync(WrittenMark mark, int epoch)
    {
        while (epoch == _epoch)
        {
            try
            {
                mark.Doubts = _doubts;
                await _ports.Aside.AddAsync(mark.Account, mark.Code, mark.Signals, CancellationToken.None);
                if (epoch != _epoch)
                    return false;
                _aside.Add(mark);
                return true;
            }
            catch (Exception exception)
            {
                Distrust();
                LogCommitFailed(_partition.Topic, _partition.Partition, exception.Message);
                await Task.Delay(_options.RetryAfter, _clock);
            }
        }

        return false;
    }

    /// <summary>A twin goes past what it lacks only after it has read its mark: then it can tell a copy of the database that has none.</summary>
    private async Task<bool> IsToldAsync(AccountLane lane, int epoch)
    {
        try
        {
            await _ports.Accounts.ParkAsync(lane.Account, lane.ParkedAs, _options.ParkedFor + _options.ParkAfter).WaitAsync(_options.CallDeadline, _clock);
            return epoch == _epoch;
        }
        catch (Exception exception)
        {
            await CallFailedAsync(lane, epoch, exception);
            return false;
        }
    }

    /// <summary>A store that was away may have come back as an older copy: marks that no commit has followed yet are then written again.</summary>
    private async Task<bool> AreMarksDurableAsync(int epoch, int doubts)
    {
        foreach (var mark in _aside.FindAll(mark => mark.Doubts != doubts))
        {
            await _ports.Aside.AddAsync(mark.Account, mark.Code, mark.Signals, CancellationToken.None);
            if (epoch != _epoch)
                return false;
            mark.Doubts = doubts;
        }

        return true;
    }

    /// <summary>A mark in the store, for signals through an offset, under the pump's doubts of then.</summary>
    private sealed class WrittenMark(AccountKey account, string code, int signals, long through)
    {
        public AccountKey Account => account;

        public string Code => code;

        public int Signals => signals;

        public long Through => through;

        public int Doubts { get; set; }
    }

    /// <summary>Why something is a dead letter: stage, stable code, and words for people.</summary>
    private readonly record struct LetterCause(string Stage, string Code, string Detail);
}
