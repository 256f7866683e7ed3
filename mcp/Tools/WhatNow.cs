using System.Text.Json;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Mcp.Tools;

/// <summary>The first sentence of a decision's text: <see cref="NextSteps"/>, and the tool that comes next.</summary>
public static class WhatNow
{
    public static string Of(JsonElement decision)
    {
        var view = decision.Deserialize(McpJson.Default.DecisionView)!;
        return $"next: {Word(view.Next)}. {Step(view)}";
    }

    private static string Step(DecisionView view)
    {
        if (NextSteps.Of(view.Verdict, view.Next, view.Enforced) is not { } step)
            return "Do not act: this answer means nothing here.";
        return view switch
        {
            { Enforced: false } => step + " (report_outcome)",
            { Code: NextSteps.WithoutLeave, Next: NextStep.Stop } => NextSteps.DoneWithoutLeave,
            { Code: NextSteps.WithoutLeave } => $"{NextSteps.DoneWithoutLeave} {step}",
            // A dry run, or an account that nobody knows.
            { DecisionId: null, Next: NextStep.Proceed } => "Nothing was recorded, and nothing is permitted by this: call check_action again without dryRun before you act.",
            { DecisionId: null } => step,
            _ => step + Tool(view),
        };
    }

    private static string Tool(DecisionView view) => (view.Next, view.State) switch
    {
        (NextStep.Wait, _) => " Call get_decision, which waits for it.",
        (NextStep.Proceed, DecisionState.Approved or DecisionState.ApprovedEdited) => " Call use_approval when you are ready to act at once.",
        (NextStep.Proceed, _) when view.Verdict == VerdictKind.RequireApproval => " It is a permit now, until expiresAt. Then call report_outcome.",
        (NextStep.Proceed, _) => " Call report_outcome then.",
        (NextStep.Stop, DecisionState.Unconfirmed) => " No outcome was reported: call report_outcome with what really happened.",
        (NextStep.Stop, DecisionState.Executed or DecisionState.Partly or DecisionState.Failed or DecisionState.NotExecuted) => " It is settled.",
        _ => "",
    };

    private static string Word(NextStep next) => JsonNamingPolicy.SnakeCaseLower.ConvertName(next.ToString());
}
