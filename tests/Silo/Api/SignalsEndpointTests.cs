using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Observability;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Api;

public sealed class SignalsEndpointTests
{
    private const string Single = "application/cloudevents+json";
    private const string Batch = "application/cloudevents-batch+json";

    [Fact]
    public async Task One_signal_reaches_its_twin_and_its_feed()
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await (await PostAsync(host, Event(1), Single)).JsonAsync();

        Assert.Equal("""{"accepted":1,"repeated":0,"rejected":0,"results":[{"index":0,"status":"accepted"}]}""", answer.ToString());
        var bundle = Assert.Single(host.Accounts.Accepted[new AccountKey(ApiHost.Tenant, "acct-1")]);
        Assert.Equal("usage.activity.v1", Signal.Unpack(Assert.Single(bundle.Bodies)).Type.WireName);
        Assert.Equal((ApiHost.Tenant, Family.Usage, Sample.Now.AddMinutes(-1), false), Assert.Single(host.Feeds.Heard));
    }

    [Fact]
    public async Task While_the_outbox_is_full_signals_are_refused_and_taken_afterwards()
    {
        await using var host = await ApiHost.StartAsync();
        host.Outbox.Set(isOpen: false);

        var problem = await (await PostAsync(host, Event(1), Single)).ProblemAsync(HttpStatusCode.ServiceUnavailable, "outbox_full");
        Assert.Equal("outbox_full", problem.GetProperty("results")[0].GetProperty("code").GetString());
        Assert.Empty(host.Accounts.Accepted);

        host.Outbox.Set(isOpen: true);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Event(1), Single)).StatusCode);
        Assert.Single(host.Accounts.Accepted);
    }

    [Theory]
    [InlineData(Batch)]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    public async Task A_batch_is_one_call_an_account_and_answers_in_its_order(string type)
    {
        await using var host = await ApiHost.StartAsync();

        var response = await PostAsync(host, $"[{Event(1, "a")},{Event(2, "b")},{Event(3, "a")},{{\"no\":1}},{Event(4, "b", type: "usage.unheard_of.v1")}]", type);

        Assert.Equal(HttpStatusCode.MultiStatus, response.StatusCode);
        var results = (await response.JsonAsync()).GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(["accepted", "accepted", "accepted", "rejected", "rejected"], results.Select(result => result.GetProperty("status").GetString()));
        Assert.Equal("unknown_type", results[4].GetProperty("code").GetString());
        Assert.Equal([0, 1, 2, 3, 4], results.Select(result => result.GetProperty("index").GetInt32()));
        Assert.Equal(2, Assert.Single(host.Accounts.Accepted[new AccountKey(ApiHost.Tenant, "a")]).Bodies.Length);
        Assert.Single(Assert.Single(host.Accounts.Accepted[new AccountKey(ApiHost.Tenant, "b")]).Bodies);
    }

    [Fact]
    public async Task Binary_mode_takes_its_attributes_from_headers()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Signals);
        var content = new StringContent("""{"activeUsers":3}""", Encoding.UTF8, "application/json");
        foreach (var (name, value) in new[]
        {
            ("ce-specversion", "1.0"), ("ce-id", "9"), ("ce-source", "/product"), ("ce-type", "usage.activity.v1"),
            ("ce-subject", "Caf%C3%A9"), ("ce-time", "2026-03-01T11:59:00Z"),
        })
            content.Headers.Add(name, value);

        var response = await client.PostAsync("/v1/signals", content);

        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        Assert.Contains(new AccountKey(ApiHost.Tenant, "Café"), host.Accounts.Accepted.Keys);
    }

    [Fact]
    public async Task A_heartbeat_goes_to_its_feed_and_to_no_account()
    {
        await using var host = await ApiHost.StartAsync();

        var response = await PostAsync(
            host, """{"specversion":"1.0","id":"1","source":"/erp","type":"feed.heartbeat.v1","time":"2026-03-01T11:59:00Z","data":{"family":"billing"}}""", Single);

        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        Assert.Equal((ApiHost.Tenant, Family.Billing, Sample.Now.AddMinutes(-1), true), Assert.Single(host.Feeds.Heard));
        Assert.Empty(host.Accounts.Accepted);
    }

    [Fact]
    public async Task The_tenant_is_the_keys_and_another_one_is_refused()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Event(1, extra: $"\"tenant\":\"{ApiHost.Tenant}\","), Single)).StatusCode);
        var problem = await (await PostAsync(host, Event(2, extra: "\"tenant\":\"other\","), Single)).ProblemAsync(HttpStatusCode.BadRequest, "all_rejected");

        Assert.Equal("tenant_mismatch", problem.GetProperty("results")[0].GetProperty("code").GetString());
        Assert.All(host.Accounts.Accepted.Keys, key => Assert.Equal(ApiHost.Tenant, key.Tenant));
    }

    [Fact]
    public async Task A_rejected_signal_is_counted_for_its_family_where_that_is_known()
    {
        await using var host = await ApiHost.StartAsync();
        using var counted = new CountedMeasurements(host.Meters, MetricCatalogue.Signals.Name);

        await PostAsync(host, $"[{Event(1, time: "yesterday")},{Event(2, type: "usage.unheard_of.v1")},{Event(3, extra: "\"tenant\":\"another\",")}]", Batch);

        Assert.Equal(
            new Dictionary<string, long> { ["family=usage,outcome=rejected"] = 2, ["family=unspecified,outcome=rejected"] = 1 },
            counted.ByTags);
    }

    [Fact]
    public async Task What_the_twin_knows_or_refuses_is_told_by_its_index()
    {
        await using var host = await ApiHost.StartAsync();
        host.Accounts.Accept = (_, bundle) => new AcceptAnswer
        {
            Standing = TwinStanding.Ready, Applied = 1, Repeated = [1], Refused = [new RefusedSignal(2, "apply_failed")],
        };

        var response = await PostAsync(host, $"[{{}},{Event(1)},{Event(2)},{Event(3)}]", Batch);

        var results = (await response.JsonAsync()).GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(["rejected", "accepted", "repeated", "rejected"], results.Select(result => result.GetProperty("status").GetString()));
        Assert.Equal("apply_failed", results[3].GetProperty("code").GetString());
    }

    [Fact]
    public async Task While_the_store_is_away_nothing_is_called_accepted_that_is_not_durable()
    {
        await using var host = await ApiHost.StartAsync();
        host.Accounts.Accept = (key, bundle) =>
            new AcceptAnswer { Standing = key.Account == "down" ? TwinStanding.StoreUnavailable : TwinStanding.Ready, Applied = bundle.Bodies.Length };

        var response = await PostAsync(host, $"[{Event(1, "up")},{Event(2, "down")}]", Batch);

        var problem = await response.ProblemAsync(HttpStatusCode.ServiceUnavailable, "store_unavailable");
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal(["accepted", "refused"], problem.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_twin_that_fails_does_not_take_the_others_with_it()
    {
        await using var host = await ApiHost.StartAsync();
        host.Accounts.Accept = (key, bundle) => key.Account switch
        {
            "late" => throw new TimeoutException(),
            "broken" => throw new InvalidOperationException("secret detail"),
            _ => new AcceptAnswer { Standing = TwinStanding.Ready, Applied = bundle.Bodies.Length },
        };

        var response = await PostAsync(host, $"[{Event(1, "late")},{Event(2, "broken")},{Event(3, "well")}]", Batch);

        var text = (await response.ProblemAsync(HttpStatusCode.ServiceUnavailable, "account_busy")).GetProperty("results").ToString();
        Assert.DoesNotContain("secret", text);
        Assert.Contains("""{"index":2,"status":"accepted"}""", text);
        Assert.Single(host.Accounts.Accepted);
    }

    [Fact]
    public async Task Five_thousand_signals_are_too_many_and_none_is_taken()
    {
        await using var host = await ApiHost.StartAsync();

        await (await PostAsync(host, $"[{string.Join(',', Enumerable.Range(0, 5000).Select(id => Event(id)))}]", Batch))
            .ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_many_signals");

        Assert.Empty(host.Accounts.Accepted);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, $"[{string.Join(',', Enumerable.Range(0, 1000).Select(id => Event(id)))}]", Batch)).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ten_megabytes_are_too_large_whether_announced_or_not(bool isAnnounced)
    {
        await using var host = await ApiHost.StartAsync();
        var bytes = new byte[10 * 1024 * 1024];
        bytes.AsSpan().Fill((byte)' ');
        HttpContent content = isAnnounced ? new ByteArrayContent(bytes) : new StreamContent(new UnknownLength(bytes));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(Batch);

        await (await (await host.ClientAsync(KeyScopes.Signals)).PostAsync("/v1/signals", content))
            .ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Theory]
    [InlineData("[{]", Batch, HttpStatusCode.BadRequest, "bad_request")]
    [InlineData("{}", Batch, HttpStatusCode.BadRequest, "bad_request")]
    [InlineData("[1] [2]", Batch, HttpStatusCode.BadRequest, "bad_request")]
    [InlineData("", Batch, HttpStatusCode.BadRequest, "bad_request")]
    [InlineData("{not json", Single, HttpStatusCode.BadRequest, "all_rejected")]
    [InlineData("", "application/json", HttpStatusCode.BadRequest, "all_rejected")]
    [InlineData("x", "text/plain", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    [InlineData("<a/>", "application/cloudevents+xml", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    public async Task A_body_that_cannot_be_read_is_answered_with_its_code(string body, string type, HttpStatusCode status, string code)
    {
        await using var host = await ApiHost.StartAsync();

        await (await PostAsync(host, body, type)).ProblemAsync(status, code);
    }

    [Fact]
    public async Task An_empty_batch_is_no_fault()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, " [ ] ", Batch)).StatusCode);
    }

    [Theory]
    [InlineData("2026-03-01T12:06:00Z", "from_future")]
    [InlineData("yesterday", "bad_time")]
    [InlineData("1969-12-31T23:59:59Z", "bad_time")]
    public async Task A_time_that_cannot_be_is_rejected(string time, string code)
    {
        await using var host = await ApiHost.StartAsync();

        var problem = await (await PostAsync(host, Event(1, time: time), Single)).ProblemAsync(HttpStatusCode.BadRequest, "all_rejected");

        Assert.Equal(code, problem.GetProperty("results")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_very_late_signal_is_taken()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Event(1, time: "2019-01-01T00:00:00Z"), Single)).StatusCode);
    }

    private static string Event(int id, string account = "acct-1", string time = "2026-03-01T11:59:00Z", string type = "usage.activity.v1", string extra = "") =>
        $$"""{"specversion":"1.0",{{extra}}"id":"{{id}}","source":"/product","type":"{{type}}","subject":"{{account}}","time":"{{time}}","data":{"activeUsers":3} }""";

    private static async Task<HttpResponseMessage> PostAsync(ApiHost host, string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await (await host.ClientAsync(KeyScopes.Signals)).PostAsync("/v1/signals", content);
    }

    /// <summary>A body whose length nobody announces.</summary>
    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
