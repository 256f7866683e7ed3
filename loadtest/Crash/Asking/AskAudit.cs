using System.Collections.Concurrent;
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
    /// <summary>Asked again at once, at most.</summary>
    private const int AtOnce = 16;

    /// <param name="all">What was answered.</param>
    /// <param name="unanswered">Calls that had no answer and were made again.</param>
    /// <param name="seen">What was wrong on the way.</param>
    /// <param name="limits">What the playbook allowed; null: the starter's.</param>
    public static async Task<AskReport> RunAsync(
        IReadOnlyCollection<Asked> all, int unanswered, IEnumerable<string> seen, AccountTwinsClient service, TwinDatabase database, TimeSpan took, CreditLimits? limits = null)
    {
        var faults = new ConcurrentQueue<string>(seen);
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (asked, cancellationToken) =>
        {
            var again = await service.Decisions.DecideAsync(asked.Account, asked.Body, cancellationToken);
            if ((again.Value is { } view ? asked.FaultOf(view) : $"{asked.Key} of {asked.Account}: {again.Problem!.Code}") is { } fault)
                faults.Enqueue(fault);
        });

        var proof = await service.Audit.VerifyAsync();
        if (proof.Value is not { IsSound: true })
            faults.Enqueue($"the ledger is not sound: {proof.Problem?.Code} {string.Join("; ", proof.Value?.Faults?.Select(fault => fault.ToString()) ?? [])}");
        var rows = await database.LedgerAsync();
        return new AskReport
        {
            Answered = all.Count,
            Allowed = all.Count(asked => asked.IsAllowed),
            SpentAmount = AskedRows.SpentIn(rows),
            Because = all.Where(asked => !asked.IsAllowed).CountBy(asked => asked.Because ?? "").ToDictionary(),
            Unanswered = unanswered,
            Recorded = rows.Count(row => row.Kind == EntryKinds.Decision),
            Faults = [.. faults, .. AskedRows.Faults(all, rows, took, limits)],
        };
    }
}
