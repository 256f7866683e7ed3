using AccountTwins.Client;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Crash.Asking;

/// <summary>
/// Holds what agents were answered against what the service says at the end, and the budgets against the ledger's rows, added up without
/// the product's own book.
/// </summary>
internal static class AskAudit
{
    /// <summary>The starter playbook's budget of credits for one account and day; no run lasts longer than that window.</summary>
    private const decimal DayAmount = 100;
    private const int DayCount = 3;

    /// <summary>And of one agent release in an hour, over all accounts; a longer run is given as many hours as it touched.</summary>
    private const decimal ReleaseAmount = 2000;

    public static async Task<AskReport> RunAsync(Askers askers, AccountTwinsClient service, TwinDatabase database, TimeSpan took)
    {
        var faults = new List<string>();
        foreach (var asked in askers.All)
        {
            var again = await service.Decisions.DecideAsync(asked.Account, asked.Body);
            if (again.Value is { } view)
                askers.Look(asked, view);
            else
                faults.Add($"{asked.Key} of {asked.Account}: {again.Problem!.Code}");
        }

        var proof = await service.Audit.VerifyAsync();
        if (proof.Value is not { IsSound: true })
            faults.Add($"the ledger is not sound: {proof.Problem?.Code} {string.Join("; ", proof.Value?.Faults?.Select(fault => fault.ToString()) ?? [])}");
        var rows = await database.LedgerAsync();
        return new AskReport
        {
            Answered = askers.All.Count,
            Allowed = askers.All.Count(asked => asked.IsAllowed),
            Because = askers.All.Where(asked => !asked.IsAllowed).CountBy(asked => asked.Because ?? "").ToDictionary(),
            Unanswered = askers.Unanswered,
            Recorded = rows.Count(row => row.Kind == EntryKinds.Decision),
            Faults = [.. askers.Faults, .. faults, .. Overspent(rows, took)],
        };
    }

    private static IEnumerable<string> Overspent(IReadOnlyList<LedgerRow> rows, TimeSpan took)
    {
        var granted = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var chain in rows.Where(row => AskedAccount.Is(row.Subject)).GroupBy(row => row.Subject))
        {
            var (spent, keys) = (new Dictionary<long, decimal>(), new HashSet<long>());
            foreach (var row in chain.OrderBy(row => row.Number))
            {
                if (row.Key != 0 && !keys.Add(row.Key))
                    yield return $"{row.Subject}: the key of {row.Number} was decided twice";
                if (row.Kind == EntryKinds.Decision && LedgerJson.Read<DecisionEntry>(row.Body) is { Verdict.Kind: <= VerdictKind.AllowWithObligations } decision)
                {
                    spent[row.Number] = decision.Input.Request.Actions[0].Amount!.Value;
                    var release = decision.Input.Request.Agent.Release;
                    granted[release] = granted.GetValueOrDefault(release) + spent[row.Number];
                }

                if (row.Kind == EntryKinds.Outcome && LedgerJson.Read<OutcomeEntry>(row.Body) is { State: DecisionState.NotExecuted } outcome)
                    spent.Remove(outcome.Decision);
                if (spent.Values.Sum() > DayAmount || spent.Count > DayCount)
                    yield return $"{row.Subject}: {spent.Values.Sum()} EUR in {spent.Count} credits at {row.Number}";
            }
        }

        var hours = (int)took.TotalHours + 2;
        foreach (var (release, amount) in granted)
        {
            if (amount > ReleaseAmount * hours)
                yield return $"{release} granted {amount} EUR in {hours} hours";
        }
    }
}
