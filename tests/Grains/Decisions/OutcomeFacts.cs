using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;
using static AccountTwins.Tests.Grains.Decisions.SessionBench;
using Book = AccountTwins.Domain.Decisions.Book.DecisionBook;
using NextStep = AccountTwins.Grains.Interfaces.Contracts.NextStep;
using VerdictKind = AccountTwins.Grains.Interfaces.Contracts.VerdictKind;

namespace AccountTwins.Tests.Grains.Decisions;

/// <summary>What became of acts, and what their budgets have left then; and deriving a verdict again.</summary>
public sealed class OutcomeFacts
{
    private readonly SessionBench _bench = new();

    [Theory]
    [InlineData(DecisionState.Executed, null, 0)]
    [InlineData(DecisionState.Executed, 70.0, 30)]
    [InlineData(DecisionState.Partly, 25.0, 75)]
    [InlineData(DecisionState.Failed, null, 100)]
    [InlineData(DecisionState.NotExecuted, null, 100)]
    public async Task An_outcome_settles_what_was_reserved(DecisionState state, double? amount, int left)
    {
        var session = await _bench.KnownAsync();
        var id = (await session.DecideAsync(Ask("k", "grant_credit", 100), default)).View!.DecisionId!;
        var report = Outcome(id, state, amount is { } spent ? [(decimal)spent] : []);
        var views = await Task.WhenAll(session.OutcomeAsync(report, default), session.OutcomeAsync(report, default));

        Assert.All(views, reply => Assert.Equal(state, reply.View!.State));
        Assert.Equal(2, _bench.Chain.Count);
        Assert.Equal(VerdictKind.RequireApproval, (await session.DecideAsync(Ask("over", "grant_credit", left + 0.01m) with { DryRun = true }, default)).View!.Verdict);
        if (left > 0)
            Assert.Equal(DecisionState.Permitted, (await session.DecideAsync(Ask("rest", "grant_credit", left), default)).View!.State);
        var other = state == DecisionState.Executed ? DecisionState.NotExecuted : DecisionState.Executed;
        Assert.Equal("outcome_conflict", (await session.OutcomeAsync(Outcome(id, other), default)).Refusal);
        LedgerOracle.Check(_bench.Chain, _bench.Policies);
    }

    [Fact]
    public async Task An_outcome_is_told_by_the_agent_that_asked_or_a_person_and_by_no_other_agent()
    {
        var session = await _bench.KnownAsync();
        var id = (await session.DecideAsync(Ask("k", "grant_credit", 100), default)).View!.DecisionId!;
        var report = Outcome(id, DecisionState.NotExecuted) with { By = "agent-2" };

        Assert.Equal("other_agent", (await session.OutcomeAsync(report, default)).Refusal);
        Assert.Equal(DecisionState.Permitted, (await session.ReadAsync(id, default)).View!.State);
        Assert.Single(_bench.Chain);
        Assert.Equal(DecisionState.NotExecuted, (await session.OutcomeAsync(report with { By = "ana", IsPersons = true }, default)).View!.State);
        Assert.Equal("other_agent", (await session.OutcomeAsync(report, default)).Refusal);
    }

    [Fact]
    public async Task What_is_unconfirmed_stays_spent_until_a_late_outcome_says_otherwise()
    {
        var session = await _bench.KnownAsync();
        var id = (await session.DecideAsync(Ask("k", "grant_credit", 100), default)).View!.DecisionId!;
        _bench.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal((DecisionState.Unconfirmed, NextStep.Stop), ((await session.ReadAsync(id, default)).View!.State, (await session.ReadAsync(id, default)).View!.Next));
        Assert.Equal(VerdictKind.RequireApproval, (await session.DecideAsync(Ask("k2", "grant_credit", 1) with { DryRun = true }, default)).View!.Verdict);

        Assert.Equal(DecisionState.NotExecuted, (await session.OutcomeAsync(Outcome(id, DecisionState.NotExecuted), default)).View!.State);
        Assert.Equal(DecisionState.Permitted, (await session.DecideAsync(Ask("k3", "grant_credit", 100), default)).View!.State);
    }

    [Fact]
    public async Task Where_the_playbook_only_watches_the_agent_goes_on_and_its_outcome_is_kept_once()
    {
        _bench.Policies.Use(FakePolicies.Plain with { Hash = "watch", Mode = PlaybookMode.Observe });
        var session = await _bench.KnownAsync();
        var view = (await session.DecideAsync(Ask("k", "refund", 80), default)).View!;
        Assert.Equal((VerdictKind.RequireApproval, NextStep.Proceed, false, DecisionState.Closed), (view.Verdict, view.Next, view.Enforced, view.State));
        Assert.Empty(_bench.Ledger.Items);

        var report = Outcome(view.DecisionId!, DecisionState.Executed, 80);
        await Task.WhenAll(session.OutcomeAsync(report, default), session.OutcomeAsync(report, default));
        await _bench.Activate().Session.OutcomeAsync(report, default);
        Assert.Equal(2, _bench.Chain.Count);
    }

    [Theory]
    [InlineData(DecisionState.Executed, null, 20)]
    [InlineData(DecisionState.Partly, 30.0, 70)]
    [InlineData(DecisionState.Failed, null, 100)]
    [InlineData(DecisionState.NotExecuted, null, 100)]
    public async Task What_was_done_while_the_playbook_only_watched_is_spent_when_it_binds(DecisionState state, double? amount, int left)
    {
        var watching = FakePolicies.Plain with { Hash = "watch", Mode = PlaybookMode.Observe, Matrix = Support.Decisions.TestPlaybook.Matrix((_, _) => AccountTwins.Domain.Latitudes.Latitude.Diagnostic) };
        _bench.Policies.Use(watching);
        var session = await _bench.KnownAsync();
        var ask = Ask("k", "grant_credit", 80, conversation: "c") with { Actions = [Act("grant_credit", 80), Act("unheard_of")] };
        var view = (await session.DecideAsync(ask, default)).View!;
        Assert.Equal((false, DecisionState.Closed), (view.Enforced, view.State));
        var report = Outcome(view.DecisionId!, state, amount is { } spent ? [(decimal)spent, 0] : []);
        await Task.WhenAll(session.OutcomeAsync(report, default), session.OutcomeAsync(report, default));

        _bench.Policies.Use(FakePolicies.Plain);
        foreach (var activation in new[] { session, _bench.Activate().Session })
        {
            Assert.Equal(VerdictKind.RequireApproval, (await activation.DecideAsync(Ask("over", "grant_credit", left + 0.01m) with { DryRun = true }, default)).View!.Verdict);
            Assert.True((await activation.DecideAsync(Ask("rest", "grant_credit", left) with { DryRun = true }, default)).View!.Verdict <= VerdictKind.AllowWithObligations);
        }
    }

    [Theory]
    [InlineData("pending", NextStep.Stop)]
    [InlineData("approved", NextStep.Stop)]
    [InlineData("rejected", NextStep.Stop)]
    [InlineData("expired", NextStep.Stop)]
    [InlineData("escalated", NextStep.HandOver)]
    [InlineData("denied", NextStep.Stop)]
    public async Task What_is_done_without_leave_is_taken_counted_and_shown(string standing, NextStep next)
    {
        var session = await _bench.KnownAsync();
        var id = await WithoutLeaveAsync(session, standing);
        var report = Outcome(id, DecisionState.Executed, 60);
        Assert.Equal("outcome_conflict", (await session.OutcomeAsync(Outcome(id, DecisionState.NotExecuted), default)).Refusal);
        Assert.Equal("outcome_conflict", (await session.OutcomeAsync(Outcome(id, DecisionState.Failed), default)).Refusal);

        var told = (await Task.WhenAll(session.OutcomeAsync(report, default), session.OutcomeAsync(report, default)))[0].View!;
        var count = _bench.Chain.Count;
        Assert.Equal((DecisionState.Executed, next, NextSteps.WithoutLeave), (told.State, told.Next, told.Code));
        Assert.Equal((ReviewKind.Audit, ReviewState.Open), (_bench.Ledger.Items[id].Kind, _bench.Ledger.Items[id].State));
        foreach (var activation in new[] { session, _bench.Activate().Session })
        {
            Assert.Equal((DecisionState.Executed, NextSteps.WithoutLeave), (await activation.OutcomeAsync(report, default)).View is { } again ? (again.State, again.Code) : default);
            Assert.Equal("outcome_conflict", (await activation.OutcomeAsync(Outcome(id, DecisionState.Partly, 1), default)).Refusal);
            Assert.Equal(VerdictKind.RequireApproval, (await activation.DecideAsync(Ask("over", "grant_credit", 40.01m) with { DryRun = true }, default)).View!.Verdict);
            Assert.True((await activation.DecideAsync(Ask("rest", "grant_credit", 40) with { DryRun = true }, default)).View!.Verdict <= VerdictKind.AllowWithObligations);
        }

        Assert.Equal(count, _bench.Chain.Count);
        LedgerOracle.Check(_bench.Chain, _bench.Policies);
    }

    [Theory]
    [InlineData("approved")]
    [InlineData("rejected")]
    [InlineData("escalated")]
    public async Task What_was_done_without_leave_is_known_when_the_book_has_forgotten_it_and_people_judge_it(string standing)
    {
        var session = await _bench.KnownAsync();
        var id = await WithoutLeaveAsync(session, standing);
        await session.OutcomeAsync(Outcome(id, DecisionState.Partly, 60), default);
        for (var each = 0; each <= Book.SettledMax; each++)
        {
            var reply = (await session.DecideAsync(Ask($"k{each}", "reply"), default)).View!;
            await session.OutcomeAsync(Outcome(reply.DecisionId!, DecisionState.Executed), default);
        }

        var later = (await session.ReadAsync(id, default)).View!;
        Assert.Equal((DecisionState.Partly, NextSteps.WithoutLeave), (later.State, later.Code));
        Assert.Equal("outcome_conflict", (await session.OutcomeAsync(Outcome(id, DecisionState.Executed), default)).Refusal);
        Assert.Equal(DecisionState.Partly, (await session.ReviewAsync(Review(id, "ana", "csm", "reject"), default)).View!.State);
        Assert.Equal(ReviewState.Done, _bench.Ledger.Items[id].State);
    }

    [Fact]
    public async Task What_failed_without_leave_counts_with_what_it_took()
    {
        var session = await _bench.KnownAsync();
        var id = await WithoutLeaveAsync(session, "pending");

        Assert.Equal(DecisionState.Failed, (await session.OutcomeAsync(Outcome(id, DecisionState.Failed, 30), default)).View!.State);
        Assert.Equal(VerdictKind.RequireApproval, (await session.DecideAsync(Ask("over", "grant_credit", 70.01m) with { DryRun = true }, default)).View!.Verdict);
    }

    [Fact]
    public async Task An_outcome_in_a_currency_without_a_rate_is_refused_and_nothing_is_lost()
    {
        var session = await _bench.KnownAsync();
        var id = (await session.DecideAsync(Ask("k", "grant_credit", 40), default)).View!.DecisionId!;

        Assert.Equal("no_rate", (await session.OutcomeAsync(Outcome(id, DecisionState.Executed, 90) with { Currency = "XYZ" }, default)).Refusal);
        Assert.Single(_bench.Chain);
        Assert.Equal(DecisionState.Permitted, (await session.ReadAsync(id, default)).View!.State);
        Assert.Equal(DecisionState.Executed, (await session.OutcomeAsync(Outcome(id, DecisionState.Executed, 100) with { Currency = "USD" }, default)).View!.State);
        Assert.Equal(VerdictKind.RequireApproval, (await session.DecideAsync(Ask("over", "grant_credit", 10.01m) with { DryRun = true }, default)).View!.Verdict);
        Assert.True((await session.DecideAsync(Ask("rest", "grant_credit", 10) with { DryRun = true }, default)).View!.Verdict <= VerdictKind.AllowWithObligations);
    }

    [Fact]
    public async Task A_rate_that_came_after_the_decision_prices_its_outcome_and_nothing_needs_none()
    {
        var session = await _bench.KnownAsync();
        var id = (await session.DecideAsync(Ask("k", "grant_credit", 40), default)).View!.DecisionId!;
        var none = (await session.DecideAsync(Ask("k2", "grant_credit", 40), default)).View!.DecisionId!;
        _bench.Policies.Use(FakePolicies.Plain with { Hash = "rated", Money = new CurrencyRates("EUR", [new CurrencyRate("CHF", 1, new DateOnly(2026, 1, 1))]) });

        Assert.Equal(DecisionState.Executed, (await session.OutcomeAsync(Outcome(id, DecisionState.Executed, 50) with { Currency = "CHF" }, default)).View!.State);
        Assert.Equal(DecisionState.Failed, (await session.OutcomeAsync(Outcome(none, DecisionState.Failed, 0) with { Currency = "XYZ" }, default)).View!.State);
    }

    [Fact]
    public async Task A_state_that_is_no_outcome_is_not_taken()
    {
        var session = await _bench.KnownAsync();
        var id = (await session.DecideAsync(Ask("k", "grant_credit", 100), default)).View!.DecisionId!;

        await Assert.ThrowsAsync<ArgumentException>(() => session.OutcomeAsync(Outcome(id, DecisionState.Approved), default));
        await Assert.ThrowsAsync<ArgumentException>(() => session.OutcomeAsync(Outcome(id, DecisionState.Executed, -500), default));
    }

    [Fact]
    public async Task Steps_of_one_request_share_one_budget()
    {
        var session = await _bench.KnownAsync();
        var two = Ask("k", "grant_credit", 60) with { Actions = [Act("grant_credit", 60), Act("grant_credit", 60)] };

        Assert.Equal(VerdictKind.RequireApproval, (await session.DecideAsync(two, default)).View!.Verdict);
    }

    [Fact]
    public async Task A_recorded_verdict_is_derived_again_byte_for_byte()
    {
        var session = await _bench.KnownAsync();
        await session.DecideAsync(Ask("k", "refund", 80), default);
        var entry = _bench.Chain[0];

        Assert.IsType<ReplayResult.Same>(DecisionReplay.Replay(entry, FakePolicies.Plain));
        var stricter = FakePolicies.Plain with { Reviews = FakePolicies.Plain.Reviews with { DueMinutes = 1 } };
        Assert.Equal("verdict.expiresAt", Assert.IsType<ReplayResult.Differs>(DecisionReplay.Replay(entry, stricter)).Path);
        var decision = LedgerJson.Read<AccountTwins.Domain.Decisions.Book.DecisionEntry>(entry.Body);
        var forged = entry with { Body = LedgerJson.Write(decision with { Verdict = decision.Verdict with { Approval = new ApprovalNeed(ApproverRole.Csm, 1) } }) };
        Assert.Equal(new ReplayResult.Differs("verdict.approval.role", "\"csm\"", "\"lead\""), DecisionReplay.Replay(forged, FakePolicies.Plain));
    }

    /// <summary>A credit of 150, above the budget, that nothing permits.</summary>
    private async Task<string> WithoutLeaveAsync(DecisionSession session, string standing)
    {
        var plain = _bench.Policies.Policy;
        if (standing == "escalated")
            _bench.Policies.Policy = plain with { KillSwitches = [new KillSwitch("tenant", null, null)] };
        var view = (await session.DecideAsync(Ask("k", "grant_credit", standing == "denied" ? 1500 : 150), default)).View!;
        _bench.Policies.Policy = plain;
        if (standing is "approved" or "rejected")
            view = (await session.ReviewAsync(Review(view.DecisionId!, "ana", "csm", standing == "approved" ? "accept" : "reject"), default)).View!;
        if (standing == "expired")
        {
            _bench.Clock.Advance(TimeSpan.FromDays(1));
            view = (await session.ReadAsync(view.DecisionId!, default)).View!;
        }

        Assert.Equal(standing switch { "pending" => DecisionState.Pending, "approved" => DecisionState.Approved, "rejected" => DecisionState.Rejected, "expired" => DecisionState.Expired, _ => DecisionState.Closed }, view.State);
        return view.DecisionId!;
    }
}
