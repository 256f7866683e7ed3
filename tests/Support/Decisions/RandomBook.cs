using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Tests.Support.Decisions;

/// <summary>Seeded life of one account's book: requests, reviews, uses, outcomes and overrides, over hours and days.</summary>
internal sealed class RandomBook(int seed, int conversations)
{
    private static readonly string[] Types = ["grant_credit", "reply", "close_ticket", "commit_date"];

    private readonly Random _random = new(seed);

    public BookHistory History { get; } = new();

    public void Step()
    {
        History.Now = History.Now.AddSeconds(_random.Next(10) switch { 0 => _random.Next(86_400), < 4 => _random.Next(3_600), _ => _random.Next(60) });
        History.Situation = History.Situation.With(account => account with { Band = _random.Next(3) == 0 ? HealthBand.Watch : HealthBand.Healthy, ReopenedMax = _random.Next(30) == 0 ? 1 : 0 });
        var open = History.Book.Open.Where(decision => decision.StateAt(History.Now) is not DecisionState.Expired).ToArray();
        var chosen = open.Length == 0 ? null : open[_random.Next(open.Length)];
        switch (_random.Next(12))
        {
            case 0 when chosen is { State: DecisionState.Pending }:
            case 1 when chosen is { State: DecisionState.Pending }:
                Review(chosen);
                break;
            case 0 or 1 or 2 when chosen is { State: DecisionState.Approved or DecisionState.ApprovedEdited }:
                History.Use(chosen.Number, chosen.Approved ?? ActionsOf(chosen), BasisOf(chosen));
                break;
            case < 7 when chosen is not null:
                Report(chosen);
                break;
            case 7 when History.Book.HandedOver.Count > 0 && _random.Next(2) == 0:
                History.Judge(History.Book.HandedOver[0].Number, ReviewVerb.Reply);
                break;
            case 7 when _random.Next(4) == 0:
                History.Set((OverrideStep)_random.Next(1, 6), (Latitude)_random.Next(3, 6), TimeSpan.FromHours(_random.Next(1, 100)));
                break;
            default:
                History.Ask([.. Enumerable.Range(0, _random.Next(4) == 0 ? 2 : 1).Select(_ => Act())], Conversation(), (ulong)_random.Next(1, 500));
                break;
        }
    }

    public string? Conversation() => _random.Next(8) == 0 ? null : $"c-{_random.Next(conversations)}";

    private ActionRequest Act() => Types[_random.Next(Types.Length)] switch
    {
        "grant_credit" => Situation.Action($"grant_credit {_random.Next(12_000) / 100m} EUR"),
        "close_ticket" => Situation.Action("close_ticket 0.9"),
        "commit_date" => Situation.Action("commit_date") with { Due = _random.Next(3) == 0 ? null : new DateOnly(2026, 3, 1).AddDays(_random.Next(90)) },
        var type => Situation.Action(type),
    };

    private void Review(OpenDecision open)
    {
        var (verb, state) = _random.Next(4) switch
        {
            0 => (ReviewVerb.Accept, DecisionState.Approved),
            1 => (ReviewVerb.Edit, DecisionState.ApprovedEdited),
            2 => (ReviewVerb.Reject, DecisionState.Rejected),
            _ => (ReviewVerb.Reply, DecisionState.Replied),
        };
        ValueList<ActionRequest>? approved = verb == ReviewVerb.Edit ? [.. ActionsOf(open).Select(action => action with { Amount = action.Amount / 2 })] : null;
        History.Review(open.Number, verb, state, approved, useWithin: TimeSpan.FromMinutes(_random.Next(600)));
    }

    private void Report(OpenDecision open)
    {
        var state = (DecisionState[])[DecisionState.Executed, DecisionState.Executed, DecisionState.Partly, DecisionState.Failed, DecisionState.NotExecuted];
        long[] actual = _random.Next(2) == 0 ? [] : [.. open.Steps.Select(step => (long)_random.Next((int)(2 * step.Cents) + 1))];
        History.Report(open.Number, state[_random.Next(state.Length)], actual);
    }

    private ValueList<ActionRequest> ActionsOf(OpenDecision open) => open.Approved ?? LedgerJson.Read<DecisionEntry>(History.Entries[(int)open.Number - 1].Body).Input.Request.Actions;

    private Verdict BasisOf(OpenDecision open)
    {
        var entry = History.Entries[(int)open.BasisNumber - 1];
        return entry.Kind switch
        {
            EntryKinds.Decision => LedgerJson.Read<DecisionEntry>(entry.Body).Verdict,
            EntryKinds.Review => LedgerJson.Read<ReviewEntry>(entry.Body).Verdict!,
            _ => LedgerJson.Read<PermitEntry>(entry.Body).Verdict,
        };
    }
}
