using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions;

/// <summary>
/// Compares the verdict that a person approved with the one derived when the approval is used. What grew worse voids the approval; what
/// grew better, or only different, does not. An approval stands in for the person that a verdict asks for, never for a refusal.
/// </summary>
public static class Tightness
{
    /// <summary>What is tighter now, a sentence each; empty when the approval holds.</summary>
    public static ValueList<string> Of(Verdict approved, Verdict now)
    {
        var tighter = new List<string>();
        if (now.Actions.Count != approved.Actions.Count || now.Actions.Zip(approved.Actions).Any(pair => pair.First.Type != pair.Second.Type))
            return ["These are not the acts that were approved."];
        var kind = now.Actions.Max(KindOf);
        if (kind > VerdictKind.RequireApproval)
            tighter.Add($"The answer would be {Words<VerdictKind>.Of(kind)} now.");
        if (now.Approval is { } need && approved.Approval is { } had && (need.Role > had.Role || need.People > had.People))
            tighter.Add($"It takes {need.People} of role {Words<ApproverRole>.Of(need.Role)} now.");
        foreach (var (after, before) in now.Actions.Zip(approved.Actions))
            Compare(before, after, tighter);
        return [.. tighter.Distinct()];
    }

    /// <summary>A queue without room says nothing about an act whose review is over.</summary>
    private static VerdictKind KindOf(ActionVerdict action) =>
        action.Reasons.Any(reason => reason.Code == VerdictCodes.ReviewCapacity) ? VerdictKind.RequireApproval : action.Kind;

    private static void Compare(ActionVerdict approved, ActionVerdict now, List<string> tighter)
    {
        if (now.Effective < approved.Effective)
            tighter.Add($"{now.Type}: latitude fell to {Words<Latitude>.Of(now.Effective)}.");
        foreach (var layer in now.Layers)
        {
            if (!layer.IsShadow && approved.Layers.Any(before => !before.IsShadow && IsSame(before, layer) && layer.AtMost < before.AtMost))
                tighter.Add($"{now.Type}: {layer.Rule} leaves {Words<Latitude>.Of(layer.AtMost)} now.");
        }

        foreach (var reason in now.Reasons)
        {
            if (reason.Code != VerdictCodes.ReviewCapacity && !approved.Reasons.Any(known => Covers(known, reason)))
                tighter.Add($"{now.Type}: {reason.Text}");
        }
    }

    /// <summary>The cell's name is its tier and band; it is the same layer when they change.</summary>
    private static bool IsSame(LatitudeLayer one, LatitudeLayer other) =>
        one.Layer == other.Layer && (one.Rule == other.Rule || one.Layer is LayerKind.Playbook or LayerKind.Scenario);

    /// <summary>People who approved under one reason approved under the other: the same, or a milder state of the same feed.</summary>
    private static bool Covers(Reason known, Reason now) =>
        (known.Code == now.Code && (known.Rule == now.Rule || known.Code is VerdictCodes.PlaybookCell or VerdictCodes.ScenarioQuality))
        || (known.Rule == now.Rule && Silence(now.Code) > 0 && Silence(known.Code) >= Silence(now.Code));

    /// <summary>How silent a feed is, as a rank; 0: the code is about something else.</summary>
    private static int Silence(string code) => code switch
    {
        VerdictCodes.FeedLate => 1,
        VerdictCodes.FeedDead => 2,
        VerdictCodes.FeedMissing => 3,
        _ => 0,
    };
}
