using System.Text.Json;
using AccountTwins.Domain.Playbooks.Simulation;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Silo.Api.Settings;

/// <summary>A simulation's report on the wire.</summary>
internal static class SimulationViews
{
    public static SimulationView Of(SimulationReport report) => new()
    {
        Accounts = report.Accounts,
        AccountsChanged = report.AccountsChanged,
        NamedAccounts =
        [
            .. report.NamedAccounts.Select(one => new AccountShiftView(
                one.Account, Word(one.Tier), Word(one.Band), [.. one.Shifts.Select(shift => new LatitudeStepView(shift.Action, Word(shift.From), Word(shift.To)))])),
        ],
        LatitudeShifts =
        [
            .. report.LatitudeShifts.Select(shift => new LatitudeShiftView(
                Word(shift.Tier), Word(shift.Band), shift.Shift.Action, Word(shift.Shift.From), Word(shift.Shift.To), shift.Accounts)),
        ],
        Decisions = report.Decisions,
        DecisionsChanged = report.DecisionsChanged,
        VerdictShifts = [.. report.VerdictShifts.Select(shift => new VerdictShiftView(Word(shift.From), Word(shift.To), shift.Decisions))],
        NamedDecisions = [.. report.NamedDecisions.Select(one => new DecisionShiftView(one.Account, one.Number, Word(one.From), Word(one.To), [.. one.Reasons]))],
        Before = Of(report.Before),
        After = Of(report.After),
    };

    private static ReviewWorkView Of(ReviewWork work) => new(work.Approvals, work.Handovers, work.Audits);

    private static string Word(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
