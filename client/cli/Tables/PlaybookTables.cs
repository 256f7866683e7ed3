using AccountTwins.Cli.Terminals;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>What a playbook file is and would do, for people.</summary>
internal static class PlaybookTables
{
    /// <summary>Accounts and decisions that are named; --json has more of them.</summary>
    private const int NamedMax = 20;

    public static void Write(Call call, PlaybookCheckAnswer answer)
    {
        if (answer.IsGood)
            call.Line($"Good: {answer.Version}  {answer.Hash}");
        else
            call.Write(["line", "path", "reason"], answer.Faults.Select(fault => new object?[] { fault.Line, fault.Path, fault.Reason }));
    }

    public static void Write(Call call, PlaybookDiffAnswer answer)
    {
        call.Line($"{answer.FromVersion} -> {answer.ToVersion}: {Together(answer)}");
        call.Write(["path", "before", "after", "effect"], answer.Changes.Select(change => new object?[] { change.Path, change.Before, change.After, change.Direction }));
    }

    public static void Write(Call call, SimulationLine line)
    {
        if (line.Report is not { } report)
        {
            call.Line($"It could not be finished: {line.Code}");
            return;
        }

        call.Line($"{report.AccountsChanged:N0} of {report.Accounts:N0} accounts would change latitude; {report.DecisionsChanged:N0} of {report.Decisions:N0} decisions would have come out differently.");
        call.Write(["tier", "health", "action", "from", "to", "accounts"], report.LatitudeShifts.Select(shift => new object?[] { shift.Tier, shift.Band, shift.Action, shift.From, shift.To, shift.Accounts }));
        if (report.AccountsSkipped > 0)
            call.Line($"{report.AccountsSkipped:N0} accounts could not be read and are left out.");
        call.Write(["account", "tier", "health", "would change"], report.NamedAccounts.Take(NamedMax).Select(one => new object?[]
        {
            one.Account, one.Tier, one.Band, string.Join(", ", one.Actions.Select(step => $"{step.Action} {step.From} -> {step.To}")),
        }));
        call.Write(["verdict", "would be", "decisions"], report.VerdictShifts.Select(shift => new object?[] { shift.From, shift.To, shift.Decisions }));
        call.Write(["decision of", "number", "was", "would be", "because"], report.NamedDecisions.Take(NamedMax).Select(one => new object?[] { one.Account, one.Number, one.From, one.To, string.Join(", ", one.Reasons) }));
        call.Write(["work of people", "now", "then", "adds"],
        [
            ["approvals", report.Before.Approvals, report.After.Approvals, report.After.Approvals - report.Before.Approvals],
            ["handed over", report.Before.Handovers, report.After.Handovers, report.After.Handovers - report.Before.Handovers],
            ["audits, expected", Math.Round(report.Before.Audits, 1), Math.Round(report.After.Audits, 1), Math.Round(report.After.Audits - report.Before.Audits, 1)],
        ]);
    }

    private static string Together(PlaybookDiffAnswer answer) => (answer.Changes.Length, answer.Direction) switch
    {
        (0, _) => "nothing changes",
        (_, "unclear") => "some changes tighten and some loosen, or it depends on the case",
        (_, "neither") => "no verdict changes by it",
        _ => $"together it {answer.Direction}",
    };
}
