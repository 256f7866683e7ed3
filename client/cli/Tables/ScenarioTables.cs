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

    /// <summary>Says at once, and not only in the list of changes, where the playbook gave less than was asked for.</summary>
    public static void WriteReset(Call call, ScenariosAnswer answer, string? release)
    {
        Write(call, answer);
        foreach (var one in answer.Scenarios.Where(one => release is null || one.Release == release))
        {
            if (one.Changes is [{ Cause: "reset", Asked: { } asked, To: var to }, ..])
                call.Line($"{one.Release}: asked for {asked}, bounded by the playbook: {to}");
        }
    }

    public static void Write(Call call, LatitudeChangesAnswer answer)
    {
        call.Write(["id", "at", "scenario", "release", "what", "from", "to", "why"], answer.Changes.Select(one => new object?[]
        {
            one.Id, one.At, one.Scenario, one.Release, one.Kind, one.From, one.Offered ?? one.To, one.Text,
        }));
        call.Line($"Go on with --after {answer.Next}{(answer.HasMore ? "; there are more already." : ".")}");
    }
}
