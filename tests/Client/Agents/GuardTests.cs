using AccountTwins.Client.Agents;
using AccountTwins.Client.Agents.Outcomes;
using AccountTwins.Client.Agents.Permits;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Client.Agents;

/// <summary>The guard: nothing is done without a permit that holds, and what was done is told.</summary>
public sealed class GuardTests
{
    [Fact]
    public async Task What_is_allowed_is_done_and_reported()
    {
        await using var host = new AgentHost();
        host.Twins.Answers(host.Allowed());
        host.Twins.Outcome = () => ApiResult<DecisionView>.Ok(host.Allowed());

        var done = await host.Client.Guarded(AgentHost.Credit, permit => Task.FromResult(permit.Amount));

        Assert.Equal((true, 40m, OutcomeDelivery.Delivered), (done.Acted, done.Value, done.Report!.Delivery));
        var (decision, outcome) = Assert.Single(host.Twins.Outcomes);
        Assert.Equal(("7-0a1b2c3d@acct-1", DecisionState.Executed, null), (decision, outcome.State, outcome.Amounts));
    }

    /// <summary>Every row of the table, and what the guard does with it.</summary>
    [Theory]
    [InlineData(VerdictKind.RequireApproval, NextStep.Wait, DecisionState.Pending)]
    [InlineData(VerdictKind.RequireApproval, NextStep.Stop, DecisionState.Rejected)]
    [InlineData(VerdictKind.Escalate, NextStep.HandOver, DecisionState.Closed)]
    [InlineData(VerdictKind.Deny, NextStep.Stop, DecisionState.Closed)]
    [InlineData(VerdictKind.Allow, NextStep.Stop, DecisionState.Executed)]
    [InlineData(VerdictKind.AllowWithObligations, NextStep.Stop, DecisionState.Unconfirmed)]
    public async Task What_is_not_allowed_is_not_done(VerdictKind verdict, NextStep next, DecisionState state)
    {
        await using var host = new AgentHost();
        host.Twins.Answers(host.Stands(verdict, next, state));

        var done = await host.Client.Guarded(AgentHost.Credit, MustNotRun);

        Assert.Equal((false, verdict, next, null), (done.Acted, done.Answer.Verdict, done.Answer.Next, done.Report));
        Assert.Empty(host.Twins.Outcomes);
    }

    [Fact]
    public async Task Where_the_playbook_only_watches_the_agent_goes_on_and_reports()
    {
        await using var host = new AgentHost();
        host.Twins.Answers(host.Stands(VerdictKind.Escalate, NextStep.Proceed, DecisionState.Closed, enforced: false) with { ExpiresAt = null });

        var done = await host.Client.Guarded(AgentHost.Credit, permit => Task.FromResult(permit.IsEnforced));

        Assert.Equal((true, false), (done.Acted, done.Value));
        Assert.NotEmpty(host.Twins.Outcomes);
    }

    [Fact]
    public async Task An_approval_is_made_a_permit_and_only_what_was_approved_is_done()
    {
        await using var host = new AgentHost();
        var approved = host.Stands(VerdictKind.RequireApproval, NextStep.Proceed, DecisionState.ApprovedEdited);
        host.Twins.Read = () => ApiResult<DecisionView>.Ok(approved);
        host.Twins.Permit = () => ApiResult<DecisionView>.Ok(host.Allowed() with { ApprovedActions = [new ActionAsk { Type = "grant_credit", Amount = 20, Currency = "EUR" }] });

        var done = await host.Client.Resume(approved.DecisionId!, permit => Task.FromResult(permit.Amount));
        var again = await host.Client.Resume(approved.DecisionId!, MustNotRunOf<decimal?>);

        Assert.Equal((true, 20m), (done.Acted, done.Value));
        Assert.Equal((false, AnswerCodes.AlreadyAsked, NextStep.Stop), (again.Acted, again.Answer.Code, again.Answer.Next));
    }

    [Fact]
    public async Task An_approval_that_became_void_waits_again()
    {
        await using var host = new AgentHost();
        host.Twins.Read = () => ApiResult<DecisionView>.Ok(host.Stands(VerdictKind.RequireApproval, NextStep.Proceed, DecisionState.Approved));
        host.Twins.Permit = () => ApiResult<DecisionView>.Ok(host.Stands(VerdictKind.RequireApproval, NextStep.Wait, DecisionState.Pending));

        var done = await host.Client.Resume("7-0a1b2c3d@acct-1", MustNotRunOf<int>);

        Assert.Equal((false, NextStep.Wait), (done.Acted, done.Answer.Next));
    }

    [Fact]
    public async Task An_act_that_throws_is_reported_as_failed_and_its_exception_goes_on()
    {
        await using var host = new AgentHost();
        host.Twins.Answers(host.Allowed());
        host.Twins.Outcome = () => ApiResult<DecisionView>.Ok(host.Allowed());

        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => host.Client.Guarded(AgentHost.Credit, Task (_) => throw new TimeZoneNotFoundException("kim@acme.example")));

        var (_, outcome) = Assert.Single(host.Twins.Outcomes);
        Assert.Equal((DecisionState.Failed, "TimeZoneNotFoundException"), (outcome.State, outcome.Detail));
    }

    [Fact]
    public async Task A_cap_lowers_the_amount_and_more_cannot_be_reported()
    {
        await using var host = new AgentHost();
        host.Twins.Answers(host.Allowed(new ObligationView { Kind = "cap_amount", Max = 25, Currency = "EUR" }, new ObligationView { Kind = "report_outcome", Within = 3600 }));
        host.Twins.Outcome = () => ApiResult<DecisionView>.Ok(host.Allowed());

        await host.Client.Guarded(AgentHost.Credit, permit =>
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => permit.Spent(25.01m));
            return Task.FromResult(permit.Amount);
        });

        var outcome = Assert.Single(host.Twins.Outcomes).Outcome;
        Assert.Equal((25m, "EUR"), (outcome.Amounts!.Single(), outcome.Currency));
    }

    [Fact]
    public async Task What_the_code_keeps_is_declared_and_shown_to_it()
    {
        await using var host = new AgentHost();
        host.Twins.Answers(host.Allowed(
            new ObligationView { Kind = "disclose_ai" }, new ObligationView { Kind = "use_template", Template = "sorry-1" }, new ObligationView { Kind = "copy", Role = "csm" },
            new ObligationView { Kind = "no_new_commitment" }, new ObligationView { Kind = "no_billing_fact" }));
        var keeping = AgentHost.Credit with { Keeps = ["disclose_ai", "use_template", "copy", "no_new_commitment", "no_billing_fact"] };

        var done = await host.Client.Guarded(keeping, permit => Task.FromResult((permit.MustDiscloseAi, permit.Template, permit.CopyTo.Single(), permit.MayCommit, permit.MayStateBillingFacts)));

        Assert.Equal((true, "sorry-1", "csm", false, false), done.Value);
        Assert.Superset(keeping.Keeps.ToHashSet(), host.Twins.Asked.Single().Body.SupportedObligations.ToHashSet());
    }

    [Fact]
    public async Task An_obligation_that_nobody_keeps_stops_the_act_and_gives_the_reservation_back()
    {
        await using var host = new AgentHost();
        host.Twins.Answers(host.Allowed(new ObligationView { Kind = "sing" }));

        var done = await host.Client.Guarded(AgentHost.Credit, MustNotRun);

        Assert.Equal((false, AnswerCodes.ObligationUnsupported, NextStep.Stop), (done.Acted, done.Answer.Code, done.Answer.Next));
        Assert.Equal(DecisionState.NotExecuted, host.Twins.Outcomes.First().Outcome.State);
    }

    [Fact]
    public async Task A_permit_ends_by_the_servers_clock_whatever_this_machines_clock_says()
    {
        await using var host = new AgentHost();
        // The server's clock is three hours ahead; its permit has 400 ms left when it answers, less than the margin.
        var server = host.Clock.GetUtcNow().AddHours(3);
        host.Twins.Answers(host.Allowed() with { DecidedAt = server, AnsweredAt = server, ExpiresAt = server.AddMilliseconds(400) });
        var late = await host.Client.Guarded(AgentHost.Credit, MustNotRun);
        host.Twins.Answers(host.Allowed() with { DecisionId = "8-0a1b2c3d@acct-1", DecidedAt = server, AnsweredAt = server, ExpiresAt = server.AddSeconds(10) });
        var held = await host.Client.Guarded(AgentHost.Credit, permit =>
        {
            var before = permit.IsLive;
            host.Clock.Advance(TimeSpan.FromSeconds(9.6));
            var after = permit.IsLive;
            permit.Check();
            return Task.FromResult((before, after));
        });

        Assert.Equal((AnswerCodes.PermitExpired, AnswerCodes.PermitExpired), (late.Answer.Code, held.Answer.Code));
        Assert.Equal((false, false), (late.Acted, held.Acted));
        Assert.All(host.Twins.Outcomes, told => Assert.Equal(DecisionState.NotExecuted, told.Outcome.State));
    }

    [Fact]
    public async Task The_round_trip_counts_against_the_permit()
    {
        await using var host = new AgentHost(options => options.DecisionDeadline = TimeSpan.FromSeconds(5));
        var view = host.Allowed() with { ExpiresAt = host.Clock.GetUtcNow().AddSeconds(2) };
        host.Twins.Decide = (_, _) =>
        {
            // It may have been answered at once and been on its way all the time.
            host.Clock.Advance(TimeSpan.FromSeconds(1.6));
            return Task.FromResult(ApiResult<DecisionView>.Ok(view));
        };

        Assert.Equal(AnswerCodes.PermitExpired, (await host.Client.Guarded(AgentHost.Credit, MustNotRun)).Answer.Code);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(2, false)]
    public async Task Without_the_moment_in_the_answer_the_header_Date_is_taken_as_two_seconds_old(int seconds, bool acted)
    {
        await using var host = new AgentHost();
        var date = host.Clock.GetUtcNow();
        host.Twins.Decide = (_, _) => Task.FromResult(ApiResult<DecisionView>.Ok(host.Allowed() with { AnsweredAt = null, ExpiresAt = date.AddSeconds(seconds) }) with { Date = date });

        Assert.Equal(acted, (await host.Client.Guarded(AgentHost.Credit, _ => Task.FromResult(1))).Acted);
    }

    [Fact]
    public async Task Without_any_time_of_the_server_nothing_is_done()
    {
        await using var host = new AgentHost();
        host.Twins.Answers(host.Allowed() with { AnsweredAt = null });

        Assert.Equal(AnswerCodes.PermitExpired, (await host.Client.Guarded(AgentHost.Credit, MustNotRun)).Answer.Code);
    }

    [Fact]
    public async Task A_delay_is_waited_for_and_one_beyond_the_permit_is_not()
    {
        await using var host = new AgentHost();
        host.Twins.Answers(host.Allowed(new ObligationView { Kind = "delay", Until = host.Clock.GetUtcNow().AddSeconds(20) }));
        var waiting = host.Client.Guarded(AgentHost.Credit, _ => Task.FromResult(host.Clock.GetUtcNow()));
        await Until.TrueAsync(() => host.Clock.Waiting == 1);
        var begun = host.Clock.GetUtcNow();
        host.Clock.Advance(TimeSpan.FromSeconds(20));
        var done = await waiting;
        host.Twins.Answers(host.Allowed(new ObligationView { Kind = "delay", Until = host.Clock.GetUtcNow().AddDays(1) }) with { DecisionId = "8-0a1b2c3d@acct-1" });

        Assert.Equal(begun.AddSeconds(20), done.Value);
        Assert.Equal(AnswerCodes.PermitExpired, (await host.Client.Guarded(AgentHost.Credit, MustNotRun)).Answer.Code);
    }

    [Fact]
    public async Task A_repeat_of_an_older_answer_is_not_acted_upon()
    {
        await using var host = new AgentHost();
        var first = host.Allowed();
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        host.Twins.Answers(first with { IsRepeat = true, AnsweredAt = host.Clock.GetUtcNow() });

        var done = await host.Client.Guarded(AgentHost.Credit, MustNotRun);

        Assert.Equal((false, AnswerCodes.AlreadyAsked), (done.Acted, done.Answer.Code));
        Assert.Empty(host.Twins.Outcomes);
    }

    [Fact]
    public async Task The_repeat_of_an_answer_that_was_lost_on_the_way_is_acted_upon_once()
    {
        await using var host = new AgentHost();
        host.Twins.Decide = (_, _) => Task.FromResult(host.Twins.Asked.Count == 1 ? FakeTwins.Away(503) : ApiResult<DecisionView>.Ok(host.Allowed() with { IsRepeat = true, IsHeld = true }));

        Assert.True((await host.Client.Guarded(AgentHost.Credit, _ => Task.FromResult(1))).Acted);
        Assert.Equal(AnswerCodes.AlreadyAsked, (await host.Client.Guarded(AgentHost.Credit, MustNotRun)).Answer.Code);
    }

    [Fact]
    public async Task The_repeat_of_a_permit_that_is_not_this_clients_own_is_not_acted_upon_though_its_answer_was_lost()
    {
        await using var host = new AgentHost();
        host.Twins.Decide = (_, _) => Task.FromResult(host.Twins.Asked.Count == 1 ? FakeTwins.Away(503) : ApiResult<DecisionView>.Ok(host.Allowed() with { IsRepeat = true }));

        Assert.Equal(AnswerCodes.AlreadyAsked, (await host.Client.Guarded(AgentHost.Credit, MustNotRun)).Answer.Code);
        Assert.Single(host.Twins.Asked.Select(asked => asked.Body.Claim).Distinct());
    }

    [Fact]
    public async Task A_permit_whose_answers_were_all_lost_is_found_and_used_once_where_its_approval_is_resumed()
    {
        await using var host = new AgentHost();
        host.Twins.Read = () => ApiResult<DecisionView>.Ok(host.Stands(VerdictKind.RequireApproval, NextStep.Proceed, DecisionState.Approved));
        Assert.Equal(AnswerCodes.Unreachable, (await host.Client.Resume("7-0a1b2c3d@acct-1", MustNotRun)).Answer.Code);
        host.Twins.Read = () => ApiResult<DecisionView>.Ok(host.Allowed() with { IsHeld = true });

        Assert.True((await host.Client.Resume("7-0a1b2c3d@acct-1", _ => Task.FromResult(1))).Acted);
        Assert.Equal(AnswerCodes.AlreadyAsked, (await host.Client.Resume("7-0a1b2c3d@acct-1", MustNotRun)).Answer.Code);
    }

    [Fact]
    public async Task Another_processs_claim_is_told_by_its_code()
    {
        await using var host = new AgentHost();
        host.Twins.Answers(host.Allowed() with { IsRepeat = true, Next = NextStep.Stop, Code = "permit_claimed" });

        var done = await host.Client.Guarded(AgentHost.Credit, MustNotRun);

        Assert.Equal((false, AnswerCodes.PermitClaimed, NextStep.Stop, false), (done.Acted, done.Answer.Code, done.Answer.Next, done.Answer.IsLocal));
        Assert.Empty(host.Twins.Outcomes);
    }

    [Fact]
    public async Task A_repeat_for_who_asked_once_is_another_processs_and_not_acted_upon()
    {
        await using var host = new AgentHost();
        host.Twins.Answers(host.Allowed() with { IsRepeat = true, AnsweredAt = host.Clock.GetUtcNow() });

        var done = await host.Client.Guarded(AgentHost.Credit, MustNotRun);

        Assert.Equal((false, AnswerCodes.AlreadyAsked), (done.Acted, done.Answer.Code));
    }

    [Fact]
    public async Task A_permit_that_another_process_was_given_is_not_acted_upon()
    {
        await using var host = new AgentHost();
        host.Twins.Read = () => ApiResult<DecisionView>.Ok(host.Allowed() with { State = DecisionState.Approved });
        host.Twins.Permit = () => ApiResult<DecisionView>.Ok(host.Allowed() with { IsRepeat = true });

        var done = await host.Client.Resume(host.Allowed().DecisionId!, MustNotRun);

        Assert.Equal((false, AnswerCodes.AlreadyAsked), (done.Acted, done.Answer.Code));
        Assert.Empty(host.Twins.Outcomes);
    }

    [Fact]
    public async Task Who_stops_waiting_for_the_moment_gives_the_permit_back()
    {
        await using var host = new AgentHost();
        host.Twins.Answers(host.Allowed(new ObligationView { Kind = "delay", Until = host.Clock.GetUtcNow().AddSeconds(20) }));
        using var impatience = new CancellationTokenSource();
        var running = host.Client.Guarded(AgentHost.Credit, MustNotRun, impatience.Token);

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(DecisionState.NotExecuted, Assert.Single(host.Twins.Outcomes.DistinctBy(told => told.Outcome)).Outcome.State);
    }

    [Fact]
    public void Only_what_the_table_says_proceeds() =>
        Assert.Equal(NextSteps.All.Keys.Where(row => row.Next == NextStep.Proceed).Select(row => row.Verdict), [VerdictKind.Allow, VerdictKind.AllowWithObligations, VerdictKind.RequireApproval]);

    private static Task<int> MustNotRun(Permit permit) => MustNotRunOf<int>(permit);

    private static Task<T> MustNotRunOf<T>(Permit permit) => throw new InvalidOperationException("Nothing is to be done.");
}
