using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Mcp.Doors;

namespace AccountTwins.Mcp.Tools;

/// <summary><c>use_approval</c>: an approval becomes a permit, just before the act.</summary>
internal static class UseApproval
{
    public static readonly TwinTool Tool = new()
    {
        Route = TwinsRoute.Permit,
        Definition = TwinTool.Define(
            "use_approval",
            "Turn an approval into a permit, just before acting",
            """
            Turns an approved decision into a permit for the next minute. Call it when get_decision shows `state` approved or approved_edited, and only when you are ready to act at once: the verdict is derived again from what is known now.
            Answer: `state` permitted: act before `expiresAt`, only what was approved (`approvedActions` if a person edited it), keep the obligations, then call report_outcome. `state` pending again: something grew worse since the approval (`tighter` says what); do not act, go back to get_decision. Error `other_agent`: another agent asked for it. A repeated call changes nothing.
            """,
            """
            {"type":"object","additionalProperties":false,"required":["decisionId"],"properties":{
              "decisionId":{"type":"string","maxLength":256,"description":"decisionId of check_action."},
              "claim":{"type":"string","minLength":1,"maxLength":64,"description":"A word of this run of yours, as in check_action: the permit is then for this run alone. code permit_claimed: another run took it; do not act."}}}
            """,
            McpJson.Default.DecisionView,
            isReadOnly: false),
        Prepare = arguments =>
        {
            arguments.Only("decisionId", "claim");
            var decision = arguments.Required("decisionId");
            var claim = arguments.Text("claim");
            return async call => DecisionAnswer.Of(await call.Door.PermitAsync(decision, claim, call.Cancellation), call);
        },
    };
}
