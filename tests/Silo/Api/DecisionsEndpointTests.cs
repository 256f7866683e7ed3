using System.Net;
using System.Net.Http.Json;
using System.Text;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Security;

namespace AccountTwins.Tests.Silo.Api;

public sealed class DecisionsEndpointTests
{
    private const string Whole = """
        {"actions":[{"type":"grant_credit","category":"billing","amount":40.50,"currency":"EUR","confidence":0.9,"draft":"We credit 40.50 EUR.","due":"2026-12-31"}],
         "agent":{"release":"support-7","model":"m"},"onBehalfOf":"kim","contact":"a@b.example","conversation":"T-1","personAskedFor":true,
         "idempotencyKey":"k","supportedObligations":["cap_amount"],"maxStaleness":60,"claim":"run-1"}
        """;

    [Fact]
    public async Task A_request_reaches_its_twin_whole_and_the_agent_is_the_key()
    {
        await using var host = await ApiHost.StartAsync();
        host.Decisions.Reply = new DecisionReply { Standing = TwinStanding.Ready, View = View() };

        var response = await PostAsync(host, "/v1/accounts/acct-1/decisions", Whole);

        var json = await response.JsonAsync();
        Assert.Equal("require_approval", json.GetProperty("verdict").GetString());
        Assert.Equal("wait", json.GetProperty("next").GetString());
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        var (key, asked) = Assert.Single(host.Decisions.Asked);
        Assert.Equal(new AccountKey(ApiHost.Tenant, "acct-1"), key);
        var ask = Assert.IsType<DecisionAsk>(asked);
        Assert.Equal(("test", "support-7", "m"), (ask.Agent.Id, ask.Agent.Release, ask.Agent.Model));
        Assert.Equal(("kim", "a@b.example", "T-1", true, "k", 60), (ask.OnBehalfOf, ask.Contact, ask.Conversation, ask.PersonAskedFor, ask.IdempotencyKey, ask.MaxStaleness));
        Assert.Equal(["cap_amount"], ask.SupportedObligations);
        Assert.Equal("run-1", ask.Claim);
        Assert.Equal(
            new ActionAsk { Type = "grant_credit", Category = "billing", Amount = 40.50m, Currency = "EUR", Confidence = 0.9m, Draft = "We credit 40.50 EUR.", Due = new DateOnly(2026, 12, 31) },
            Assert.Single(ask.Actions));
    }

    [Theory]
    [InlineData("""{"actions":[],"agent":{"release":"r"},"idempotencyKey":"k"}""", "actions")]
    [InlineData("""{"actions":[{"type":"reply\n"}],"agent":{"release":"r"},"idempotencyKey":"k"}""", "actions[0].type")]
    [InlineData("""{"actions":[{"type":"Reply"}],"agent":{"release":"r"},"idempotencyKey":"k"}""", "actions[0].type")]
    [InlineData("""{"actions":[{"type":"reply"},{"type":"reply","category":"A b"}],"agent":{"release":"r"},"idempotencyKey":"k"}""", "actions[1].category")]
    [InlineData("""{"actions":[{"type":"reply","amount":-1,"currency":"EUR"}],"agent":{"release":"r"},"idempotencyKey":"k"}""", "actions[0].amount")]
    [InlineData("""{"actions":[{"type":"reply","amount":0.00001,"currency":"EUR"}],"agent":{"release":"r"},"idempotencyKey":"k"}""", "actions[0].amount")]
    [InlineData("""{"actions":[{"type":"reply","amount":1}],"agent":{"release":"r"},"idempotencyKey":"k"}""", "actions[0].amount and currency")]
    [InlineData("""{"actions":[{"type":"reply","amount":1,"currency":"eur"}],"agent":{"release":"r"},"idempotencyKey":"k"}""", "actions[0].currency")]
    [InlineData("""{"actions":[{"type":"reply","confidence":1.5}],"agent":{"release":"r"},"idempotencyKey":"k"}""", "actions[0].confidence")]
    [InlineData("""{"actions":[{"type":"reply"}],"agent":{"release":""},"idempotencyKey":"k"}""", "agent.release")]
    [InlineData("""{"actions":[{"type":"reply"}],"agent":{"release":"r"}}""", "idempotencyKey")]
    [InlineData("""{"actions":[{"type":"reply"}],"agent":{"release":"r"},"idempotencyKey":"k","maxStaleness":-1}""", "maxStaleness")]
    [InlineData("""{"actions":[{"type":"reply"}],"agent":{"release":"r"},"idempotencyKey":"k","claim":""}""", "claim")]
    [InlineData("""{"actions":[{"type":"reply"}],"agent":{"release":"r"},"idempotencyKey":"k","contact":"a\u0007b"}""", "contact")]
    public async Task What_is_not_well_formed_is_named_by_its_place(string body, string place)
    {
        await using var host = await ApiHost.StartAsync();

        var problem = await (await PostAsync(host, "/v1/accounts/acct-1/decisions", body)).ProblemAsync(HttpStatusCode.BadRequest, "bad_decision");

        Assert.StartsWith(place, problem.GetProperty("detail").GetString());
        Assert.Empty(host.Decisions.Asked);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"actions":[{"type":"reply","colour":"red"}],"agent":{"release":"r"},"idempotencyKey":"k"}""")]
    [InlineData("""{"actions":[{"type":null}],"agent":{"release":"r"},"idempotencyKey":"k"}""")]
    [InlineData("""{"actions":[null],"agent":{"release":"r"},"idempotencyKey":"k"}""")]
    [InlineData("""{"actions":[{"type":"reply"}],"agent":{"release":"r"},"idempotencyKey":"k","supportedObligations":[null]}""")]
    [InlineData("""{"actions":[{"type":"reply"}],"agent":{"release":"r"},"idempotencyKey":"k","idempotencyKey":"l"}""")]
    [InlineData("""{"actions":null,"agent":{"release":"r"},"idempotencyKey":"k"}""")]
    [InlineData("""{"actions":[{"type":"reply"}],"idempotencyKey":"k"}""")]
    [InlineData("""{"actions":[{"type":"commit_date","due":"31.12.2026"}],"agent":{"release":"r"},"idempotencyKey":"k"}""")]
    [InlineData("""{"actions":[{"type":"commit_date","due":"2026-12-31T00:00:00Z"}],"agent":{"release":"r"},"idempotencyKey":"k"}""")]
    [InlineData("""{"actions":[{"type":"reply","amount":"40"}],"agent":{"release":"r"},"idempotencyKey":"k"}""")]
    public async Task A_body_of_another_form_is_refused(string body)
    {
        await using var host = await ApiHost.StartAsync();

        await (await PostAsync(host, "/v1/accounts/acct-1/decisions", body)).ProblemAsync(HttpStatusCode.BadRequest, "bad_request");

        Assert.Empty(host.Decisions.Asked);
    }

    [Theory]
    [InlineData(TwinStanding.StoreUnavailable, null, HttpStatusCode.ServiceUnavailable, "store_unavailable")]
    [InlineData(TwinStanding.Superseded, null, HttpStatusCode.ServiceUnavailable, "account_busy")]
    [InlineData(TwinStanding.Ready, "idempotency_conflict", HttpStatusCode.Conflict, "idempotency_conflict")]
    [InlineData(TwinStanding.Ready, "own_request", HttpStatusCode.Forbidden, "own_request")]
    public async Task What_could_not_be_done_has_its_code(TwinStanding standing, string? refusal, HttpStatusCode status, string code)
    {
        await using var host = await ApiHost.StartAsync();
        host.Decisions.Reply = new DecisionReply { Standing = standing, Refusal = refusal };

        await (await PostAsync(host, "/v1/accounts/acct-1/decisions", Whole)).ProblemAsync(status, code);
    }

    [Fact]
    public async Task A_decision_is_found_by_its_name_in_the_keys_tenant_alone()
    {
        await using var host = await ApiHost.StartAsync();
        host.Decisions.Reply = new DecisionReply { Standing = TwinStanding.Ready, View = View() };
        var client = await host.ClientAsync(KeyScopes.Agent, "another-vendor");

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/decisions/7-0a1b2c3d@acct-1?wait=20&claim=run-1")).StatusCode);
        await (await client.GetAsync("/v1/decisions/seven")).ProblemAsync(HttpStatusCode.NotFound, "unknown_decision");
        await (await client.GetAsync("/v1/decisions/7-0a1b2c3d@acct-1?wait=31")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");

        var (key, asked) = Assert.Single(host.Decisions.Asked);
        Assert.Equal(new AccountKey("another-vendor", "acct-1"), key);
        Assert.Equal(("7-0a1b2c3d@acct-1", 20, "run-1"), asked);
    }

    [Fact]
    public async Task An_outcome_names_its_state_and_what_was_really_spent()
    {
        await using var host = await ApiHost.StartAsync();
        host.Decisions.Reply = new DecisionReply { Standing = TwinStanding.Ready, View = View() };

        await PostAsync(host, "/v1/decisions/7-0a1b2c3d@acct-1/outcome", """{"state":"executed","amounts":[39.5],"currency":"EUR"}""");
        await (await PostAsync(host, "/v1/decisions/7-0a1b2c3d@acct-1/outcome", """{"state":"pending"}""")).ProblemAsync(HttpStatusCode.BadRequest, "bad_request");

        var report = Assert.IsType<OutcomeReport>(Assert.Single(host.Decisions.Asked).Asked);
        Assert.Equal((DecisionState.Executed, "EUR", "test"), (report.State, report.Currency, report.By));
        Assert.Equal([39.5m], report.Amounts!);
    }

    [Theory]
    [InlineData(KeyScopes.Agent, false)]
    [InlineData(KeyScopes.Reviewer, true)]
    [InlineData(KeyScopes.Lead, true)]
    [InlineData(KeyScopes.Admin, true)]
    internal async Task Who_tells_an_outcome_is_a_person_by_the_scopes_of_the_key(KeyScopes scopes, bool isPersons)
    {
        await using var host = await ApiHost.StartAsync();
        host.Decisions.Reply = new DecisionReply { Standing = TwinStanding.Ready, Refusal = "other_agent" };

        await (await PostAsync(host, "/v1/decisions/7-0a1b2c3d@acct-1/outcome", """{"state":"executed"}""", scopes)).ProblemAsync(HttpStatusCode.Forbidden, "other_agent");

        Assert.Equal(isPersons, Assert.IsType<OutcomeReport>(Assert.Single(host.Decisions.Asked).Asked).IsPersons);
    }

    private static async Task<HttpResponseMessage> PostAsync(ApiHost host, string address, string body, KeyScopes scopes = KeyScopes.Agent)
    {
        var client = await host.ClientAsync(scopes);
        return await client.PostAsync(address, new StringContent(body, Encoding.UTF8, "application/json"));
    }

    internal static DecisionView View() => new()
    {
        DecisionId = "7-0a1b2c3d@acct-1",
        Account = "acct-1",
        Verdict = VerdictKind.RequireApproval,
        Next = NextStep.Wait,
        Enforced = true,
        State = DecisionState.Pending,
        Actions = [],
        Context = new DecisionContextView { Revision = 1, Fingerprint = "f", AsOf = Sample.Now },
        Playbook = new PlaybookRefView { Version = "v", Hash = "h" },
        Scoring = "s",
        DecidedAt = Sample.Now,
    };
}
