using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions;

/// <summary>
/// Compares the verdict that a person approved with the one derived when the approval is used. What grew worse voids the approval; what
/// grew better, or only different, does not.
/// </summary>
public static class Tightness
{
    /// <summary>What is tighter now, a sentence each; empty when the approval holds.</summary>
    public static ValueList<string> Of(Verdict approved, Verdict now)
    {
        var tighter = new List<string>();
        if (now.Kind > approved.Kind)
            tighter.Add($"The answer would be {Words<VerdictKind>.Of(now.Kind)} now.");
        if (now.Approval is { } need && approved.Approval is { } had && (need.Role > had.Role || need.People > had.People))
            tighter.Add($"It takes {need.People} of role {Words<Playbooks.ApproverRole>.Of(need.Role)} now.");
        for (var index = 0; index < Math.Min(approved.Actions.Count, now.Actions.Count); index++)
            Compare(approved.Actions[index], now.Actions[index], tighter);
        return [.. tighter];
    }

    private static void Compare(ActionVerdict approved, ActionVerdict now, List<string> tighter)
    {
        if (now.Effective < approved.Effective)
            tighter.Add($"{now.Type}: latitude fell to {Words<Latitudes.Latitude>.Of(now.Effective)}.");
        foreach (var reason in now.Reasons)
        {
            if (!approved.Reasons.Any(known => known.Code == reason.Code && known.Rule == reason.Rule))
                tighter.Add($"{now.Type}: {reason.Text}");
        }
    }
}
