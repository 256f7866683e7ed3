using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Mcp.Doors;

namespace AccountTwins.Mcp.Tools;

/// <summary><c>get_decision</c>: has somebody approved it?</summary>
internal static class GetDecision
{
    private const int WaitSeconds = 20;
    private const int WaitSecondsMax = 30;

    public static readonly TwinTool Tool = new()
    {
        Route = TwinsRoute.Decision,
        Definition = TwinTool.Define(
            "get_decision",
            "Look at a decision, waiting while people have not decided",
            """
            Shows a decision as it stands now. While it is pending, waits up to `wait` seconds for a person to approve, edit or reject it. Call it after check_action answered `next` = `wait`.
            Do what `next` says: wait: nobody has decided yet; call this again, not sooner than `pollAfter` seconds, or do other work meanwhile. proceed with `state` approved: call use_approval just before you act. proceed with `state` approved_edited: the same, but only `approvedActions` may be done. stop: it was rejected, ran out, or a person answered the customer (`state` replied): do not act. It changes nothing and permits nothing.
            """,
            """
            {"type":"object","additionalProperties":false,"required":["decisionId"],"properties":{
              "decisionId":{"type":"string","maxLength":256,"description":"decisionId of check_action."},
              "claim":{"type":"string","minLength":1,"maxLength":64,"description":"The same as in check_action, if you gave one."},
              "wait":{"type":"integer","minimum":0,"maximum":30,"default":20,"description":"Seconds to wait while it is pending; 0 answers at once."}}}
            """,
            McpJson.Default.DecisionView,
            isReadOnly: true),
        Prepare = arguments =>
        {
            arguments.Only("decisionId", "wait", "claim");
            var decision = arguments.Required("decisionId");
            var wait = arguments.Number("wait", 0, WaitSecondsMax) ?? WaitSeconds;
            var claim = arguments.Text("claim");
            return async call => DecisionAnswer.Of(await call.Door.DecisionAsync(decision, wait, claim, call.Cancellation), call);
        },
    };
}
