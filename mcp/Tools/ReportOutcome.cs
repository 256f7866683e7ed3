using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Mcp.Doors;

namespace AccountTwins.Mcp.Tools;

/// <summary><c>report_outcome</c>: what became of the act.</summary>
internal static class ReportOutcome
{
    public static readonly TwinTool Tool = new()
    {
        Route = TwinsRoute.Outcome,
        Definition = TwinTool.Define(
            "report_outcome",
            "Report what became of a permitted action",
            """
            Reports what really happened after an act was permitted, so that reserved money is settled and the decision can be learned from. Call it once for every decision that you were allowed to act on, right after acting, also when you did not act after all (`not_executed` gives the reserved amount back) or when it failed. Without it the amount stays spent.
            Answer: the decision with its final `state`; nothing is left to do. A repeat of the same report changes nothing. Was it done although nothing permitted it, report it all the same: the amount counts, and `code` `without_leave` says so. Error `outcome_conflict`: another outcome was reported before, or nothing was permitted and nothing is reported as done. Error `no_rate`: the playbook has no rate for the currency; report the amounts in another. Error `other_agent`: another agent asked for the decision, and only it or a person may report.
            """,
            """
            {"type":"object","additionalProperties":false,"required":["decisionId","state"],"properties":{
              "decisionId":{"type":"string","maxLength":256,"description":"decisionId of check_action."},
              "state":{"type":"string","enum":["executed","partly","failed","not_executed"],"description":"executed: done as permitted. partly: less than permitted. failed: tried, and it did not take effect. not_executed: not tried."},
              "amounts":{"type":"array","maxItems":8,"items":{"type":"number","minimum":0},"description":"What was really spent, one for each act in their order; leave out when it is as permitted."},
              "currency":{"type":"string","pattern":"^[A-Z]{3}$","description":"ISO 4217; goes with amounts."},
              "detail":{"type":"string","maxLength":1000,"description":"In a sentence, what happened."}}}
            """,
            McpJson.Default.DecisionView,
            isReadOnly: false),
        Prepare = arguments =>
        {
            arguments.Only("decisionId", "state", "amounts", "currency", "detail");
            var decision = arguments.Required("decisionId");
            arguments.Required("state");
            var state = arguments.OneOf("state", "executed", "partly", "failed", "not_executed");
            var amounts = arguments.Json("amounts", McpJson.Default.DecimalArray);
            var (currency, detail) = (arguments.Text("currency"), arguments.Text("detail"));
            return async call => DecisionAnswer.Of(
                await call.Door.OutcomeAsync(
                    decision,
                    new OutcomeBody
                    {
                        State = state switch
                        {
                            "executed" => DecisionState.Executed,
                            "partly" => DecisionState.Partly,
                            "failed" => DecisionState.Failed,
                            _ => DecisionState.NotExecuted,
                        },
                        Amounts = amounts,
                        Currency = currency,
                        Detail = detail,
                    },
                    call.Cancellation),
                call);
        },
    };
}
