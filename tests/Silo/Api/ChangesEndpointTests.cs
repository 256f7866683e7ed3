using System.Net;
using System.Text;
using System.Text.Json;
using AccountTwins.Domain.Changes;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Security.Tokens;
using AccountTwins.Tests.Silo.Security.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Silo.Api;

public sealed class ChangesEndpointTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_stream_tells_what_comes_and_resumes_behind_its_last_id()
    {
        await using var host = await ApiHost.StartAsync();
        Announce(host, "a", ChangeKinds.FlagOpened);
        using var client = await host.ClientAsync(KeyScopes.Reader);
        using (var live = await Reader.OpenAsync(client, "/v1/changes"))
        {
            Assert.Equal(("1", null), await live.NextAsync());
            Announce(host, "b", ChangeKinds.FlagOpened, "c", ChangeKinds.FlagClosed);
            Assert.Equal(("2", ChangeKinds.FlagOpened), await live.NextAsync());
            Assert.Equal("b", live.Data.GetProperty("subject").GetString());
            Assert.Equal("account.flag_opened.v1", live.Data.GetProperty("type").GetString());
            Assert.Equal("2", live.Data.GetProperty("sequence").GetString());
            Assert.Equal(("3", ChangeKinds.FlagClosed), await live.NextAsync());
        }

        client.DefaultRequestHeaders.Add("Last-Event-ID", "2");
        using var again = await Reader.OpenAsync(client, "/v1/changes");
        Assert.Equal(("2", null), await again.NextAsync());
        Assert.Equal(("3", ChangeKinds.FlagClosed), await again.NextAsync());
    }

    [Fact]
    public async Task Filters_take_account_segment_and_kinds_and_heartbeats_move_the_cursor_over_the_rest()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await host.ClientAsync(KeyScopes.Reader);
        using var stream = await Reader.OpenAsync(client, "/v1/changes?account=a&segment=smb&kind=flag_opened,flag_closed&after=0");
        Assert.Equal(("0", null), await stream.NextAsync());

        Announce(host, "b", ChangeKinds.FlagOpened, "a", ChangeKinds.BandCrossed, "a", ChangeKinds.FlagClosed, "b", ChangeKinds.FlagClosed);
        Assert.Equal(("3", ChangeKinds.FlagClosed), await stream.NextAsync());
        var next = stream.NextAsync();
        await Support.Until.TrueAsync(() => IsThereAfterABeat(host, next));

        Assert.Equal(("4", null), await next);
        Assert.Contains(": beat", stream.Comments, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenant_sees_its_own_changes_and_numbers_alone()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await host.ClientAsync(KeyScopes.Reader, "other");
        using var stream = await Reader.OpenAsync(client, "/v1/changes");
        Assert.Equal(("0", null), await stream.NextAsync());
        Announce(host, "a", ChangeKinds.FlagOpened);
        host.Changes.Add(new ChangeRow("other", "z", "chg_z", ChangeKinds.FlagOpened, null, Noon, "{}"u8.ToArray()));
        host.Move();

        Assert.Equal(("1", ChangeKinds.FlagOpened), await stream.NextAsync());
        Assert.Equal("z", stream.Data.GetProperty("subject").GetString());
    }

    [Fact]
    public async Task An_agent_is_not_shown_how_its_latitude_is_weighed()
    {
        await using var host = await ApiHost.StartAsync();
        using var agent = await host.ClientAsync(KeyScopes.Agent);
        foreach (var kind in new[] { ChangeKinds.LatitudeChanged, ChangeKinds.LatitudeOverridden })
            await (await agent.GetAsync($"/v1/changes?kind={kind}")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        using var stream = await Reader.OpenAsync(agent, "/v1/changes");
        await stream.NextAsync();
        Announce(host, "a", ChangeKinds.LatitudeChanged, "a", ChangeKinds.LatitudeOverridden, "a", ChangeKinds.ReviewDone);

        Assert.Equal(("3", ChangeKinds.ReviewDone), await stream.NextAsync());
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_with_its_code()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await host.ClientAsync(KeyScopes.Reader);
        for (var count = 0; count < 5; count++)
            Announce(host, "a", ChangeKinds.FlagOpened);
        host.Changes.Remove(ApiHost.Tenant, 3);

        await (await client.GetAsync("/v1/changes?after=2")).ProblemAsync(HttpStatusCode.Gone, "cursor_expired");
        await (await client.GetAsync("/v1/changes?after=6")).ProblemAsync(HttpStatusCode.BadRequest, "cursor_invalid");
        await (await client.GetAsync("/v1/changes?kind=weather")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        await (await client.GetAsync("/v1/changes?kinds=flag_opened")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        host.Changes.IsAway = true;
        await (await client.GetAsync("/v1/changes?after=4")).ProblemAsync(HttpStatusCode.ServiceUnavailable, "store_unavailable");
        host.Changes.IsAway = false;
        client.DefaultRequestHeaders.Add("Last-Event-ID", "chg_1");
        await (await client.GetAsync("/v1/changes")).ProblemAsync(HttpStatusCode.BadRequest, "cursor_invalid");
    }

    [Fact]
    public async Task A_tenant_has_so_many_streams_and_a_place_comes_back_when_one_leaves()
    {
        await using var host = await ApiHost.StartAsync(options => options.StreamsPerTenantMax = 2);
        using var client = await host.ClientAsync(KeyScopes.Reader);
        using var first = await Reader.OpenAsync(client, "/v1/changes");
        using (await Reader.OpenAsync(client, "/v1/changes"))
            await (await client.GetAsync("/v1/changes")).ProblemAsync(HttpStatusCode.TooManyRequests, "too_many_subscribers");

        using var other = await host.ClientAsync(KeyScopes.Reader, "other");
        using var ofOther = await Reader.OpenAsync(other, "/v1/changes");
        HttpResponseMessage? third = null;
        await Support.Until.TrueAsync(async () =>
        {
            third = await client.GetAsync("/v1/changes", HttpCompletionOption.ResponseHeadersRead);
            return third.StatusCode == HttpStatusCode.OK;
        });
        third!.Dispose();
    }

    [Fact]
    public async Task Who_was_away_for_longer_than_the_feed_remembers_catches_up_from_the_log()
    {
        await using var host = await ApiHost.StartAsync(options => options.BufferMax = 64);
        using var client = await host.ClientAsync(KeyScopes.Reader);
        for (var count = 0; count < 300; count++)
            Announce(host, "a", ChangeKinds.FlagOpened);
        using var stream = await Reader.OpenAsync(client, "/v1/changes?after=10");
        await stream.NextAsync();
        for (var number = 11; number <= 300; number++)
            Assert.Equal((number.ToString(System.Globalization.CultureInfo.InvariantCulture), ChangeKinds.FlagOpened), await stream.NextAsync());
        Announce(host, "a", ChangeKinds.FlagClosed);

        Assert.Equal(("301", ChangeKinds.FlagClosed), await stream.NextAsync());
    }

    [Fact]
    public async Task A_stream_ends_when_its_time_is_up()
    {
        await using var host = await ApiHost.StartAsync(options => options.StreamFor = TimeSpan.FromMinutes(1));
        using var client = await host.ClientAsync(KeyScopes.Reader);
        using var stream = await Reader.OpenAsync(client, "/v1/changes");
        await stream.NextAsync();
        var end = stream.EndAsync();
        await Support.Until.TrueAsync(() => IsThereAfterABeat(host, end));

        await end;
    }

    [Theory]
    [InlineData("revoked", "unauthenticated")]
    [InlineData("over", "unauthenticated")]
    [InlineData("narrowed", "forbidden")]
    public async Task A_stream_ends_when_its_key_is_good_for_it_no_more_and_goes_on_with_another(string what, string code)
    {
        await using var host = await ApiHost.StartAsync();
        Announce(host, "a", ChangeKinds.FlagOpened);
        using var client = await host.ClientAsync(KeyScopes.Reader);
        using var stream = await Reader.OpenAsync(client, "/v1/changes");
        Assert.Equal(("1", null), await stream.NextAsync());
        var (id, now) = (Assert.Single(host.Keys.Rows.Keys), host.Clock.GetUtcNow());
        host.Keys.Rows[id] = what switch
        {
            "revoked" => host.Keys.Rows[id] with { RevokedAt = now },
            "over" => host.Keys.Rows[id] with { ExpiresAt = now },
            _ => host.Keys.Rows[id] with { Scopes = "signals" },
        };

        host.Clock.Advance(ApiKeys.FreshFor);
        Assert.Equal(code, await stream.CutAsync());

        Announce(host, "b", ChangeKinds.FlagClosed);
        using var other = await host.ClientAsync(KeyScopes.Reader);
        other.DefaultRequestHeaders.Add("Last-Event-ID", "1");
        using var again = await Reader.OpenAsync(other, "/v1/changes");
        Assert.Equal(("1", null), await again.NextAsync());
        Assert.Equal(("2", ChangeKinds.FlagClosed), await again.NextAsync());
    }

    [Fact]
    public async Task While_the_store_is_away_a_stream_goes_on_for_as_long_as_requests_would()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await host.ClientAsync(KeyScopes.Reader);
        using var stream = await Reader.OpenAsync(client, "/v1/changes");
        host.Keys.IsAway = true;
        host.Clock.Advance(ApiKeys.AwayFor - CredentialWatches.LookEvery);
        Announce(host, "a", ChangeKinds.FlagOpened);
        Assert.Equal(("1", ChangeKinds.FlagOpened), await stream.ToldAsync());

        host.Clock.Advance(CredentialWatches.LookEvery);
        Assert.Equal("store_unavailable", await stream.CutAsync());
    }

    [Fact]
    public async Task A_tokens_stream_ends_with_the_token()
    {
        await using var authority = await Authority.StartAsync();
        await using var host = await ApiHost.StartAsync(services: services =>
            services.Configure<JwtOptions>(jwt => (jwt.Issuer, jwt.Audience, jwt.ClockSkew) = (authority.Issuer, "accounttwins", TimeSpan.FromSeconds(30))));
        using var client = await host.ClientAsync(KeyScopes.None);
        var claims = authority.Claims(host.Clock.GetUtcNow());
        client.DefaultRequestHeaders.Authorization = new("Bearer", authority.Sign(claims));
        using var stream = await Reader.OpenAsync(client, "/v1/changes");
        var ends = DateTimeOffset.FromUnixTimeSeconds((long)claims["exp"]!) + TimeSpan.FromSeconds(30);
        host.Clock.Advance(ends - host.Clock.GetUtcNow() - CredentialWatches.LookEvery);
        Announce(host, "a", ChangeKinds.FlagOpened);
        Assert.Equal(("1", ChangeKinds.FlagOpened), await stream.ToldAsync());

        host.Clock.Advance(CredentialWatches.LookEvery);
        Assert.Equal("unauthenticated", await stream.CutAsync());
        await (await client.GetAsync("/v1/changes")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    private static void Announce(ApiHost host, params string[] accountsAndKinds)
    {
        for (var index = 0; index < accountsAndKinds.Length; index += 2)
            host.Changes.Add(new ChangeRow(ApiHost.Tenant, accountsAndKinds[index], $"chg_{host.Changes.Newest}", accountsAndKinds[index + 1], "smb", Noon, "{}"u8.ToArray()));
        host.Move();
    }

    /// <summary>A beat wakes who waits already; who is about to wait hears the next.</summary>
    private static bool IsThereAfterABeat(ApiHost host, Task next)
    {
        host.Clock.Advance(new ChangeOptions().HeartbeatEvery);
        return next.IsCompleted;
    }

    /// <summary>Reads server-sent events as the HTML standard says.</summary>
    private sealed class Reader : IDisposable
    {
        private readonly HttpResponseMessage _response;
        private readonly StreamReader _lines;

        private Reader(HttpResponseMessage response, Stream body) => (_response, _lines) = (response, new StreamReader(body, Encoding.UTF8));

        public JsonElement Data { get; private set; }

        public string Comments { get; private set; } = "";

        public static async Task<Reader> OpenAsync(HttpClient client, string address)
        {
            var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            return new Reader(response, await response.Content.ReadAsStreamAsync());
        }

        /// <summary>The next block that has an id, with its event where it has data.</summary>
        public async Task<(string Id, string? Event)> NextAsync()
        {
            var (id, kind) = ((string?)null, (string?)null);
            while (true)
            {
                var line = await _lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) ?? throw new EndOfStreamException();
                if (line.Length == 0 && id is not null)
                    return (id, kind);
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                    id = line[4..];
                else if (line.StartsWith("event: ", StringComparison.Ordinal))
                    kind = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    Data = JsonSerializer.Deserialize<JsonElement>(line[6..]);
                else if (line.StartsWith(':'))
                    Comments += line + "\n";
            }
        }

        /// <summary>The next block that tells something.</summary>
        public async Task<(string Id, string? Event)> ToldAsync()
        {
            while (true)
            {
                if (await NextAsync() is { Event: not null } told)
                    return told;
            }
        }

        /// <summary>The code of the word on why it ended.</summary>
        public async Task<string?> CutAsync()
        {
            await Assert.ThrowsAsync<EndOfStreamException>(ToldAsync);
            return Data.GetProperty("code").GetString();
        }

        public async Task EndAsync()
        {
            while (await _lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) is not null)
            {
            }
        }

        public void Dispose()
        {
            _lines.Dispose();
            _response.Dispose();
        }
    }
}
