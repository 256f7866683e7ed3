using System.Net;
using System.Text;
using System.Text.Json;
using AccountTwins.Client.Agents;
using AccountTwins.Client.Hosting;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AccountTwins.Tests.Client.Agents;

/// <summary>Asking: every question gets an answer, and none that is made here ever allows.</summary>
public sealed class AskTests
{
    [Fact]
    public async Task No_answer_is_asked_for_once_more_with_the_same_key_and_then_needs_approval()
    {
        await using var host = new AgentHost();

        var answer = await host.Client.AskAsync(AgentHost.Credit);

        Assert.Equal((VerdictKind.RequireApproval, NextStep.Wait, AnswerCodes.Unreachable), (answer.Verdict, answer.Next, answer.Code));
        Assert.True(answer is { IsLocal: true, MayProceed: false, Decision: null, PollAfter: 5 });
        Assert.Equal([AgentHost.Credit.IdempotencyKey, AgentHost.Credit.IdempotencyKey], host.Twins.Asked.Select(asked => asked.Body.IdempotencyKey));
        Assert.Equal(["cap_amount", "report_outcome", "delay"], host.Twins.Asked.First().Body.SupportedObligations);
    }

    [Fact]
    public async Task An_attempt_ends_at_its_deadline_and_the_second_may_still_allow()
    {
        await using var host = new AgentHost();
        host.Twins.Decide = async (_, cancellationToken) =>
        {
            if (host.Twins.Asked.Count == 1)
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            return ApiResult<DecisionView>.Ok(host.Allowed());
        };

        var asking = host.Client.AskAsync(AgentHost.Credit);
        await Until.TrueAsync(() => host.Clock.Waiting == 1);
        host.Clock.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Equal((VerdictKind.Allow, null), ((await asking).Verdict, (await asking).Code));
        Assert.Equal(2, host.Twins.Asked.Count);
    }

    [Theory]
    [InlineData(500, "internal", 2, VerdictKind.RequireApproval, NextStep.Wait, "unreachable")]
    [InlineData(503, "store_unavailable", 2, VerdictKind.RequireApproval, NextStep.Wait, "unreachable")]
    [InlineData(200, "unreadable", 2, VerdictKind.RequireApproval, NextStep.Wait, "unreachable")]
    [InlineData(404, "unreadable", 2, VerdictKind.RequireApproval, NextStep.Wait, "unreachable")]
    [InlineData(429, "too_many_requests", 1, VerdictKind.RequireApproval, NextStep.Wait, "too_many_requests")]
    [InlineData(401, "unauthenticated", 1, VerdictKind.Deny, NextStep.Stop, "unauthenticated")]
    [InlineData(409, "idempotency_conflict", 1, VerdictKind.Deny, NextStep.Stop, "idempotency_conflict")]
    public async Task A_problem_never_allows(int status, string code, int attempts, VerdictKind verdict, NextStep next, string told)
    {
        await using var host = new AgentHost();
        host.Twins.Decide = (_, _) => Task.FromResult(FakeTwins.Away(status, code));

        var answer = await host.Client.AskAsync(AgentHost.Credit);

        Assert.Equal((verdict, next, told, code, attempts), (answer.Verdict, answer.Next, answer.Code, answer.Problem!.Code, host.Twins.Asked.Count));
    }

    [Fact]
    public async Task A_busy_service_is_asked_again_when_it_said_if_that_is_within_the_deadline()
    {
        await using var host = new AgentHost();
        host.Twins.Decide = (_, _) => Task.FromResult(host.Twins.Asked.Count == 1 ? Busy(TimeSpan.FromMilliseconds(100)) : ApiResult<DecisionView>.Ok(host.Allowed()));

        var asking = host.Client.AskAsync(AgentHost.Credit);
        await Until.TrueAsync(() => host.Clock.Waiting == 1);
        Assert.Single(host.Twins.Asked);
        host.Clock.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal((VerdictKind.Allow, null), ((await asking).Verdict, (await asking).Code));
        Assert.Equal(2, host.Twins.Asked.Count);
    }

    [Fact]
    public async Task A_service_that_is_busy_for_longer_is_a_wait_for_as_long_as_it_said()
    {
        await using var host = new AgentHost();
        host.Twins.Decide = (_, _) => Task.FromResult(Busy(TimeSpan.FromSeconds(7)));

        var answer = await host.Client.AskAsync(AgentHost.Credit);

        Assert.Equal((NextStep.Wait, "rate_limited", 7, 1), (answer.Next, answer.Code, answer.PollAfter, host.Twins.Asked.Count));
    }

    [Fact]
    public async Task An_answer_that_makes_no_sense_never_allows()
    {
        await using var host = new AgentHost();
        var good = host.Allowed();
        foreach (var odd in new[]
        {
            good with { Account = "acct-2" }, good with { Actions = [] }, good with { Actions = [.. good.Actions, .. good.Actions] },
            good with { Verdict = VerdictKind.Unspecified }, good with { Verdict = VerdictKind.Deny }, good with { Verdict = VerdictKind.Escalate },
        })
        {
            host.Twins.Answers(odd);
            Assert.Equal(AnswerCodes.Unreachable, (await host.Client.AskAsync(AgentHost.Credit)).Code);
        }
    }

    [Fact]
    public async Task Who_cancels_gets_a_cancellation()
    {
        await using var host = new AgentHost();
        using var cancelled = new CancellationTokenSource();
        host.Twins.Decide = async (_, cancellationToken) =>
        {
            await cancelled.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return FakeTwins.Away();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Client.AskAsync(AgentHost.Credit, cancellationToken: cancelled.Token));
    }

    [Fact]
    public async Task A_program_gets_both_clients_from_its_services_over_one_HTTP_client()
    {
        using var folder = new TemporaryFolder();
        var sent = new List<(string? Key, string Body)>();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAccountTwinsClient(options => (options.Address, options.Key, options.Release, options.OutcomeFolder) = (new("http://twins.example/base"), "at_1_2", "support-7", folder.Path))
            .ConfigurePrimaryHttpMessageHandler(() => new Answering(request =>
            {
                sent.Add((request.Headers.Authorization?.Parameter, request.RequestUri!.AbsolutePath));
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{\"verdict\":\"sure\"}", Encoding.UTF8, "application/json") };
            }));
        using var program = builder.Build();
        await program.StartAsync();

        var answer = await program.Services.GetRequiredService<AgentClient>().AskAsync(AgentHost.Credit);
        var view = await program.Services.GetRequiredService<AccountTwins.Client.AccountTwinsClient>().Accounts.ReadAsync("acct-1");

        Assert.Equal((AnswerCodes.Unreachable, ApiProblem.Unreadable), (answer.Code, view.Problem!.Code));
        Assert.Equal([("at_1_2", "/base/v1/accounts/acct-1/decisions"), ("at_1_2", "/base/v1/accounts/acct-1/decisions"), ("at_1_2", "/base/v1/accounts/acct-1")], sent);
    }

    [Fact]
    public async Task Options_that_cannot_work_stop_the_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAccountTwinsClient(options => options.Release = "");
        using var program = builder.Build();

        Assert.Contains("Release", (await Assert.ThrowsAsync<ArgumentException>(() => program.StartAsync())).Message);
    }

    private sealed class Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }

    private static ApiResult<DecisionView> Busy(TimeSpan until) => ApiResult<DecisionView>.Failed(new ApiProblem { Code = "rate_limited", Status = 429, RetryAfter = until });
}
