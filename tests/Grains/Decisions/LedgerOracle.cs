using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.State;

namespace AccountTwins.Tests.Grains.Decisions;

/// <summary>What must hold of an account's chain, whatever happened: each a sentence where it does not.</summary>
internal static class LedgerOracle
{
    /// <summary>What the playbook of the tests gives credits in a month, cents.</summary>
    private const long BudgetCents = 100_00;

    public static void Check(IReadOnlyList<LedgerEntry> chain, FakePolicies policies) => Assert.Empty(Faults(chain, policies));

    public static List<string> Faults(IReadOnlyList<LedgerEntry> chain, FakePolicies policies)
    {
        var faults = new List<string>();
        var (walk, book) = (LedgerWalk.Start(SessionBench.Key.Tenant), DecisionBook.Empty);
        var (credits, keys) = (new Dictionary<long, long>(), new HashSet<ulong>());
        foreach (var entry in chain)
        {
            (var fault, walk) = walk.Step(SessionBench.Key.Account, entry.Number, entry.Kind, entry.At, entry.Key, entry.Hash, entry.Body, entry.Snapshot);
            if (fault is not null)
                faults.Add(fault.ToString());
            book = BookFold.Next(book, entry.Kind, entry.Number, entry.At, entry.Key, entry.Body);
            if (entry.Snapshot is { } snapshot && !LedgerJson.Write(book).AsSpan().SequenceEqual(snapshot))
                faults.Add($"The live book at {entry.Number} was not the fold of its chain.");
            if (entry.Key != 0 && !keys.Add(entry.Key))
                faults.Add($"The key of {entry.Number} was decided before.");
            Spend(entry, credits);
            if (credits.Values.Sum() > BudgetCents)
                faults.Add($"At {entry.Number} the credits are {credits.Values.Sum()} cents.");
            if (DecisionReplay.CanReplay(entry) && DecisionReplay.Replay(entry, policies.Playbook(DecisionReplay.PlaybookOf(entry))) is ReplayResult.Differs differs)
                faults.Add($"{entry.Number} replays otherwise: {differs}.");
        }

        return faults;
    }

    private static void Spend(LedgerEntry entry, Dictionary<long, long> credits)
    {
        if (entry.Kind == EntryKinds.Decision && LedgerJson.Read<DecisionEntry>(entry.Body) is { Verdict.Kind: <= VerdictKind.AllowWithObligations } decision)
            credits[entry.Number] = decision.Input.Request.Actions.Where(action => action.Type == "grant_credit").Sum(action => (long)decimal.Ceiling(action.Amount!.Value * 100));
        if (entry.Kind == EntryKinds.Outcome && LedgerJson.Read<OutcomeEntry>(entry.Body) is var outcome && credits.TryGetValue(outcome.Decision, out var reserved))
            credits[outcome.Decision] = outcome.State is DecisionState.NotExecuted or DecisionState.Failed ? outcome.ActualCents?.Sum() ?? 0 : outcome.ActualCents?.Sum() ?? reserved;
    }
}
