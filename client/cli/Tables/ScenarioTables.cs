using AccountTwins.Cli.Terminals;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>What learning has left, for people.</summary>
internal static class ScenarioTables
{
    public static void Write(Call call, ScenariosAnswer answer)
    {
        call.Write(["scenario", "release", "at most", "because", "state", "offered", "decisions", "audited"], answer.Scenarios.Select(one => new object?[]
        {
            one.Scenario, one.Release, one.AtMost ?? "as the playbook says", one.Cause, one.IsHeld ? "held" : one.IsFrozen ? "frozen" : "learning", one.Offered, one.Decisions,
            $"{TableText.Of(Math.Round(100 * one.AuditProbability, 1))} %",
        }));
        foreach (var one in answer.Scenarios.Where(one => one.ResetProposed is not null))
            call.Line($"  {one.Release}: {TableText.Clean(one.ResetProposed!.By)} wants a reset to {one.ResetProposed.To}; it happens when a second person asks for the same until {TableText.Of(one.ResetProposed.Until)}");
        foreach (var change in answer.Scenarios.SelectMany(one => one.Changes))
            call.Line($"  {TableText.Of(change.At)}  {change.From} -> {change.To}  {change.Cause}: {TableText.Clean(change.Text)}");
    }
}
