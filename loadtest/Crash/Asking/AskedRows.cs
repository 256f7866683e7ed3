using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Crash.Asking;

/// <summary>
/// Holds answers and budgets against the ledger's rows as the database has them, added up without the product's own book. Whatever is wrong is
/// named with its decision or account.
/// </summary>
internal static class AskedRows
{
    /// <param name="limits">What the playbook allowed; null: the starter's.</param>
    public static IEnumerable<string> Faults(IEnumerable<Asked> answered, IReadOnlyList<LedgerRow> rows, TimeSpan took, CreditLimits? limits = null)
    {
        var allowed = limits ?? CreditLimits.Starter;
        var chains = rows.Where(row => AskedAccount.Is(row.Subject)).GroupBy(row => row.Subject).ToDictionary(chain => chain.Key, chain => Chain.Of(chain, allowed));
        return [.. chains.Values.SelectMany(chain => chain.Faults), .. answered.SelectMany(asked => Missing(asked, chains)), .. Overgranted(chains.Values, took, allowed)];
    }

    /// <summary>What the rows of all accounts that were asked for allow together, less what was given back.</summary>
    public static decimal SpentIn(IEnumerable<LedgerRow> rows) => rows
        .Where(row => AskedAccount.Is(row.Subject))
        .GroupBy(row => row.Subject)
        .Sum(chain => Chain.Of(chain, CreditLimits.Starter).Spent);

    /// <summary>What was answered and is not there, or is there as something else.</summary>
    private static IEnumerable<string> Missing(Asked asked, Dictionary<string, Chain> chains)
    {
        var chain = chains.GetValueOrDefault(asked.Account);
        if (asked.DecisionId is not { } id || DecisionId.TryParse(id) is not { } name || chain is null || !chain.Decisions.TryGetValue(name.Number, out var stored))
        {
            yield return $"{asked.DecisionId ?? asked.Key} of {asked.Account}: was answered with {asked.Verdict} and has no row";
            yield break;
        }

        if ((int)stored.Verdict.Kind != (int)asked.Verdict || stored.Input.Request.IdempotencyKey != asked.Key || stored.Input.Request.Actions[0].Amount != asked.Amount)
            yield return $"{id}: was answered with {asked.Verdict} to {asked.Key} for {asked.Amount}, and its row says {stored.Verdict.Kind} to {stored.Input.Request.IdempotencyKey} for {stored.Input.Request.Actions[0].Amount}";
        if (asked.Reported is { } state && !chain.Outcomes[name.Number].Any(outcome => (int)outcome.State == (int)state))
            yield return $"{id}: its outcome {state} was answered and has no row";
    }

    private static IEnumerable<string> Overgranted(IEnumerable<Chain> chains, TimeSpan took, CreditLimits limits)
    {
        var hours = (int)took.TotalHours + 2;
        return from decision in chains.SelectMany(chain => chain.Decisions.Values)
               where Allows(decision)
               group decision.Input.Request.Actions[0].Amount!.Value by decision.Input.Request.Agent.Release into release
               let amount = release.Sum()
               where amount > limits.ReleaseAmount * hours
               select $"{release.Key} granted {amount} EUR in {hours} hours";
    }

    public static bool Allows(DecisionEntry decision) => decision.Verdict.Kind <= VerdictKind.AllowWithObligations;

    /// <summary>One account's entries, and what is wrong among themselves.</summary>
    private sealed record Chain(IReadOnlyDictionary<long, DecisionEntry> Decisions, ILookup<long, OutcomeEntry> Outcomes, decimal Spent, IReadOnlyList<string> Faults)
    {
        public static Chain Of(IEnumerable<LedgerRow> rows, CreditLimits limits)
        {
            var (decisions, outcomes, faults) = (new SortedDictionary<long, DecisionEntry>(), new List<OutcomeEntry>(), new List<string>());
            var (spent, keys, requests, ended) = (new Dictionary<long, decimal>(), new HashSet<long>(), new HashSet<string>(StringComparer.Ordinal), new HashSet<long>());
            foreach (var row in rows.OrderBy(row => row.Number))
            {
                if (row.Key != 0 && !keys.Add(row.Key))
                    faults.Add($"{row.Subject}: the key of {row.Number} was decided twice");
                if (row.Kind == EntryKinds.Decision)
                    Decided(row, LedgerJson.Read<DecisionEntry>(row.Body));
                else if (row.Kind == EntryKinds.Outcome)
                    Ended(row, LedgerJson.Read<OutcomeEntry>(row.Body));
                if (spent.Values.Sum() > limits.Amount || spent.Count > limits.Count)
                    faults.Add($"{row.Subject}: {spent.Values.Sum()} EUR in {spent.Count} credits at {row.Number}");
            }

            return new Chain(decisions, outcomes.ToLookup(outcome => outcome.Decision), spent.Values.Sum(), faults);

            void Decided(LedgerRow row, DecisionEntry decision)
            {
                decisions[row.Number] = decision;
                if (decision.Input.Request.IdempotencyKey is { } request && !requests.Add(request))
                    faults.Add($"{row.Subject}: {request} was decided again at {row.Number}");
                if (Allows(decision))
                    spent[row.Number] = decision.Input.Request.Actions[0].Amount!.Value;
            }

            void Ended(LedgerRow row, OutcomeEntry outcome)
            {
                outcomes.Add(outcome);
                if (!ended.Add(outcome.Decision))
                    faults.Add($"{row.Subject}: decision {outcome.Decision} ended again at {row.Number}");
                if (outcome.State == DecisionState.NotExecuted)
                    spent.Remove(outcome.Decision);
            }
        }
    }
}
