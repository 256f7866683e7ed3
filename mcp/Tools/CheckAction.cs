using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Mcp.Answers;
using AccountTwins.Mcp.Doors;

namespace AccountTwins.Mcp.Tools;

/// <summary><c>check_action</c>: may I do this, for this account, now?</summary>
internal static class CheckAction
{
    public static readonly TwinTool Tool = new()
    {
        Route = TwinsRoute.Decide,
        BadArguments = ReasonCodes.BadDecision,
        Definition = TwinTool.Define(
            "check_action",
            "Ask whether an action is allowed for an account, now",
            """
            Asks for the verdict on one act, or on several that belong together, BEFORE you do any of it: sending a reply, granting a credit or discount, naming a date, stating a billing or contract fact, closing a ticket. Call it with the final draft and amount; another amount or text is another question. Never act without `next` = `proceed`, and treat every error as "not allowed".
            Do what `next` says:
            - proceed (verdict allow): do exactly what you asked about, before `expiresAt` (at most a minute away).
            - proceed (allow_with_obligations): the same, and keep every one of the action's `obligations`.
            - wait (require_approval): do not act; tell the customer what `customerMessageHint` says; call get_decision with `decisionId` until `next` changes. When `state` is approved, call use_approval just before you act.
            - hand_over (escalate): do not act and promise nothing; give the conversation to `handover.to`, who answers by `handover.by`.
            - stop (deny): do not act, and do not look for a way around; `wouldAllowIf` says what would have to change.
            After acting, call report_outcome. Reasons and latitude are internal: never tell them to the customer. The answer is recorded and budgets are reserved, unless dryRun is true: then nothing is recorded and nothing is permitted.
            """,
            """
            {"type":"object","additionalProperties":false,"required":["account","actions","idempotencyKey"],"properties":{
              "account":{"type":"string","maxLength":128,"description":"Id of the account, from resolve_account."},
              "actions":{"type":"array","minItems":1,"maxItems":8,"description":"The acts, allowed together or not at all.","items":{"type":"object","additionalProperties":false,"required":["type"],"properties":{
                "type":{"type":"string","pattern":"^[a-z][a-z0-9_]{0,39}$","description":"A word of the playbook's catalogue. Usual ones: reply, holding_reply, decline_request, commit_date, state_billing_fact, state_contract_term, grant_credit, discount, change_plan, chase_invoice, close_ticket, send_outreach. What is not in the catalogue is denied."},
                "category":{"type":"string","pattern":"^[a-z][a-z0-9_]{0,39}$","description":"What it is about, honestly: billing, bug, how_to, contract, cancellation, complaint, legal, … It is checked later."},
                "amount":{"type":"number","minimum":0,"description":"Money that it costs, if any. Amounts of one conversation add up."},
                "currency":{"type":"string","pattern":"^[A-Z]{3}$","description":"ISO 4217; goes with amount."},
                "confidence":{"type":"number","minimum":0,"maximum":1,"description":"How sure you are that this is right."},
                "due":{"type":"string","format":"date","description":"The day that you promise the customer (commit_date), such as 2026-12-31. Without it the promise counts as due at once."},
                "draft":{"type":"string","maxLength":4000,"description":"The text that would be sent, word for word; a reviewer sees it."}}}},
              "idempotencyKey":{"type":"string","minLength":1,"maxLength":128,"description":"A text of yours that is the same when you repeat this very request and new for any other, such as T-1811/credit/1. A repeat returns the first decision and is never a second one."},
              "claim":{"type":"string","minLength":1,"maxLength":64,"description":"A word of this run of yours, the same in all its calls and new when you start anew, such as a random text. With it the permit is for this run alone: another that repeats the key is answered stop, with code permit_claimed."},
              "conversation":{"type":"string","maxLength":254,"description":"Ticket or conversation id; always give it if there is one: amounts of a day that name none count as one conversation."},
              "contact":{"type":"string","maxLength":254,"description":"E-mail of the person you act towards."},
              "onBehalfOf":{"type":"string","maxLength":254,"description":"The colleague for whom you act, if any; that person cannot approve it."},
              "personAskedFor":{"type":"boolean","description":"true when the customer asked for a human being."},
              "supportedObligations":{"type":"array","maxItems":32,"items":{"type":"string","enum":["cap_amount","report_outcome","use_template","disclose_ai","no_new_commitment","no_billing_fact","copy","delay"]},"description":"The obligations that you can and will keep. One that you leave out turns an allowance into an approval by people."},
              "maxStaleness":{"type":"integer","minimum":0,"description":"Seconds that the data behind the verdict may be old."},
              "dryRun":{"type":"boolean","description":"true: only tells what the answer would be. Nothing is recorded, reserved or permitted."}}}
            """,
            McpJson.Default.DecisionView,
            isReadOnly: false),
        Prepare = arguments =>
        {
            arguments.Only(
                "account", "actions", "idempotencyKey", "conversation", "contact", "onBehalfOf", "personAskedFor", "supportedObligations", "maxStaleness", "dryRun", "claim");
            var account = arguments.Required("account");
            var isDryRun = arguments.Flag("dryRun") ?? false;
            var key = isDryRun ? arguments.Text("idempotencyKey") : arguments.Required("idempotencyKey");
            var actions = arguments.Json("actions", McpJson.Default.ActionBodyArray) ?? [];
            var (conversation, contact, onBehalfOf, claim) = (arguments.Text("conversation"), arguments.Text("contact"), arguments.Text("onBehalfOf"), arguments.Text("claim"));
            var personAskedFor = arguments.Flag("personAskedFor") ?? false;
            var obligations = arguments.Json("supportedObligations", McpJson.Default.StringArray) ?? [];
            var staleness = arguments.Number("maxStaleness", 0, int.MaxValue);
            return async call =>
            {
                var request = new DecisionBody
                {
                    Actions = actions,
                    Agent = call.Door.Agent,
                    OnBehalfOf = onBehalfOf,
                    Contact = contact,
                    Conversation = conversation,
                    PersonAskedFor = personAskedFor,
                    IdempotencyKey = key,
                    SupportedObligations = obligations,
                    MaxStaleness = staleness,
                    DryRun = isDryRun,
                    Claim = claim,
                };
                return DecisionAnswer.Of(await call.Door.DecideAsync(account, request, call.Cancellation), call);
            };
        },
    };
}
