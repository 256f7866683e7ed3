using AccountTwins.Client;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Crash.Asking;

/// <summary>
/// Holds what agents were answered against what the service says at the end, and both answers and budgets against the ledger's rows
/// (<see cref="AskedRows"/>).
/// </summary>
internal static class AskAudit
{
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
            Faults = [.. askers.Faults, .. faults, .. AskedRows.Faults(askers.All, rows, took)],
        };
    }
}
