using System.Diagnostics;
using AccountTwins.Client.Agents;
using AccountTwins.Client.Agents.Outcomes;
using AccountTwins.Client.Agents.Permits;
using AccountTwins.Client.Reviews;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Tests.Support;
using Told = AccountTwins.Domain.Decisions.Book.DecisionState;

namespace AccountTwins.Tests.Client.Agents.EndToEnd;

/// <summary>The guard against a whole silo over HTTP: what it lets happen, and what the ledger says of it afterwards.</summary>
[Collection(WholeSilo.Name)]
public sealed class GuardedSiloTests(GuardedSilo host) : IClassFixture<GuardedSilo>, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public Task InitializeAsync() => host.FreshAsync();

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_is_allowed_is_done_and_the_ledger_says_so()
    {
        await using var agent = host.Agent(_folder.Path);

        var done = await agent.Guarded(Credit(host.Small, 10), permit => Task.FromResult((permit.Amount, permit.Currency)));

        Assert.Equal((true, (10m, "EUR"), OutcomeDelivery.Delivered), (done.Acted, done.Value, done.Report?.Delivery));
        Assert.Equal([Told.Executed], await host.OutcomesAsync(done.Answer.DecisionId!));
    }

    [Fact]
    public async Task An_act_that_throws_is_in_the_ledger_as_failed()
    {
        await using var agent = host.Agent(_folder.Path);
        string? id = null;

        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => agent.Guarded(Reply(), Task (permit) =>
        {
            id = permit.Decision.DecisionId;
            throw new TimeZoneNotFoundException("kim@acme.example");
        }));

        Assert.Equal([Told.Failed], await host.OutcomesAsync(id!));
        Assert.DoesNotContain("kim@acme.example", (await host.Admin.Decisions.ReadAsync(id!)).Value!.ToString());
    }

    [Fact]
    public async Task What_a_reviewer_left_of_it_is_done_and_nothing_else()
    {
        await using var agent = host.Agent(_folder.Path);
        var asked = await agent.Guarded(Credit(host.Global, 40), MustNotRun);
        var id = asked.Answer.DecisionId!;
        Assert.Equal((false, VerdictKind.RequireApproval, NextStep.Wait), (asked.Acted, asked.Answer.Verdict, asked.Answer.Next));

        var going = agent.Resume(id, permit => Task.FromResult((permit.Amount, permit.Acts.Count)), TimeSpan.FromSeconds(30));
        await ApproveAsync(id, 25);
        var done = await going;
        var again = await agent.Resume(id, MustNotRun);

        Assert.Equal((true, (25m, 1), OutcomeDelivery.Delivered), (done.Acted, done.Value, done.Report?.Delivery));
        Assert.False(again.Acted);
        Assert.Equal([Told.Executed], await host.OutcomesAsync(id));
    }

    [Fact]
    public async Task A_permit_that_ended_by_the_servers_clock_is_not_used_and_given_back()
    {
        // This machine's clock is months off; only what has passed on it since the answer counts.
        var clock = new FakeClock();
        await using var agent = host.Agent(_folder.Path, clock: clock);

        var done = await agent.Guarded(Reply(), permit =>
        {
            Assert.True(permit.IsLive);
            clock.Advance(permit.Decision.ExpiresAt!.Value - permit.Decision.AnsweredAt!.Value);
            permit.Check();
            return Task.FromResult(true);
        });

        Assert.Equal((false, AnswerCodes.PermitExpired, OutcomeDelivery.Delivered), (done.Acted, done.Answer.Code, done.Report?.Delivery));
        Assert.Equal([Told.NotExecuted], await host.OutcomesAsync(done.Answer.DecisionId!));
    }

    [Fact]
    public async Task An_answer_that_took_as_long_as_the_permit_is_not_acted_upon()
    {
        var clock = new FakeClock();
        await using var agent = host.Agent(_folder.Path, clock: clock, deadline: TimeSpan.FromMinutes(10), way: next => new Slow(next, () => clock.Advance(TimeSpan.FromMinutes(1))));

        var done = await agent.Guarded(Reply(), MustNotRun);

        Assert.Equal((false, AnswerCodes.PermitExpired), (done.Acted, done.Answer.Code));
        Assert.Equal([Told.NotExecuted], await host.OutcomesAsync(done.Answer.DecisionId!));
    }

    [Fact]
    public async Task A_stopped_silo_is_no_allowance_and_what_was_done_is_told_once_when_it_is_back()
    {
        await using var agent = host.Agent(_folder.Path);
        await using var hasty = host.Agent(Path.Combine(_folder.Path, "hasty"), deadline: TimeSpan.FromMilliseconds(250));

        var done = await agent.Guarded(Reply(), async _ =>
        {
            await host.StopAsync();
            return true;
        });
        var began = Stopwatch.GetTimestamp();
        var refused = await hasty.Guarded(Reply(), MustNotRun);
        var took = Stopwatch.GetElapsedTime(began);

        Assert.Equal((true, OutcomeDelivery.Queued, 1), (done.Acted, done.Report?.Delivery, agent.Outcomes.Count));
        Assert.Equal((false, VerdictKind.RequireApproval, NextStep.Wait, AnswerCodes.Unreachable), (refused.Acted, refused.Answer.Verdict, refused.Answer.Next, refused.Answer.Code));
        Assert.True(took < TimeSpan.FromSeconds(5), $"The answer took {took}.");

        await host.StartAsync();
        await Until.TrueAsync(() => agent.Outcomes.Count == 0);
        Assert.Equal([Told.Executed], await host.OutcomesAsync(done.Answer.DecisionId!));
    }

    /// <summary>The first answer is broken, the second comes: the same decision, and the act once.</summary>
    [Theory]
    [InlineData("Lost")]
    [InlineData("CutShort")]
    [InlineData("Garbled")]
    public async Task A_broken_answer_is_asked_for_again_with_its_key_and_decided_once(string how)
    {
        await using var proxy = new BreakingProxy(host.Silo.Address);
        await using var agent = host.Agent(_folder.Path, proxy.Address);
        var action = Reply();
        var acts = 0;
        proxy.Break(Enum.Parse<Broken>(how));

        var done = await agent.Guarded(action, _ => Task.FromResult(++acts));

        Assert.Equal((true, 1, OutcomeDelivery.Delivered), (done.Acted, acts, done.Report?.Delivery));
        Assert.Equal(1, await host.DecisionsAsync(host.Small, action.IdempotencyKey));
        Assert.Equal([Told.Executed], await host.OutcomesAsync(done.Answer.DecisionId!));
    }

    [Theory]
    [InlineData("Lost")]
    [InlineData("CutShort")]
    [InlineData("Garbled")]
    [InlineData("Held")]
    public async Task Two_broken_answers_allow_nothing_and_the_permit_stays_for_who_asked(string how)
    {
        await using var proxy = new BreakingProxy(host.Silo.Address);
        var broken = Enum.Parse<Broken>(how);
        await using var agent = host.Agent(_folder.Path, proxy.Address, broken == Broken.Held ? TimeSpan.FromMilliseconds(250) : null);
        await using var patient = host.Agent(_folder.Path);
        var action = Reply();
        proxy.Break(broken, broken);

        var unheard = await agent.Guarded(action, MustNotRun);
        await Until.TrueAsync(async () => await host.DecisionsAsync(host.Small, action.IdempotencyKey) == 1);
        var later = await patient.Guarded(action, MustNotRun);

        Assert.Equal((VerdictKind.RequireApproval, NextStep.Wait, AnswerCodes.Unreachable), (unheard.Answer.Verdict, unheard.Answer.Next, unheard.Answer.Code));
        Assert.Equal((AnswerCodes.PermitClaimed, 1), (later.Answer.Code, await host.DecisionsAsync(host.Small, action.IdempotencyKey)));
        Assert.Empty(await host.OutcomesAsync(later.Answer.DecisionId!));

        // The permit is whose question it was made for, and asking again finds it.
        Assert.True((await agent.Guarded(action, _ => Task.FromResult(true))).Acted);
        Assert.Equal(NextStep.Stop, (await patient.Guarded(action, MustNotRun)).Answer.Next);
    }

    [Fact]
    public async Task A_report_whose_answer_was_lost_is_told_again_and_kept_once()
    {
        await using var proxy = new BreakingProxy(host.Silo.Address);
        await using var agent = host.Agent(_folder.Path, proxy.Address);
        proxy.Break(Broken.No, Broken.Lost);

        var done = await agent.Guarded(Reply(), _ => Task.FromResult(true));

        Assert.Equal((true, OutcomeDelivery.Delivered), (done.Acted, done.Report?.Delivery));
        Assert.Equal([Told.Executed], await host.OutcomesAsync(done.Answer.DecisionId!));
    }

    private static Task<bool> MustNotRun(Permit permit) => throw new InvalidOperationException($"It acted on {permit.Decision.DecisionId}.");

    private static AgentAction Credit(string account, decimal amount) =>
        AgentAction.Of(account, "grant_credit", "service_credit", amount, "EUR", "We are sorry for the outage.") with { Conversation = Guid.NewGuid().ToString("N") };

    /// <summary>Something without a budget, so that the tests do not use up each other's.</summary>
    private AgentAction Reply() => AgentAction.Of(host.Small, "reply", "how_to", draft: "Open Settings, then Export.") with
    {
        Conversation = Guid.NewGuid().ToString("N"), Keeps = [ObligationWords.DiscloseAi, ObligationWords.NoNewCommitment, ObligationWords.NoBillingFact],
    };

    private async Task ApproveAsync(string decision, decimal amount)
    {
        var item = (await host.Lead.Reviews.ListAsync(new ReviewListQuery { Kind = "approval", Account = host.Global })).Value!.Items.Single(one => one.DecisionId == decision);
        var taken = (await host.Lead.Reviews.ClaimAsync(item.Id)).Value!;
        var review = new ReviewBody
        {
            Verb = "edit", Edit = "amount", Goals = "serves", Reason = "half the outage was theirs", Approved = [.. taken.Decision.Asked.Select(act => ActionBody.Of(act) with { Amount = amount })],
        };
        Assert.True((await host.Lead.Reviews.DecideAsync(item.Id, review)).IsOk);
    }

    /// <summary>Lets time pass while an answer is on its way.</summary>
    private sealed class Slow(HttpMessageHandler next, Action pass) : DelegatingHandler(next)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (request.RequestUri!.AbsolutePath.EndsWith("/decisions", StringComparison.Ordinal))
                pass();
            return answer;
        }
    }
}
