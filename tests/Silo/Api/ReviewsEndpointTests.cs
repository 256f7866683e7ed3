using System.Net;
using System.Text;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Security;

namespace AccountTwins.Tests.Silo.Api;

public sealed class ReviewsEndpointTests
{
    private const string Id = "7-0a1b2c3d@acct-1";

    [Fact]
    public async Task A_claim_shows_the_case_and_keeps_others_out()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());
        host.Reviews.Items[Id] = Item(host);
        host.Decisions.Reply = new DecisionReply { Standing = TwinStanding.Ready, View = DecisionsEndpointTests.View() };
        var client = await host.ClientAsync(KeyScopes.Reviewer);

        var json = await (await client.PostAsync($"/v1/reviews/{Id}/claim", null)).JsonAsync();

        Assert.Equal("test", json.GetProperty("item").GetProperty("claimedBy").GetString());
        Assert.Equal(Id, json.GetProperty("decision").GetProperty("decisionId").GetString());
        Assert.Equal(Sample.Account().Profile.Goals.Length, json.GetProperty("goals").GetArrayLength());
        host.Reviews.Items[Id] = Item(host) with { ClaimedBy = "somebody", ClaimedUntil = host.Clock.GetUtcNow().AddMinutes(1) };
        await (await client.PostAsync($"/v1/reviews/{Id}/claim", null)).ProblemAsync(HttpStatusCode.Conflict, "review_taken");
        await (await client.PostAsync("/v1/reviews/8-0a1b2c3d@acct-1/claim", null)).ProblemAsync(HttpStatusCode.NotFound, "unknown_review");
    }

    [Fact]
    public async Task Who_made_the_first_audit_does_not_make_the_second()
    {
        await using var host = await ApiHost.StartAsync();
        host.Reviews.Items[Id] = Item(host) with { Kind = ReviewKind.Audit, State = ReviewState.Done, DecidedBy = "test" };
        host.Reviews.Items[Id + ":2"] = Item(host) with { Id = Id + ":2", Kind = ReviewKind.SecondAudit };
        var client = await host.ClientAsync(KeyScopes.Reviewer);

        await (await client.PostAsync($"/v1/reviews/{Id}:2/claim", null)).ProblemAsync(HttpStatusCode.Conflict, "review_taken");
    }

    [Theory]
    [InlineData(KeyScopes.Reviewer, "csm")]
    [InlineData(KeyScopes.Lead, "lead")]
    [InlineData(KeyScopes.Reviewer | KeyScopes.Executive, "executive")]
    [InlineData(KeyScopes.Admin, "executive")]
    public async Task The_role_is_the_keys_and_learning_is_told(KeyScopes scopes, string role)
    {
        await using var host = await ApiHost.StartAsync();
        host.Reviews.Items[Id] = Item(host) with { ClaimedBy = "test", ClaimedUntil = host.Clock.GetUtcNow().AddMinutes(1) };
        host.Decisions.Reply = new DecisionReply { Standing = TwinStanding.Ready, View = DecisionsEndpointTests.View() };

        var response = await PostAsync(host, scopes, """
            {"verb":"edit","edit":"amount","goals":"serves","reason":"less","approved":[{"type":"grant_credit","amount":20,"currency":"EUR"}]}
            """);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var report = Assert.IsType<ReviewReport>(Assert.Single(host.Decisions.Asked).Asked);
        Assert.Equal(("test", role, "edit", "amount", "serves", "none"), (report.Reviewer, report.Role, report.Verb, report.Edit, report.Goals, report.Severity));
        Assert.Equal(20, Assert.Single(report.Approved!).Amount);
        Assert.Equal(1, host.Learning.Count);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("somebody", 1)]
    [InlineData("test", -1)]
    public async Task Only_who_holds_an_item_decides_it(string? holder, int minutes)
    {
        await using var host = await ApiHost.StartAsync();
        host.Reviews.Items[Id] = Item(host) with { ClaimedBy = holder, ClaimedUntil = host.Clock.GetUtcNow().AddMinutes(minutes) };

        await (await PostAsync(host, KeyScopes.Reviewer, """{"verb":"accept","goals":"serves"}""")).ProblemAsync(HttpStatusCode.Conflict, "review_taken");

        Assert.Empty(host.Decisions.Asked);
    }

    [Theory]
    [InlineData("""{"verb":"like","goals":"serves"}""", "verb")]
    [InlineData("""{"verb":"accept","goals":"maybe"}""", "goals")]
    [InlineData("""{"verb":"accept","goals":"serves","severity":"awful"}""", "severity")]
    [InlineData("""{"verb":"accept","goals":"serves","edit":"tone"}""", "edit")]
    [InlineData("""{"verb":"edit","goals":"serves"}""", "edit")]
    [InlineData("""{"verb":"reject","goals":"against"}""", "reason")]
    [InlineData("""{"verb":"edit","edit":"fact","goals":"serves","approved":[]}""", "approved")]
    [InlineData("""{"verb":"edit","edit":"fact","goals":"serves","approved":[{"type":"X"}]}""", "approved[0].type")]
    public async Task A_review_that_is_not_well_formed_is_named_by_its_place(string body, string place)
    {
        await using var host = await ApiHost.StartAsync();

        var problem = await (await PostAsync(host, KeyScopes.Reviewer, body)).ProblemAsync(HttpStatusCode.BadRequest, "bad_review");

        Assert.StartsWith(place, problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task The_queue_is_paged_by_its_own_cursor()
    {
        await using var host = await ApiHost.StartAsync();
        host.Reviews.Items[Id] = Item(host);
        var client = await host.ClientAsync(KeyScopes.Reviewer);

        var page = await (await client.GetAsync("/v1/reviews?limit=1&kind=approval")).JsonAsync();
        await client.GetAsync("/v1/reviews?cursor=" + page.GetProperty("next").GetString());

        Assert.Equal((Id, (DateTimeOffset?)Item(host).DueAt), (host.Reviews.Query!.AfterId, host.Reviews.Query.AfterDue));
        await (await client.GetAsync("/v1/reviews?cursor=made-up")).ProblemAsync(HttpStatusCode.BadRequest, "cursor_invalid");
        await (await client.GetAsync("/v1/reviews?kind=gossip")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
    }

    private static async Task<HttpResponseMessage> PostAsync(ApiHost host, KeyScopes scopes, string body)
    {
        var client = await host.ClientAsync(scopes);
        return await client.PostAsync($"/v1/reviews/{Id}", new StringContent(body, Encoding.UTF8, "application/json"));
    }

    internal static ReviewItem Item(ApiHost host) => new()
    {
        Id = Id,
        Tenant = ApiHost.Tenant,
        Account = "acct-1",
        Number = 7,
        Kind = ReviewKind.Approval,
        Scenario = "grant_credit~billing~small",
        AgentRelease = "support-7",
        Role = "csm",
        CreatedAt = host.Clock.GetUtcNow(),
        DueAt = host.Clock.GetUtcNow().AddHours(1),
        ExpiresAt = host.Clock.GetUtcNow().AddHours(2),
    };
}
