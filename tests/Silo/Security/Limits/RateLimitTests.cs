using System.Net;
using System.Text;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Security.Limits;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Silo.Mcp;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Security.Limits;

public sealed class RateLimitTests
{
    [Fact]
    public async Task Every_route_takes_one_request_of_its_key_and_refuses_when_none_is_left()
    {
        await using var host = await StartAsync(limits => (limits.Admin, limits.BurstSeconds) = (RouteSample.All.Length, 1));
        var (key, other) = (await host.ClientAsync(KeyScopes.Admin), await host.ClientAsync(KeyScopes.Admin));
        var left = RouteSample.All.Length;
        foreach (var sample in RouteSample.All)
        {
            using var response = await key.SendAsync(sample.Request("0123456789ab"), HttpCompletionOption.ResponseHeadersRead);
            Assert.True(response.StatusCode != HttpStatusCode.TooManyRequests, sample.Route);
            Assert.Equal($"\"key\";q={RouteSample.All.Length};w=1", Header(response, "RateLimit-Policy"));
            Assert.Equal($"\"key\";r={--left};t=1", Header(response, "RateLimit"));
        }

        foreach (var sample in RouteSample.All)
        {
            using var response = await key.SendAsync(sample.Request("0123456789ab"));
            await response.ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
            Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
            Assert.Equal("\"key\";r=0;t=1", Header(response, "RateLimit"));
        }

        using var fine = await other.GetAsync("/v1/keys");
        Assert.Equal(HttpStatusCode.OK, fine.StatusCode);
    }

    [Fact]
    public async Task Without_a_limit_nothing_is_said()
    {
        await using var host = await StartAsync(_ => { });
        using var response = await (await host.ClientAsync(KeyScopes.Admin)).GetAsync("/v1/keys");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(Header(response, "RateLimit"));
        Assert.Null(Header(response, "RateLimit-Policy"));
    }

    [Fact]
    public async Task Without_a_word_in_the_settings_every_key_has_a_limit_and_is_told_so()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var scope in KeyScopesText.Each)
        {
            using var response = await (await host.ClientAsync(scope, $"vendor-{scope}")).GetAsync("/openapi/v1.json");

            var whole = 10 * new RateLimitOptions().Of(scope);
            Assert.Equal($"\"key\";q={whole};w=10, \"tenant\";q=100000;w=10", Header(response, "RateLimit-Policy"));
            Assert.Equal($"\"key\";r={whole - 1};t=1, \"tenant\";r=99999;t=1", Header(response, "RateLimit"));
            Assert.InRange(whole, 10_000, 50_000);
        }
    }

    [Fact]
    public async Task A_batch_over_the_limit_is_refused_as_a_whole_and_taken_after_the_time_that_was_told()
    {
        await using var host = await StartAsync(limits => (limits.Signals, limits.BurstSeconds) = (1, 4));
        var client = await host.ClientAsync(KeyScopes.Signals);
        for (var index = 0; index < 4; index++)
            Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/v1/signals", Batch(index))).StatusCode);
        var taken = host.Accounts.Accepted.Values.Sum(bundles => bundles.Count);

        using var refused = await client.PostAsync("/v1/signals", Batch(9));

        await refused.ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.Equal(taken, host.Accounts.Accepted.Values.Sum(bundles => bundles.Count));
        host.Clock.Advance(refused.Headers.RetryAfter!.Delta!.Value);
        var answer = await (await client.PostAsync("/v1/signals", Batch(9))).JsonAsync();
        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Keys_of_one_tenant_share_its_limit_and_another_tenant_does_not_notice()
    {
        await using var host = await StartAsync(limits => (limits.Tenant, limits.Reader, limits.BurstSeconds) = (2, 50, 1));
        var (one, two, foreign) = (await host.ClientAsync(KeyScopes.Reader), await host.ClientAsync(KeyScopes.Reader), await host.ClientAsync(KeyScopes.Reader, "another-vendor"));

        await one.GetAsync("/v1/playbook");
        await two.GetAsync("/v1/playbook");
        using var refused = await one.GetAsync("/v1/playbook");

        await refused.ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        // What the tenant was refused cost the key nothing.
        Assert.Equal("\"key\";r=49;t=1, \"tenant\";r=0;t=1", Header(refused, "RateLimit"));
        Assert.Equal("\"key\";q=50;w=1, \"tenant\";q=2;w=1", Header(refused, "RateLimit-Policy"));
        using var elsewhere = await foreign.GetAsync("/v1/playbook");
        Assert.Equal("\"key\";r=49;t=1, \"tenant\";r=1;t=1", Header(elsewhere, "RateLimit"));
    }

    [Fact]
    public async Task A_tool_costs_one_request_whatever_it_asks_inside()
    {
        await using var host = await StartAsync(limits => (limits.Agent, limits.BurstSeconds) = (3, 1));
        host.Put(Sample.Account());
        var client = await host.ClientAsync(KeyScopes.Agent);

        for (var left = 2; left >= 0; left--)
        {
            using var response = await client.AskAsync("tools/call", """{"name":"get_account_context","arguments":{"account":"acct-1"}}""");
            Assert.Equal((HttpStatusCode.OK, $"\"key\";r={left};t=1"), (response.StatusCode, Header(response, "RateLimit")));
        }

        await (await client.AskAsync("tools/list", "{}")).ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
    }

    [Fact]
    public async Task A_fault_says_too_how_the_caller_stands()
    {
        await using var host = await StartAsync(limits => limits.Admin = 5);
        var client = await host.ClientAsync(KeyScopes.Admin);
        await client.GetAsync("/v1/keys");
        host.Keys.IsAway = true;

        using var response = await client.DeleteAsync("/v1/keys/0123456789ab");

        await response.ProblemAsync(HttpStatusCode.ServiceUnavailable, "store_unavailable");
        Assert.Equal("\"key\";r=48;t=1", Header(response, "RateLimit"));
    }

    [Fact]
    public async Task Guessing_from_one_address_is_stopped_and_every_good_key_there_goes_on()
    {
        await using var host = await StartAsync(limits => (limits.Attempts, limits.BurstSeconds) = (1, 3));
        var (used, unused) = (await host.ClientAsync(KeyScopes.Reader), await host.ClientAsync(KeyScopes.Reader));
        await used.GetAsync("/v1/playbook");
        var guess = await host.ClientAsync(KeyScopes.None);
        guess.DefaultRequestHeaders.Add("X-Api-Key", "at_0123456789ab_" + new string('x', 43));
        for (var index = 0; index < 3; index++)
            await (await guess.GetAsync("/v1/playbook")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        var finds = host.Keys.Finds;

        using var refused = await guess.GetAsync("/v1/playbook");
        await refused.ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.Equal("\"attempts\";q=3;w=3", Header(refused, "RateLimit-Policy"));
        Assert.Equal(finds, host.Keys.Finds);
        Assert.Equal(HttpStatusCode.OK, (await unused.GetAsync("/v1/playbook")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await used.GetAsync("/v1/playbook")).StatusCode);
        guess.DefaultRequestHeaders.Add("test-peer", "203.0.113.8");
        await (await guess.GetAsync("/v1/playbook")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");

        guess.DefaultRequestHeaders.Remove("test-peer");
        host.Clock.Advance(refused.Headers.RetryAfter!.Delta!.Value);
        await (await guess.GetAsync("/v1/playbook")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task Ids_that_are_none_cost_the_store_one_read_of_all_however_many_are_tried()
    {
        await using var host = await StartAsync(limits => (limits.Attempts, limits.BurstSeconds) = (1, 1));
        var guess = await host.ClientAsync(KeyScopes.None);
        await guess.GetAsync("/v1/playbook");
        for (var index = 0; index < 50; index++)
            await (await AskAsync(guess, ApiKeySecret.Create().Text)).ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.Equal((0, 1), (host.Keys.Finds, host.Keys.Lists));

        // A key of another silo is known a second later.
        var key = await host.CreateKeyAsync(KeyScopes.Reader);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await guess.GetAsync("/v1/playbook");
        using var good = await AskAsync(guess, key);
        Assert.Equal((HttpStatusCode.OK, 1, 2), (good.StatusCode, host.Keys.Finds, host.Keys.Lists));
    }

    [Fact]
    public async Task Wrong_secrets_of_a_key_that_nobody_uses_are_refused_and_its_right_one_is_not()
    {
        await using var host = await StartAsync(limits => (limits.Attempts, limits.BurstSeconds) = (1, 1));
        var guess = await host.ClientAsync(KeyScopes.None);
        await guess.GetAsync("/v1/playbook");
        var (key, ended) = (await host.CreateKeyAsync(KeyScopes.Reader), await host.CreateKeyAsync(KeyScopes.Reader));
        await host.Keys.RevokeAsync(ended.Split('_')[1], host.Clock.GetUtcNow(), default);

        for (var index = 0; index < 1_000; index++)
            await (await AskAsync(guess, ApiKeySecret.Renew(key.Split('_')[1]).Text)).ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        await (await AskAsync(guess, ended)).ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(guess, key)).StatusCode);
        // The first, and those that may be of a secret that is newer than it.
        Assert.Equal(11, host.Keys.Finds);
    }

    [Fact]
    public async Task While_the_store_is_away_nobody_is_told_that_a_key_is_none()
    {
        await using var host = await StartAsync(limits => (limits.Attempts, limits.BurstSeconds) = (1, 1));
        var guess = await host.ClientAsync(KeyScopes.None);
        await guess.GetAsync("/v1/playbook");
        host.Keys.IsAway = true;

        await (await AskAsync(guess, ApiKeySecret.Create().Text)).ProblemAsync(HttpStatusCode.ServiceUnavailable, "store_unavailable");
    }

    [Fact]
    public async Task The_wrong_secret_of_a_key_in_use_is_counted_like_any_other()
    {
        await using var host = await StartAsync(limits => (limits.Attempts, limits.BurstSeconds) = (1, 2));
        var key = await host.CreateKeyAsync(KeyScopes.Reader);
        var client = await host.ClientAsync(KeyScopes.None);
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/playbook")).StatusCode);
        var wrong = await host.ClientAsync(KeyScopes.None);
        wrong.DefaultRequestHeaders.Authorization = new("Bearer", key[..^1] + (key[^1] == 'A' ? 'B' : 'A'));

        var codes = new List<int>();
        for (var index = 0; index < 4; index++)
            codes.Add((int)(await wrong.GetAsync("/v1/playbook")).StatusCode);

        Assert.Equal([401, 401, 429, 429], codes);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/playbook")).StatusCode);
    }

    [Fact]
    public async Task Who_has_one_address_of_IPv6_has_its_network()
    {
        await using var host = await StartAsync(limits => (limits.Attempts, limits.BurstSeconds) = (1, 1));
        var client = await host.ClientAsync(KeyScopes.None);

        var codes = new List<int>();
        foreach (var peer in new[] { "2001:db8::1", "2001:db8::2", "2001:db8:0:1::1", "198.51.100.4", "::ffff:198.51.100.4" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/playbook") { Headers = { { "test-peer", peer } } };
            codes.Add((int)(await client.SendAsync(request)).StatusCode);
        }

        Assert.Equal([401, 429, 401, 401, 429], codes);
    }

    [Fact]
    public async Task Refusals_are_counted_without_a_key()
    {
        await using var host = await StartAsync(limits => (limits.Agent, limits.Attempts, limits.BurstSeconds) = (1, 1, 1));
        using var refused = new CountedMeasurements(host.Meters, RateLimitMetrics.Refused);
        var (agent, nobody) = (await host.ClientAsync(KeyScopes.Agent), await host.ClientAsync(KeyScopes.None));
        for (var index = 0; index < 3; index++)
        {
            await agent.GetAsync("/v1/accounts/x");
            await nobody.GetAsync("/v1/accounts/x");
        }

        Assert.Equal(new Dictionary<string, long> { ["limit=key,scope=agent"] = 2, ["limit=attempts,scope=none"] = 2 }, refused.ByTags);
    }

    [Theory]
    [InlineData(KeyScopes.Agent, 5)]
    [InlineData(KeyScopes.Agent | KeyScopes.Reader, 9)]
    [InlineData(KeyScopes.Lead, 7)]
    [InlineData(KeyScopes.Agent | KeyScopes.Ops, 0)]
    public void Of_several_scopes_the_widest_limit_counts(KeyScopes scopes, int perSecond) =>
        Assert.Equal(perSecond, new RateLimitOptions { Agent = 5, Reader = 9, Reviewer = 7, Ops = 0 }.Of(scopes));

    /// <summary>Keys have the limits that the test sets, and no others.</summary>
    private static Task<ApiHost> StartAsync(Action<RateLimitOptions> limits) => ApiHost.StartAsync(services: services =>
    {
        services.Configure<RateLimitOptions>(one => one.Agent = one.Signals = one.Reviewer = one.Reader = one.Ops = one.Admin = one.Tenant = 0);
        services.Configure(limits);
    });

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/playbook") { Headers = { { "X-Api-Key", key } } };
        return await client.SendAsync(request);
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join("|", values) : null;

    private static StringContent Batch(int number) => new(
        "[" + string.Join(',', Enumerable.Range(0, 2).Select(index => """{"specversion":"1.0","id":"NUMBER","source":"/p","type":"usage.activity.v1","subject":"acct-1","time":"2026-03-01T11:59:00Z","data":{"sessions":2}}""".Replace("NUMBER", $"{number}-{index}"))) + "]",
        Encoding.UTF8,
        "application/cloudevents-batch+json");
}
