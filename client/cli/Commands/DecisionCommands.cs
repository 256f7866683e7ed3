using System.CommandLine;
using AccountTwins.Cli.Tables;
using AccountTwins.Client.Decisions;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>"May I do this?", and what follows.</summary>
internal static class DecisionCommands
{
    /// <summary>What a person at a terminal can keep.</summary>
    private static readonly string[] Obligations =
        ["cap_amount", "report_outcome", "use_template", "disclose_ai", "no_new_commitment", "no_billing_fact", "copy", "delay"];

    public static void AddTo(Command root, CommandSet to)
    {
        AddDecide(root, to);
        AddOutcome(root, to);
        var decisions = new TwinsCommand("decisions", "Decisions that were made.");
        AddGet(decisions, to);
        AddPermit(decisions, to);
        AddReplay(decisions, to);
        root.Add(decisions);
    }

    private static void AddDecide(Command root, CommandSet to)
    {
        var account = Inputs.Account();
        var action = new Option<string>("--action") { Description = "As in the playbook's catalogue.", HelpName = "TYPE", Required = true };
        var category = new Option<string?>("--category") { Description = "What it is about.", HelpName = "WORD" };
        var amount = new Option<decimal?>("--amount") { Description = "With --currency.", HelpName = "AMOUNT" };
        var currency = new Option<string?>("--currency") { Description = "ISO 4217.", HelpName = "CODE" };
        var draft = new Option<string?>("--draft") { Description = "What would be sent.", HelpName = "TEXT" };
        var due = new Option<DateOnly?>("--due") { Description = "The day that it promises the customer, as 2026-12-31.", HelpName = "DAY" };
        var confidence = new Option<decimal?>("--confidence") { Description = "The agent's own, 0 to 1.", HelpName = "SHARE" };
        var release = new Option<string>("--release") { Description = "The agent's release.", HelpName = "RELEASE", Required = true };
        var conversation = new Option<string?>("--conversation") { Description = "Amounts of one conversation add up.", HelpName = "ID" };
        var contact = new Option<string?>("--contact") { Description = "Whom the agent talks to.", HelpName = "EMAIL" };
        var behalf = new Option<string?>("--on-behalf-of") { Description = "The person for whom the agent acts; may not approve it.", HelpName = "NAME" };
        var key = new Option<string?>("--idempotency-key") { Description = "The same key again is the same request; a new one where it is left out.", HelpName = "KEY" };
        var claim = Claim();
        var dry = new Option<bool>("--dry-run") { Description = "Nothing is recorded and nothing reserved." };
        root.Add(to.Make(
            new TwinsCommand(
                "decide", "May an agent do this, for this account, now? Ends with 0 if it may go ahead, with 1 if not.",
                "twins decide acct-1 --action grant_credit --amount 40 --currency EUR --release support-7",
                "twins decide acct-1 --action reply --category billing --release support-7 --dry-run --json"),
            async call => call.Show(
                await call.Client.Decisions.DecideAsync(
                    call.Value(account),
                    new DecisionBody
                    {
                        Actions =
                        [
                            new ActionBody
                            {
                                Type = call.Value(action)!,
                                Category = call.Value(category),
                                Amount = call.Value(amount),
                                Currency = call.Value(currency),
                                Confidence = call.Value(confidence),
                                Draft = call.Value(draft),
                                Due = call.Value(due),
                            },
                        ],
                        Agent = new AgentBody { Release = call.Value(release)! },
                        Conversation = call.Value(conversation),
                        Contact = call.Value(contact),
                        OnBehalfOf = call.Value(behalf),
                        IdempotencyKey = call.Value(key) ?? Guid.NewGuid().ToString("N"),
                        Claim = call.Value(claim),
                        SupportedObligations = Obligations,
                        DryRun = call.Value(dry),
                    },
                    call.Cancellation),
                view => DecisionTables.Write(call, view), MayProceed),
            account, action, category, amount, currency, draft, due, confidence, release, conversation, contact, behalf, key, claim, dry));
    }

    private static void AddOutcome(Command root, CommandSet to)
    {
        var id = Inputs.Decision();
        var state = new Argument<string>("state") { Description = "executed, partly, failed or not-executed." }.OneOf("executed", "partly", "failed", "not-executed");
        var amount = new Option<decimal[]?>("--amount") { Description = "Really spent, one for each act; left out: as permitted.", HelpName = "AMOUNT", AllowMultipleArgumentsPerToken = true };
        var currency = new Option<string?>("--currency") { Description = "ISO 4217; goes with the amounts.", HelpName = "CODE" };
        var detail = new Option<string?>("--detail") { Description = "What happened.", HelpName = "TEXT" };
        root.Add(to.Make(
            new TwinsCommand("outcome", "Tells what became of an act.", "twins outcome 17-9f3c0a1b@acct-1 executed", "twins outcome 17-9f3c0a1b@acct-1 partly --amount 25 --currency EUR"),
            async call => call.Show(
                await call.Client.Decisions.OutcomeAsync(
                    call.Value(id),
                    new OutcomeBody
                    {
                        State = call.Value(state) switch
                        {
                            "executed" => DecisionState.Executed,
                            "partly" => DecisionState.Partly,
                            "failed" => DecisionState.Failed,
                            _ => DecisionState.NotExecuted,
                        },
                        Amounts = call.Value(amount) is { Length: > 0 } amounts ? amounts : null,
                        Currency = call.Value(currency),
                        Detail = call.Value(detail),
                    },
                    call.Cancellation),
                view => DecisionTables.Write(call, view)),
            id, state, amount, currency, detail));
    }

    private static void AddGet(Command decisions, CommandSet to)
    {
        var id = Inputs.Decision();
        var wait = new Option<int?>("--wait") { Description = "Seconds, up to 30, to wait while it is pending.", HelpName = "SECONDS" };
        var claim = Claim();
        decisions.Add(to.Make(
            new TwinsCommand("get", "A decision as it stands.", "twins decisions get 17-9f3c0a1b@acct-1 --wait 30"),
            async call => call.Show(await call.Client.Decisions.ReadAsync(call.Value(id), call.Value(wait), call.Value(claim), call.Cancellation), view => DecisionTables.Write(call, view)),
            id, wait, claim));
    }

    private static void AddPermit(Command decisions, CommandSet to)
    {
        var id = Inputs.Decision();
        var claim = Claim();
        decisions.Add(to.Make(
            new TwinsCommand("permit", "Makes an approval a permit for the next minute. Ends with 1 if something grew worse meanwhile.", "twins decisions permit 17-9f3c0a1b@acct-1"),
            async call => call.Show(await call.Client.Decisions.PermitAsync(call.Value(id), call.Value(claim), call.Cancellation), view => DecisionTables.Write(call, view), MayProceed),
            id, claim));
    }

    private static void AddReplay(Command decisions, CommandSet to)
    {
        var id = Inputs.Decision();
        decisions.Add(to.Make(
            new TwinsCommand("replay", "Derives a stored verdict again and compares it byte for byte. Ends with 1 if it differs.", "twins decisions replay 17-9f3c0a1b@acct-1"),
            async call => call.Show(await call.Client.Decisions.ReplayAsync(call.Value(id), call.Cancellation), view => DecisionTables.Write(call, view), view => view.IsSame),
            id));
    }

    private static Option<string?> Claim() => new("--claim") { Description = "A word of your own: who comes with another, or none, may not act on it.", HelpName = "WORD" };

    private static bool MayProceed(DecisionView view) => view.Next == NextStep.Proceed || !view.Enforced;
}
