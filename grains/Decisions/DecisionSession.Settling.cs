using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.State;

namespace AccountTwins.Grains.Decisions;

/// <summary>How an account's signals in dead letters stop to stand in its way.</summary>
public sealed partial class DecisionSession
{
    private bool IsParked => twin.Aside is not null || isParked();

    /// <summary>
    /// Recorded before the mark goes, so that none goes without a word. The mark that was read alone is taken away: letters that came
    /// meanwhile keep it.
    /// </summary>
    public async Task<SettleReply> SettleAsync(SettleAsk ask, CancellationToken cancellationToken)
    {
        try
        {
            if (await PrepareAsync(cancellationToken) is var standing and not TwinStanding.Ready)
                return new SettleReply { Standing = standing };
            await twin.LookAsideAsync(cancellationToken);
            if (twin.Aside is not { } mark)
                return SettleRefused("not_parked");
            if (ask.Signals is { } known && known < mark.Signals)
                return SettleRefused("parked_again");

            var now = Now(_ledger.Book);
            var entry = new SettledEntry { Code = mark.Code, Since = mark.Since, Signals = mark.Signals, By = ask.By, Reason = ask.Reason };
            var (_, end) = _ledger.Append(EntryKinds.Settled, now, 0, entry, (number, before) => before.With(number, now, entry), _ => []);
            if (await end is var ended and not AppendEnd.Appended)
                return new SettleReply { Standing = StandingOf(ended) };
            var isRemoved = await parts.Aside.TryRemoveAsync(key, mark, cancellationToken);
            // Read, not set: a pump may have told of the next letters already.
            await twin.LookAsideAsync(cancellationToken);
            return isRemoved ? new SettleReply { Standing = TwinStanding.Ready, View = ParkedViewOf.Mark(mark) } : SettleRefused("parked_again");
        }
        catch (StoreUnavailableException)
        {
            return new SettleReply { Standing = TwinStanding.StoreUnavailable };
        }
    }

    private static SettleReply SettleRefused(string refusal) => new() { Standing = TwinStanding.Ready, Refusal = refusal };
}
