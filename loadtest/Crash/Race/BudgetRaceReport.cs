using System.Globalization;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.LoadTest.Crash.Asking;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Crash.Race;

/// <summary>What a race for one budget showed.</summary>
public sealed record BudgetRaceReport
{
    public required string Store { get; init; }

    public required int Requests { get; init; }

    /// <summary>That were to be.</summary>
    public required int Kills { get; init; }

    public required IReadOnlyList<RaceKill> AtKills { get; init; }

    /// <summary>Requests whose decision was stored and whose answer a kill took: the repeat of the key got it.</summary>
    public required int AnswersLost { get; init; }

    public required decimal Budget { get; init; }

    public required TimeSpan Took { get; init; }

    public required AskReport Asked { get; init; }

    /// <summary>What makes the race one: nothing is proved by a silo that had answered everybody before it was killed, or by a budget that covers all.</summary>
    public IEnumerable<string> Doubts()
    {
        if (AtKills.Count != Kills || AtKills.Any(kill => kill.Waiting == 0))
            yield return "a silo had answered everybody before it was killed";
        if (Asked.Allowed == 0 || Asked.Allowed == Asked.Answered)
            yield return "all were answered the same";
        if (Asked.Answered != Requests || Asked.Recorded != Requests)
            yield return $"{Requests} requests have {Asked.Answered} answers and {Asked.Recorded} decisions";
        if (AtKills is [var first, ..] && first.Decided == Asked.Recorded)
            yield return "nothing was decided after the first kill";
        if (Asked.SpentAmount > Budget)
            yield return string.Create(CultureInfo.InvariantCulture, $"{Asked.SpentAmount} EUR of {Budget} were spent");
    }

    public bool IsClean => Asked.IsClean && !Doubts().Any();

    public override string ToString() => string.Join('\n',
    [
        $"budget race on {Store}: {Requests} requests at once, {AtKills.Count} kills in {Took.TotalSeconds:0.0} s",
        .. AtKills.Select(kill => $"killed with {kill}"),
        string.Create(CultureInfo.InvariantCulture, $"spent {Asked.SpentAmount} of {Budget} EUR; {AnswersLost} decisions were stored without their answer arriving, and told to the repeat"),
        Asked.ToString(),
        .. Doubts().Select(doubt => "  WRONG " + doubt),
    ]);
}

/// <summary>What a kill met.</summary>
/// <param name="Waiting">Requests that were asked and had no answer yet.</param>
/// <param name="Decided">Decisions that were stored by then.</param>
/// <param name="Allowed">How many of these were allowed.</param>
/// <param name="Spent">EUR, by the last of these.</param>
public sealed record RaceKill(int Waiting, int Decided, int Allowed, decimal Spent)
{
    internal static RaceKill Of(int waiting, IReadOnlyList<LedgerRow> rows, DateTimeOffset at)
    {
        var decided = rows.Where(row => row.Kind == EntryKinds.Decision).Select(row => (row.Number, Entry: LedgerJson.Read<DecisionEntry>(row.Body))).Where(row => row.Entry.Input.Now <= at).ToList();
        var last = decided.Select(row => row.Number).DefaultIfEmpty().Max();
        return new RaceKill(waiting, decided.Count, decided.Count(row => AskedRows.Allows(row.Entry)), AskedRows.SpentIn(rows.Where(row => row.Number <= last)));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Waiting} waiting, {Decided} decisions stored, {Allowed} of them allowed, {Spent} EUR spent");
}
