using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Book;

/// <summary>What is remembered of decisions so that later signals can be joined to them.</summary>
public sealed partial record DecisionBook
{
    /// <summary>
    /// Decisions that are followed at once. Where there is no room the new one is not followed at all: which are left out then has nothing
    /// to do with how they come out, so what is known of the others stays a fair picture.
    /// </summary>
    public const int FollowedMax = 32;

    /// <summary>Reported money that waits for its signal; of more, the oldest is no longer waited for.</summary>
    public const int AwaitedMax = 16;

    /// <summary>As many as a twin keeps credits, in all currencies.</summary>
    public const int UsedSignalsMax = 64;

    /// <summary>Days that reported money waits for its signal: twice as long as one may take.</summary>
    private const int AwaitedDays = 14;

    public FollowedDecision? FindFollowed(long number)
    {
        foreach (var followed in Followed)
        {
            if (followed.Number == number)
                return followed;
        }

        return null;
    }

    public DecisionBook With(long number, DateTimeOffset at, LabelEntry entry) => Settled(at) with
    {
        LastNumber = number,
        LastAt = at,
        Followed = [.. Followed.Select(followed => followed.Number != entry.Decision || followed.Labels.Contains(entry.Kind)
            ? followed
            : followed with { Labels = [.. followed.Labels, entry.Kind], Probability = entry.Probability ?? followed.Probability })],
    };

    public DecisionBook With(long number, DateTimeOffset at, FollowedEntry entry) => Settled(at) with
    {
        LastNumber = number,
        LastAt = at,
        Followed = [.. Followed.Where(followed => !entry.Decisions.Contains(followed.Number))],
    };

    private DecisionBook Following(bool isPermit, long number, DateTimeOffset at, DecisionRequest request)
    {
        if (!isPermit || Followed.Count >= FollowedMax || FindFollowed(number) is not null)
            return this;
        return this with
        {
            Followed =
            [
                .. Followed,
                new FollowedDecision
                {
                    Number = number,
                    At = at,
                    Ticket = request.Conversation,
                    Categories = [.. request.Actions.Select(action => action.Category).OfType<string>().Distinct(StringComparer.Ordinal)],
                    Actions = [.. request.Actions.Select(action => action.Type).Distinct(StringComparer.Ordinal)],
                },
            ],
        };
    }

    /// <summary>An act that was not done has no outcome. Money that was reported waits for its signal, so that the signal confirms nothing else.</summary>
    private DecisionBook Heard(OutcomeEntry entry, DateTimeOffset at)
    {
        var awaited = Awaited.Where(money => money.Number != entry.Decision && (at - money.At).TotalDays < AwaitedDays);
        if (entry.Signal is { } signal)
        {
            string[] used = [.. UsedSignals.Append(signal).Order(StringComparer.Ordinal)];
            return this with { Awaited = [.. awaited], UsedSignals = [.. used.Skip(Math.Max(0, used.Length - UsedSignalsMax))] };
        }

        if (entry.State is DecisionState.NotExecuted or DecisionState.Failed)
            return this with { Awaited = [.. awaited], Followed = [.. Followed.Where(followed => followed.Number != entry.Decision)] };
        if (entry.State == DecisionState.Executed && Find(entry.Decision) is { Money: { } money } open && IsAsAsked(open, entry))
            awaited = awaited.Append(new AwaitedMoney(open.Number, open.At, money.Amount, money.Currency)).TakeLast(AwaitedMax);
        return this with { Awaited = [.. awaited] };
    }

    private static bool IsAsAsked(OpenDecision open, OutcomeEntry entry)
    {
        for (var index = 0; index < open.Steps.Count; index++)
        {
            if (ActualOf(entry, index, open.Steps[index].Cents) != open.Steps[index].Cents)
                return false;
        }

        return true;
    }
}
