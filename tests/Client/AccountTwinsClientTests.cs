using System.Net;
using System.Text;
using AccountTwins.Client;
using AccountTwins.Client.Decisions;
using AccountTwins.Client.Http;
using AccountTwins.Client.Reviews;
using AccountTwins.Client.Signals;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Security.Limits;
using AccountTwins.Tests.Silo.Api;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Client;

public sealed class AccountTwinsClientTests
{
    [Fact]
    public async Task An_account_comes_back_as_the_service_shows_it()
    {
        await using var host = await ApiHost.StartAsync();
        var account = host.Put(Sample.Account());
        var client = await host.TypedAsync(KeyScopes.Agent);

        var view = (await client.Accounts.ContextAsync("acct-1")).Value!;

        Assert.Equal(account.Profile.Name, view.Profile.Name);
        Assert.Equal(account.Health.Band, view.Health.Band);
        Assert.Equal(account.Contract!.End, view.Contract!.End);
        Assert.Equal(account.Feeds.Select(feed => feed.State), view.Feeds.Select(feed => feed.State));
        Assert.StartsWith("#", (await client.Accounts.PromptAsync("acct-1")).Value);
    }

    [Fact]
    public async Task A_refusal_is_a_result_with_its_code_and_what_goes_with_it()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());
        var client = await host.TypedAsync(KeyScopes.Agent);

        var unknown = (await client.Accounts.ReadAsync("nobody/../x")).Problem!;
        var stale = (await client.Accounts.ContextAsync("acct-1", maxStaleness: 0)).Problem!;
        var forbidden = (await client.Keys.ListAsync()).Problem!;

        Assert.Equal(("unknown_account", 404), (unknown.Code, unknown.Status));
        Assert.NotNull(unknown.TraceId);
        Assert.Equal("too_stale", stale.Code);
        Assert.NotEmpty(stale.Feeds!);
        Assert.Equal("forbidden", forbidden.Code);
    }

    [Fact]
    public async Task A_request_arrives_as_it_was_meant()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.TypedAsync(KeyScopes.Admin);

        await client.Decisions.DecideAsync("acct-1", new DecisionBody
        {
            Actions = [new ActionBody { Type = "grant_credit", Category = "billing", Amount = 40, Currency = "EUR" }],
            Agent = new AgentBody { Release = "support-7" },
            IdempotencyKey = "k-1",
            SupportedObligations = ["cap_amount"],
            MaxStaleness = 60,
        });
        await client.Decisions.OutcomeAsync("1-00000000@acct-1", new OutcomeBody { State = DecisionState.Partly, Amounts = [25], Currency = "EUR" });

        var asked = Assert.IsType<DecisionAsk>(host.Decisions.Asked.First().Asked);
        Assert.Equal(("grant_credit", 40m, "EUR"), (asked.Actions[0].Type, asked.Actions[0].Amount, asked.Actions[0].Currency));
        Assert.Equal(("support-7", "k-1", 60), (asked.Agent.Release, asked.IdempotencyKey, asked.MaxStaleness));
        var outcome = Assert.IsType<OutcomeReport>(host.Decisions.Asked.Last().Asked);
        Assert.Equal(DecisionState.Partly, outcome.State);
        Assert.Equal([25m], outcome.Amounts!);
    }

    [Fact]
    public async Task Signals_reviews_keys_and_settings_make_the_round_trip()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.TypedAsync(KeyScopes.Admin);

        var taken = await client.Signals.PostAsync([new Signal { Id = "1", Source = "/test", Type = "usage.activity.v1", Subject = "acct-1", Time = host.Clock.GetUtcNow(), Data = new() { ["sessions"] = 3 } }]);
        Assert.Equal(1, taken.Value!.Accepted);
        Assert.Empty((await client.Reviews.ListAsync(new ReviewListQuery { Kind = "audit" })).Value!.Items);
        Assert.Equal("unknown_review", (await client.Reviews.ClaimAsync("1-00000000@acct-1")).Problem!.Code);
        Assert.Equal("bad_review", (await client.Reviews.DecideAsync("x", new ReviewBody { Verb = "applaud", Goals = "serves" })).Problem!.Code);
        var key = (await client.Keys.CreateAsync(new KeyBody { Name = "bot", Scopes = ["agent"] })).Value!;
        Assert.StartsWith("at_", key.Key);
        Assert.NotNull((await client.Keys.RevokeAsync(key.Id)).Value!.RevokedAt);
        Assert.StartsWith("at_", (await client.Tenants.AddAsync(new TenantBody { Tenant = "acme" })).Value!.Key);
        Assert.Equal("tenant_has_admin", (await client.Tenants.AddAsync(new TenantBody { Tenant = "acme" })).Problem!.Code);
        Assert.True((await client.Playbook.ReadAsync()).Value!.IsDefault);
        Assert.Equal("tenant", (await client.Switches.ThrowAsync(new SwitchBody { Reason = "all of it" })).Value!.Switches.Single().Name);
        Assert.Empty((await client.Scenarios.ListAsync()).Value!.Scenarios);
    }

    [Fact]
    public async Task The_lines_of_an_audit_are_handed_on_as_they_come()
    {
        await using var host = await ApiHost.StartAsync();
        var seen = new List<AuditLine>();

        var result = await (await host.TypedAsync(KeyScopes.Reader)).Audit.VerifyAsync(seen.Add);

        Assert.True(result.Value!.IsSound);
        Assert.Same(result.Value, seen[^1]);
    }

    [Fact]
    public async Task No_answer_and_one_that_cannot_be_read_are_told_apart_from_every_refusal()
    {
        var address = new Uri("http://service.example");
        var away = new AccountTwinsClient(AccountTwinsClient.Configure(new HttpClient(new Answering(_ => throw new HttpRequestException("refused"))), address, "k"));
        var late = new AccountTwinsClient(AccountTwinsClient.Configure(new HttpClient(new Answering(_ => throw new TaskCanceledException("deadline"))), address, "k"));
        var html = new AccountTwinsClient(AccountTwinsClient.Configure(new HttpClient(new Answering(_ => Text(HttpStatusCode.OK, "<html>"))), address, "k"));
        var proxy = new AccountTwinsClient(AccountTwinsClient.Configure(new HttpClient(new Answering(_ => Text(HttpStatusCode.BadGateway, "<html>"))), address, "k"));

        Assert.Equal(ApiProblem.Unreachable, (await away.Decisions.ReadAsync("x")).Problem!.Code);
        Assert.Equal(ApiProblem.Unreachable, (await late.Decisions.ReadAsync("x")).Problem!.Code);
        Assert.Equal(ApiProblem.Unreadable, (await html.Decisions.ReadAsync("x")).Problem!.Code);
        Assert.Equal((ApiProblem.Unreadable, 502), ((await proxy.Decisions.ReadAsync("x")).Problem!.Code, (await proxy.Decisions.ReadAsync("x")).Problem!.Status));
    }

    [Fact]
    public async Task A_limited_request_says_when_to_ask_again()
    {
        await using var host = await ApiHost.StartAsync(services: services => services.Configure<RateLimitOptions>(limits => (limits.Agent, limits.BurstSeconds) = (1, 1)));
        host.Put(Sample.Account());
        var client = await host.TypedAsync(KeyScopes.Agent);

        Assert.True((await client.Accounts.ReadAsync("acct-1")).IsOk);
        var problem = (await client.Accounts.ReadAsync("acct-1")).Problem!;

        Assert.Equal(("rate_limited", 429, TimeSpan.FromSeconds(1)), (problem.Code, problem.Status, problem.RetryAfter));
        host.Clock.Advance(problem.RetryAfter!.Value);
        Assert.True((await client.Accounts.ReadAsync("acct-1")).IsOk);
    }

    [Fact]
    public async Task Who_cancels_gets_a_cancellation_and_no_result()
    {
        var http = AccountTwinsClient.Configure(new HttpClient(new Answering(_ => throw new TaskCanceledException())), new Uri("http://service.example"), null);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new AccountTwinsClient(http).Accounts.ReadAsync("a", cancelled.Token));
    }

    private static HttpResponseMessage Text(HttpStatusCode status, string text) => new(status) { Content = new StringContent(text, Encoding.UTF8, "text/html") };

    private sealed class Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
