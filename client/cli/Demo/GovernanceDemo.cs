using System.Diagnostics;
using System.Globalization;
using AccountTwins.Cli.Tables;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Decisions;
using AccountTwins.Client.Reviews;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Demo;

/// <summary>
/// The gate at work, step by step, with the service's real answers: nothing here is acted. What comes out otherwise than told is said, and
/// ends the program with 1.
/// </summary>
internal sealed class GovernanceDemo(Call call, DemoKeys keys, DemoAccounts accounts, string run)
{
    /// <summary>
    /// Seconds of silence that the demo waits for where the playbook cannot be made to ask for less: the agent itself then takes no older billing facts, and the
    /// demo says so.
    /// </summary>
    public const int FreshSeconds = 20;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly string[] Obligations = ["cap_amount", "report_outcome", "use_template", "disclose_ai", "no_new_commitment", "no_billing_fact", "copy", "delay"];

    private int _requests;

    /// <summary>Steps that came out otherwise than told.</summary>
    public int Surprises { get; private set; }

    private string Release => "demo-" + run;

    public async Task RunAsync()
    {
        await PrepareAsync();
        await SmallIsAllowedAsync();
        await GlobalNeedsApprovalAsync();
        await SilentFeedAsync();
        await new LearningDemo(this, call, keys, accounts.Small, Release).RunAsync();
    }

    public void Title(string text)
    {
        call.Line();
        call.Line("== " + text);
    }

    public void Expect(bool isSo, string what)
    {
        call.Line((isSo ? "   ok: " : "   NOT AS TOLD: ") + what);
        Surprises += isSo ? 0 : 1;
    }

    public DecisionBody Request(string type, string category, decimal? amount, string draft, int? staleness = null) => new()
    {
        Actions = [new ActionBody { Type = type, Category = category, Amount = amount, Currency = amount is null ? null : "EUR", Confidence = 0.9m, Draft = draft }],
        Agent = new AgentBody { Release = Release },
        Conversation = string.Create(CultureInfo.InvariantCulture, $"conversation-{run}-{++_requests}"),
        IdempotencyKey = string.Create(CultureInfo.InvariantCulture, $"demo-{run}-{_requests}"),
        SupportedObligations = Obligations,
        MaxStaleness = staleness,
    };

    /// <summary>Looks until it is so; false when patience ends.</summary>
    public async Task<bool> UntilAsync(Func<Task<bool>> isSo)
    {
        var clock = call.Terminal.Clock;
        var began = clock.GetTimestamp();
        while (!await isSo())
        {
            if (clock.GetElapsedTime(began) > Patience)
                return false;
            await Task.Delay(Look, clock, call.Cancellation);
        }

        return true;
    }

    private async Task PrepareAsync()
    {
        Title("Two accounts, made of signals: a small bakery, and a global enterprise whose contract ends in 30 days");
        foreach (var signals in new[] { accounts.OfSmall(), accounts.OfGlobal() })
            await call.Client.Signals.PostAsync(signals, call.Cancellation).NeedAsync("Posting signals");
        Expect(await UntilAsync(async () => await BeatThenAsync(accounts.Small) && await IsHealthyAsync(accounts.Global)), "both are healthy and every feed they need is live");
        foreach (var account in new[] { accounts.Small, accounts.Global })
            AccountTables.Write(call, await call.Client.Accounts.ContextAsync(account, cancellationToken: call.Cancellation).NeedAsync("Reading the account"));
    }

    private async Task SmallIsAllowedAsync()
    {
        Title("The agent asks to grant 40 EUR to the bakery");
        await BeatAsync();
        var decision = await CreditAsync(accounts.Small);
        Expect(decision.Next == NextStep.Proceed, "allowed at once");
        if (decision.DecisionId is not { } id || decision.Next != NextStep.Proceed)
            return;
        var settled = await keys.Agent.Decisions.OutcomeAsync(id, new OutcomeBody { State = DecisionState.Executed, Amounts = [40], Currency = "EUR" }, call.Cancellation).NeedAsync("Reporting the outcome");
        Expect(settled.State == DecisionState.Executed, "the agent reports 40 EUR as granted");
    }

    private async Task GlobalNeedsApprovalAsync()
    {
        Title("The same for the global account in its renewal window");
        await BeatAsync();
        var decision = await CreditAsync(accounts.Global);
        Expect(decision is { Verdict: VerdictKind.RequireApproval, State: DecisionState.Pending }, "it needs approval, and the draft waits");
        if (decision.DecisionId is not { } id || decision.State != DecisionState.Pending)
            return;

        var waiting = keys.Agent.Decisions.ReadAsync(id, 30, null, call.Cancellation);
        var item = (await keys.Lead.Reviews.ListAsync(new ReviewListQuery { Kind = "approval", Account = accounts.Global }, call.Cancellation).NeedAsync("Listing reviews")).Items.Single(one => one.DecisionId == id);
        var taken = await keys.Lead.Reviews.ClaimAsync(item.Id, call.Cancellation).NeedAsync("Claiming");
        call.Line();
        call.Line("demo-lead takes it and sees:");
        ReviewTables.Write(call, taken);
        var began = Stopwatch.GetTimestamp();
        await keys.Lead.Reviews.DecideAsync(
            item.Id,
            new ReviewBody
            {
                Verb = "edit",
                Edit = "amount",
                Goals = "serves",
                Reason = "half the outage was theirs",
                Approved = [.. taken.Decision.Asked.Select(act => ActionBody.Of(act) with { Amount = 25 })],
            },
            call.Cancellation).NeedAsync("Editing");
        var learned = await waiting.NeedAsync("Waiting for the approval");
        call.Line();
        call.Line("demo-lead makes it 25 EUR and approves; the agent, who was waiting, learns:");
        DecisionTables.Write(call, learned);
        Expect(learned.State == DecisionState.ApprovedEdited && learned.ApprovedActions is [{ Amount: 25 }], FormattableString.Invariant($"25 EUR and nothing else; known {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms after the approval was sent"));
        await UseAsync(id);
    }

    private async Task UseAsync(string id)
    {
        await BeatAsync();
        var permit = await keys.Agent.Decisions.PermitAsync(id, null, call.Cancellation).NeedAsync("Taking the permit");
        Expect(permit is { State: DecisionState.Permitted, Next: NextStep.Proceed }, $"the verdict was derived again, nothing had grown worse: permitted until {TableText.Of(permit.ExpiresAt)}");
        if (permit.State != DecisionState.Permitted)
        {
            DecisionTables.Write(call, permit);
            return;
        }

        var done = await keys.Agent.Decisions.OutcomeAsync(id, new OutcomeBody { State = DecisionState.Executed, Amounts = [25], Currency = "EUR" }, call.Cancellation).NeedAsync("Reporting the outcome");
        Expect(done.State == DecisionState.Executed, "the agent does exactly that and reports it");
        var replay = await call.Client.Decisions.ReplayAsync(id, call.Cancellation).NeedAsync("Replaying");
        Expect(replay.IsSame, "the verdict, derived again from the record, is the same byte for byte");
    }

    private async Task SilentFeedAsync()
    {
        Title("The billing feed falls silent, all others go on");
        var playbook = await DemoPlaybook.ApplyAsync(call);
        try
        {
            call.Line(playbook is not null
                ? $"   for this step the playbook in force says freshness.late_after_seconds: {{ billing: {DemoPlaybook.Seconds} }}; what was in force comes back after it"
                : $"   the playbook in force has rules of its own about old facts, so the agent itself says that it takes billing facts of at most {FreshSeconds} s");
            await AskInSilenceAsync(playbook is not null);
        }
        finally
        {
            if (playbook is not null)
                await playbook.TakeBackAsync();
        }

        Expect(await UntilAsync(async () => await BeatThenAsync(accounts.Small) && await IsAllowedAgainAsync()), "billing speaks again, and the same request would be allowed again");
    }

    /// <summary>Silos follow a playbook within a second, and a feed as soon.</summary>
    private async Task<bool> IsAllowedAgainAsync() => (await keys.Agent.Decisions.DecideAsync(accounts.Small, Credit() with { DryRun = true }, call.Cancellation)).Value is { Next: NextStep.Proceed };

    private async Task AskInSilenceAsync(bool isByPlaybook)
    {
        var most = isByPlaybook ? DemoPlaybook.Seconds : FreshSeconds;
        AccountFeedView? billing = null;
        await UntilAsync(async () =>
        {
            await BeatAsync("billing");
            var view = await call.Client.Accounts.ContextAsync(accounts.Small, cancellationToken: call.Cancellation).NeedAsync("Reading the account");
            billing = view.Feeds.FirstOrDefault(feed => feed.Family == "billing");
            return billing is { AgeSeconds: { } age } && age > most;
        });
        Expect(billing?.AgeSeconds > most, $"nothing came from billing for {billing?.AgeSeconds} s (on a service with a real billing feed this step does not work: there it speaks)");
        var decision = await CreditAsync(accounts.Small, isByPlaybook ? null : FreshSeconds);
        var reasons = decision.Actions.SelectMany(action => action.Reasons).ToArray();
        Expect(decision.Verdict == VerdictKind.RequireApproval && reasons.Any(reason => reason is { Layer: "freshness", Rule: "billing" }), "the same request for the bakery now needs approval, and the layer says why");
        Expect(decision.Actions.Any(action => action.WouldAllowIf is { ByAgent.Length: > 0 } or { ByPeople.Length: > 0 }), "and what would change it");
    }

    private DecisionBody Credit(int? staleness = null) => Request("grant_credit", "service_credit", 40, "We are sorry for the outage and have credited 40 EUR.", staleness);

    private async Task<DecisionView> CreditAsync(string account, int? staleness = null)
    {
        var decision = await keys.Agent.Decisions.DecideAsync(account, Credit(staleness), call.Cancellation).NeedAsync("Asking");
        DecisionTables.Write(call, decision);
        return decision;
    }

    /// <summary>Every feed says that it lives, but those left out.</summary>
    public Task BeatAsync(params string[] but) =>
        call.Client.Signals.PostAsync(DemoAccounts.Heartbeats(call.Terminal.Clock.GetUtcNow(), but), call.Cancellation).NeedAsync("Sending heartbeats");

    private async Task<bool> BeatThenAsync(string account)
    {
        await BeatAsync();
        return await IsHealthyAsync(account);
    }

    private async Task<bool> IsHealthyAsync(string account) =>
        (await call.Client.Accounts.ContextAsync(account, cancellationToken: call.Cancellation)).Value is { Health.Band: HealthBand.Healthy } view
        && view.Feeds.Where(feed => feed.Family is "billing" or "contract" or "support").All(feed => feed is { State: FeedState.Live, AgeSeconds: < FreshSeconds });
}
