using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.State;
using static AccountTwins.Tests.Grains.Decisions.SessionBench;
using AiContact = AccountTwins.Domain.Signals.AiContact;

namespace AccountTwins.Tests.Grains.Decisions;

/// <summary>What people decide before an act, and what an agent may then do.</summary>
public sealed class PeopleFacts
{
    private readonly SessionBench _bench = new();

    [Fact]
    public async Task Two_people_approve_what_takes_two_and_neither_is_who_asked()
    {
        var (session, id) = await PendingAsync(80);
        async Task<DecisionReply> By(string person, string role) => await session.ReviewAsync(Review(id, person, role, "accept"), default);

        Assert.Equal("own_request", (await By("KIM@vendor", "lead")).Refusal);
        Assert.Equal("role_insufficient", (await By("ana", "csm")).Refusal);
        var once = (await By("ana", "lead")).View!;
        Assert.Equal((DecisionState.Pending, NextStep.Wait, 1), (once.State, once.Next, once.Approval!.Given));
        Assert.Equal("already_approved", (await By("Ana", "lead")).Refusal);
        Assert.Equal(DecisionState.Approved, (await By("bo", "executive")).View!.State);
        Assert.Equal("not_pending", (await By("cy", "executive")).Refusal);
        Assert.Equal((ReviewState.Done, "ana\nbo"), (_bench.Ledger.Items[id].State, _bench.Ledger.Items[id].DecidedBy));
    }

    [Fact]
    public async Task An_edit_permits_what_it_left_and_nothing_else()
    {
        var (session, id) = await PendingAsync(80);
        var asked = (await session.ReadAsync(id, default)).View!;
        var edited = (await session.ReviewAsync(Review(id, "ana", "csm", "edit", Act("refund", 30)), default)).View!;
        var used = (await session.UseAsync(id, "agent-1", null, default)).View!;

        Assert.Equal((DecisionState.ApprovedEdited, DecisionState.Permitted), (edited.State, used.State));
        Assert.Equal(30, used.ApprovedActions!.Single().Amount);
        Assert.NotEqual(asked.ActionsHash, used.ActionsHash);
        Assert.Equal(30, used.Actions.Single().Obligations.Single(owed => owed.Kind == "cap_amount").Max);
        Assert.True(used.ExpiresAt <= _bench.Clock.GetUtcNow().AddSeconds(60));
        Assert.Equal("outcome_conflict", (await session.OutcomeAsync(Outcome((await PendingAsync(20, "k2", session)).Id, DecisionState.NotExecuted), default)).Refusal);
    }

    [Fact]
    public async Task An_account_that_grew_worse_voids_the_approval_until_people_approve_that_too()
    {
        var (session, twin) = _bench.Activate();
        await twin.AcceptAsync(_bench.Says(AiContact.Allowed));
        var id = (await PendingAsync(20, "k", session)).Id;
        await session.ReviewAsync(Review(id, "ana", "csm", "accept"), default);
        await twin.AcceptAsync(_bench.Says(AiContact.None));

        var used = (await session.UseAsync(id, "agent-1", null, default)).View!;
        Assert.Equal((DecisionState.Pending, ReviewState.Open, ""), (used.State, _bench.Ledger.Items[id].State, _bench.Ledger.Items[id].DecidedBy));
        Assert.NotEmpty(used.Tighter);
        Assert.Equal(used.Tighter, (await _bench.Activate().Session.ReadAsync(id, default)).View!.Tighter);

        await session.ReviewAsync(Review(id, "ana", "csm", "accept"), default);
        Assert.Equal(DecisionState.Permitted, (await session.UseAsync(id, "agent-1", null, default)).View!.State);
        LedgerOracle.Check(_bench.Chain, _bench.Policies);
    }

    [Fact]
    public async Task An_account_that_grew_better_keeps_its_approval_and_using_it_twice_is_using_it_once()
    {
        var (session, twin) = _bench.Activate();
        await twin.AcceptAsync(_bench.Says(AiContact.None));
        var id = (await PendingAsync(20, "k", session)).Id;
        await session.ReviewAsync(Review(id, "ana", "csm", "accept"), default);
        await twin.AcceptAsync(_bench.Says(AiContact.Allowed));

        var uses = await Task.WhenAll(session.UseAsync(id, "agent-1", null, default), session.UseAsync(id, "agent-1", null, default));
        Assert.All(uses, use => Assert.Equal((DecisionState.Permitted, NextStep.Proceed), (use.View!.State, use.View.Next)));
        Assert.Equal(3, _bench.Chain.Count);
    }

    [Fact]
    public async Task Nobody_uses_what_waited_too_long()
    {
        var (session, id) = await PendingAsync(20);
        var (_, other) = await PendingAsync(20, "k2", session);
        await session.ReviewAsync(Review(id, "ana", "csm", "accept"), default);
        _bench.Clock.Advance(TimeSpan.FromMinutes(FakePolicies.Plain.Reviews.ApprovalMinutes));

        Assert.Equal((DecisionState.Expired, NextStep.Stop), ((await session.UseAsync(id, "agent-1", null, default)).View!.State, (await session.UseAsync(id, "agent-1", null, default)).View!.Next));
        Assert.Equal("not_pending", (await session.ReviewAsync(Review(other, "ana", "csm", "accept"), default)).Refusal);
        for (var number = 0; number < 70; number++)
        {
            var (_, again) = await PendingAsync(20, $"again-{number}", session);
            await session.ReviewAsync(Review(again, "ana", "csm", "reject"), default);
        }

        Assert.Equal(DecisionState.Expired, (await _bench.Activate().Session.ReadAsync(id, default)).View!.State);
    }

    [Fact]
    public async Task Nobody_is_told_of_a_review_that_may_yet_not_have_been()
    {
        var (session, id) = await PendingAsync(20);
        var answer = new TaskCompletionSource();
        _bench.Ledger.Around = async _ =>
        {
            await answer.Task;
            return AppendResult.Conflict;
        };
        var review = session.ReviewAsync(Review(id, "ana", "csm", "accept"), default);
        var read = session.ReadAsync(id, default);
        Assert.False(read.IsCompleted);
        answer.SetResult();

        Assert.Equal((TwinStanding.Superseded, TwinStanding.Superseded), ((await review).Standing, (await read).Standing));
        Assert.Equal(DecisionState.Pending, (await session.ReadAsync(id, default)).View!.State);
        Assert.Equal(ReviewState.Open, _bench.Ledger.Items[id].State);
    }

    [Fact]
    public async Task Who_waits_hears_of_the_review_at_once_and_of_the_expiry_in_time()
    {
        var (session, id) = await PendingAsync(20);
        var (_, late) = await PendingAsync(20, "k2", session);
        var waits = session.WaitAsync(id, null, TimeSpan.FromSeconds(30), default);
        var waitsLate = session.WaitAsync(late, null, TimeSpan.FromDays(2), default);
        await session.ReviewAsync(Review(id, "ana", "csm", "reject"), default);
        Assert.Equal(DecisionState.Rejected, (await waits.WaitAsync(TimeSpan.FromSeconds(10))).View!.State);

        _bench.Clock.Advance(TimeSpan.FromMinutes(2 * FakePolicies.Plain.Reviews.DueMinutes));
        Assert.Equal(DecisionState.Expired, (await waitsLate.WaitAsync(TimeSpan.FromSeconds(10))).View!.State);
        Assert.Equal(0, _bench.Clock.Waiting);

        using var gone = new CancellationTokenSource();
        var left = session.WaitAsync((await PendingAsync(20, "k3", session)).Id, null, TimeSpan.FromSeconds(30), gone.Token);
        gone.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task An_audit_counts_once_for_each_person()
    {
        var session = await _bench.KnownAsync();
        var id = (await session.DecideAsync(Ask("k", "reply"), default)).View!.DecisionId!;
        Assert.Equal(ReviewKind.Audit, _bench.Ledger.Items[id].Kind);
        var before = _bench.Chain.Count;
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => session.ReviewAsync(Review(id, "ana", "csm", "accept"), default)));
        await _bench.Activate().Session.ReviewAsync(Review(id, "ana", "csm", "accept") with { IsSecond = true }, default);

        Assert.Equal(before + 1, _bench.Chain.Count);
        Assert.Equal(ReviewState.Done, _bench.Ledger.Items[id].State);
    }

    [Fact]
    public async Task What_a_person_picks_is_recorded_once_and_handed_to_learning_as_picked()
    {
        var session = await _bench.KnownAsync();
        var id = (await session.DecideAsync(Ask("k", "reply"), default)).View!.DecisionId!;
        var picked = Review(id, "ana", "csm", "reject") with { IsDirected = true, Severity = "severe", Reason = "wrong" };
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => session.ReviewAsync(picked, default)));
        await _bench.Activate().Session.ReviewAsync(picked, default);

        var item = Assert.Single(_bench.Ledger.Items.Values, item => item.Kind == ReviewKind.Directed);
        Assert.Equal(($"{id}:d2", ReviewState.Done, "ana", "2"), (item.Id, item.State, item.DecidedBy, item.Reviewed));
        Assert.Equal(ReviewState.Open, _bench.Ledger.Items[id].State);
        Assert.Equal(2, _bench.Chain.Count);
        await session.ReviewAsync(Review(id, "ana", "csm", "accept"), default);
        Assert.Equal((ReviewState.Done, 3), (_bench.Ledger.Items[id].State, _bench.Chain.Count));

        var (_, waits) = await PendingAsync(20, "k2", session);
        Assert.Equal("review_waits", (await session.ReviewAsync(Review(waits, "ana", "csm", "reject") with { IsDirected = true }, default)).Refusal);
        await session.ReviewAsync(Review(waits, "ana", "csm", "accept"), default);
        Assert.NotNull((await session.ReviewAsync(Review(waits, "bo", "csm", "reject") with { IsDirected = true }, default)).View);
    }

    [Fact]
    public async Task A_ceiling_holds_at_once_and_a_wider_cell_takes_two()
    {
        var session = await _bench.KnownAsync();
        var until = _bench.Clock.GetUtcNow().AddDays(20);
        OverrideAsk Wish(string step, Latitude latitude, string by) => new() { Step = step, Latitude = latitude, Reason = "why", By = by, ExpiresAt = until };
        async Task<string?> Refusal(OverrideAsk ask) => (await session.OverrideAsync(ask, default)).Refusal;

        Assert.Null(await Refusal(Wish("tighten", Latitude.Diagnostic, "ana")));
        Assert.Equal(VerdictKind.RequireApproval, (await session.DecideAsync(Ask("a", "reply"), default)).View!.Verdict);
        Assert.Equal("bad_override", await Refusal(Wish("tighten", Latitude.Full, "bo")));
        Assert.Null(await Refusal(Wish("lift_tightening", Latitude.Unspecified, "ana")));
        Assert.Null(await Refusal(Wish("lift_tightening", Latitude.Unspecified, "Ana")));
        Assert.Equal(VerdictKind.RequireApproval, (await session.DecideAsync(Ask("a2", "reply"), default)).View!.Verdict);
        Assert.Null(await Refusal(Wish("lift_tightening", Latitude.Unspecified, "bo")));
        Assert.True((await session.DecideAsync(Ask("b", "reply"), default)).View!.Verdict <= VerdictKind.AllowWithObligations);

        _bench.Policies.Use(FakePolicies.Plain with { Hash = "tight", Matrix = Support.Decisions.TestPlaybook.Matrix((_, _) => AccountTwins.Domain.Latitudes.Latitude.Diagnostic) });
        Assert.Null(await Refusal(Wish("loosen", Latitude.Full, "ana")));
        Assert.Null(await Refusal(Wish("loosen", Latitude.Full, "Ana")));
        Assert.Equal(VerdictKind.RequireApproval, (await session.DecideAsync(Ask("c", "reply"), default)).View!.Verdict);
        Assert.Null(await Refusal(Wish("loosen", Latitude.Full, "bo")));
        Assert.True((await session.DecideAsync(Ask("d", "reply"), default)).View!.Verdict <= VerdictKind.AllowWithObligations);
        Assert.Equal("bad_override", await Refusal(Wish("loosen", Latitude.Full, "cy") with { ExpiresAt = until.AddDays(11) }));
        LedgerOracle.Check(_bench.Chain, _bench.Policies);
    }

    [Fact]
    public async Task A_lower_ceiling_ends_no_earlier_than_the_one_it_replaces_and_takes_back_what_was_proposed()
    {
        var session = await _bench.KnownAsync();
        var (hour, month) = (_bench.Clock.GetUtcNow().AddHours(1), _bench.Clock.GetUtcNow().AddDays(30));
        async Task<OverrideView> Wish(string step, Latitude latitude, string by, DateTimeOffset? until) =>
            (await session.OverrideAsync(new OverrideAsk { Step = step, Latitude = latitude, Reason = "why", By = by, ExpiresAt = until }, default)).View!;

        await Wish("tighten", Latitude.Diagnostic, "ana", month);
        Assert.Equal("tightening_lift_proposed", (await Wish("lift_tightening", Latitude.Unspecified, "ana", null)).Step);
        Assert.Equal(month, (await Wish("tighten", Latitude.Suspended, "bo", hour)).ExpiresAt);

        Assert.Equal("tightening_lift_proposed", (await Wish("lift_tightening", Latitude.Unspecified, "bo", null)).Step);
        Assert.Equal(["bo", "ana"], (await Wish("lift_tightening", Latitude.Unspecified, "ana", null)).By);
        LedgerOracle.Check(_bench.Chain, _bench.Policies);
    }

    [Fact]
    public async Task Readers_see_a_ceiling_that_people_set_and_no_verdict_gives_more()
    {
        var (session, twin) = _bench.Activate();
        await twin.AcceptAsync(_bench.Says(AiContact.Allowed));
        await session.KnowAsync();
        AccountAutonomyView Shown() => new KeptView(new KeptViews()).Of(twin.Current, AccountTwins.Domain.Health.FeedStates.AllLive, _bench.Clock.GetUtcNow(), session).Latitude!;
        var before = session.Standing();
        Assert.Equal(Latitude.Full, Shown().Effective);

        await session.OverrideAsync(new OverrideAsk { Step = "tighten", Latitude = Latitude.Diagnostic, Reason = "why", By = "ana", ExpiresAt = _bench.Clock.GetUtcNow().AddDays(1) }, default);

        Assert.NotEqual(before, session.Standing());
        Assert.Equal((Latitude.Diagnostic, "at_most"), (Shown().Effective, Shown().SetBy.Single().Rule));
        Assert.Equal(Latitude.Diagnostic, (await session.DecideAsync(Ask("k", "reply") with { DryRun = true }, default)).View!.Actions.Single().Latitude.Effective);
        _bench.Policies.Policy = _bench.Policies.Policy with { KillSwitches = [new AccountTwins.Grains.Policies.KillSwitch("tenant", null, null)] };
        Assert.Equal((Latitude.Suspended, "tenant"), (Shown().Effective, Shown().SetBy.Single().Rule));
    }

    [Fact]
    public async Task Readers_see_the_scenarios_of_the_last_decisions_after_a_restart_too()
    {
        var session = await _bench.KnownAsync();
        await session.DecideAsync(Ask("a", "reply"), default);
        await session.DecideAsync(Ask("b", "grant_credit") with { DryRun = true }, default);
        await session.DecideAsync(Ask("c", "refund", 20), default);

        var (again, twin) = _bench.Activate();
        await again.KnowAsync();
        var view = new KeptView(new KeptViews()).Of(twin.Current, AccountTwins.Domain.Health.FeedStates.AllLive, _bench.Clock.GetUtcNow(), again);
        Assert.Equal(["refund", "reply"], view.LateScenarios.Select(scenario => scenario[..scenario.IndexOf('~')]));
    }

    [Fact]
    public async Task A_request_of_several_steps_waits_under_the_scenario_of_the_step_that_set_the_answer()
    {
        var session = await _bench.KnownAsync();
        async Task<string> ScenarioAsync(string key, params ActionAsk[] steps) =>
            _bench.Ledger.Items[(await session.DecideAsync(Ask(key, "reply") with { Actions = steps }, default)).View!.DecisionId!].Scenario;

        Assert.StartsWith("refund~", await ScenarioAsync("a", Act("reply"), Act("refund", 20)));
        Assert.StartsWith("refund~", await ScenarioAsync("b", Act("refund", 20), Act("grant_credit", 500)));
        Assert.StartsWith("reply~", await ScenarioAsync("c", Act("reply"), Act("grant_credit", 1)));
    }

    [Fact]
    public async Task Nobody_but_who_asked_uses_an_approval()
    {
        var (session, id) = await PendingAsync(20);
        await session.ReviewAsync(Review(id, "ana", "csm", "accept"), default);
        var before = _bench.Chain.Count;

        Assert.Equal("other_agent", (await session.UseAsync(id, "agent-2", null, default)).Refusal);
        Assert.Equal((before, DecisionState.Approved), (_bench.Chain.Count, (await session.ReadAsync(id, default)).View!.State));
        Assert.Equal(DecisionState.Permitted, (await session.UseAsync(id, "agent-1", null, default)).View!.State);
    }

    private async Task<(DecisionSession Session, string Id)> PendingAsync(decimal amount, string key = "k", DecisionSession? known = null)
    {
        var session = known ?? await _bench.KnownAsync();
        var view = (await session.DecideAsync(Ask(key, "refund", amount, onBehalfOf: "kim@vendor"), default)).View!;
        Assert.Equal((VerdictKind.RequireApproval, DecisionState.Pending, NextStep.Wait), (view.Verdict, view.State, view.Next));
        Assert.Equal(ReviewState.Open, _bench.Ledger.Items[view.DecisionId!].State);
        return (session, view.DecisionId!);
    }
}
