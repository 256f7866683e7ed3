using System.Net;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Silo.Api;
using Microsoft.AspNetCore.Routing;

namespace AccountTwins.Tests.Silo.Security;

/// <summary>Every route, every scope and no key: the table is the rule, and a route that is not in it fails the test.</summary>
public sealed class RouteScopeTests
{
    // Admin opens every row and is not written down.
    private const string Table = """
        GET  /health/live                     ops                           loopback
        GET  /health/ready                    ops                           loopback
        GET  /metrics                         ops                           loopback
        GET  /openapi/v1.json                 agent,signals,reviewer,reader,ops
        GET  /asyncapi/v1.json                agent,signals,reviewer,reader,ops
        POST /mcp                             agent,signals,reviewer,reader
        POST /v1/signals                      signals
        POST /v1/signals/validate             signals
        GET  /v1/accounts/resolve             agent,signals,reviewer,reader
        GET  /v1/accounts/{account}           agent,reviewer,reader
        GET  /v1/accounts/{account}/context   agent,reviewer,reader
        GET  /v1/accounts/{account}/timeline  agent,reviewer,reader
        GET  /v1/accounts/{account}/latitude  agent,reviewer,reader
        POST /v1/accounts/{account}/decisions agent
        POST /v1/accounts/{account}/override  reviewer
        DELETE /v1/accounts/{account}/parked  ops
        GET  /v1/decisions/{id}               agent,reviewer,reader
        POST /v1/decisions/{id}/permit        agent
        POST /v1/decisions/{id}/review        reviewer
        POST /v1/decisions/{id}/outcome       agent,reviewer
        GET  /v1/reviews                      reviewer
        GET  /v1/reviews/export               reader,lead,executive
        POST /v1/reviews/{id}                 reviewer
        POST /v1/reviews/{id}/claim           reviewer
        POST /v1/reviews/{id}/release         reviewer
        GET  /v1/portfolio/accounts           reviewer,reader
        GET  /v1/decisions/{id}/replay        reader
        GET  /v1/audit/verify                 reader
        GET  /v1/audit/entries                reader
        GET  /v1/audit/root                   reader
        GET  /v1/playbook                     reviewer,reader
        PUT  /v1/playbook                     admin
        POST /v1/playbook/check               reviewer,reader
        POST /v1/playbook/diff                reviewer,reader
        POST /v1/playbook/simulate            reviewer,reader
        GET  /v1/switches                     reviewer,reader,ops
        POST /v1/switches                     lead,executive
        POST /v1/switches/take-back           lead,executive
        POST /v1/breakers/reset               lead,executive
        GET  /v1/incidents                    reviewer,reader,ops
        POST /v1/incidents                    lead,executive
        POST /v1/incidents/end                lead,executive
        GET  /v1/scenarios                    reviewer,reader
        POST /v1/scenarios                    lead,executive
        GET  /v1/value-models                 reviewer,reader
        GET  /v1/changes                      agent,reviewer,reader
        POST /v1/webhooks                     admin
        GET  /v1/webhooks                     admin
        POST /v1/webhooks/{id}/rotate         admin
        POST /v1/webhooks/{id}/enable         admin
        POST /v1/webhooks/{id}/disable        admin
        POST /v1/webhooks/{id}/test           admin
        DELETE /v1/webhooks/{id}              admin
        GET  /v1/latitude-changes             reviewer,reader
        GET  /v1/lessons                      reader,lead,executive
        POST /v1/lessons/{id}/approve         lead,executive
        POST /v1/lessons/{id}/decline         lead,executive
        POST /v1/lessons/{id}/retire          lead,executive
        GET  /v1/ops/positions                ops
        POST /v1/ops/drain                    ops
        GET  /v1/dead-letters                 ops
        POST /v1/dead-letters/replay          ops
        POST /v1/tenants                      admin
        GET  /v1/keys                         admin
        POST /v1/keys                         admin
        DELETE /v1/keys/{id}                  admin
        POST /v1/keys/{id}/rotate             admin
        """;

    private static readonly Row[] Rows = [.. Table.Split('\n').Select(Row.Parse)];

    [Fact]
    public async Task Every_route_has_a_row_and_every_row_a_route()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Equal(
            Rows.Select(row => $"{row.Method} {row.Route}").Order(),
            host.Endpoints.SelectMany(Methods).Order());
    }

    [Fact]
    public async Task Every_route_opens_to_its_scopes_and_to_nothing_else()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());
        host.Accounts.Timelines[new AccountKey(ApiHost.Tenant, "acct-1")] =
            new TimelineView { Tenant = ApiHost.Tenant, Account = "acct-1", Revision = 1, AsOf = Sample.Now };

        foreach (var row in Rows)
        {
            await ExpectAsync(host, row, KeyScopes.None, HttpStatusCode.Unauthorized, "unauthenticated");
            foreach (var scope in KeyScopesText.Each)
            {
                if (scope == KeyScopes.Admin || (row.Scopes & WithReviewer(scope)) != 0)
                    await ExpectInsideAsync(host, row, scope);
                else
                    await ExpectAsync(host, row, scope, HttpStatusCode.Forbidden, "forbidden");
            }
        }
    }

    [Fact]
    public async Task Only_what_the_table_says_is_open_to_this_machine_without_a_key()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var row in Rows)
        {
            foreach (var peer in new[] { "127.0.0.1", "::1", "::ffff:127.0.0.1" })
            {
                var status = (await SendAsync(host, row, KeyScopes.None, peer)).StatusCode;
                Assert.True(row.IsOpenToLoopback == (status != HttpStatusCode.Unauthorized), $"{row.Route} from {peer}: {status}");
            }
        }
    }

    [Fact]
    public async Task A_forwarded_request_is_not_taken_for_one_of_this_machine()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var header in new[] { "X-Forwarded-For", "Forwarded", "X-Real-IP", "Via" })
        {
            var client = await host.ClientAsync(KeyScopes.None);
            client.DefaultRequestHeaders.Add("test-peer", "127.0.0.1");
            client.DefaultRequestHeaders.TryAddWithoutValidation(header, "for=198.51.100.4");
            await (await client.GetAsync("/metrics")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        }
    }

    [Fact]
    public async Task A_key_may_come_in_its_own_header_but_two_answers_are_none()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());
        var key = await host.CreateKeyAsync(KeyScopes.Reader);

        var own = await host.ClientAsync(KeyScopes.None);
        own.DefaultRequestHeaders.Add("X-Api-Key", key);
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync("/v1/accounts/acct-1")).StatusCode);

        var basic = await host.ClientAsync(KeyScopes.None);
        basic.DefaultRequestHeaders.Add("X-Api-Key", key);
        basic.DefaultRequestHeaders.Add("Authorization", "Basic eDp5");
        Assert.Equal(HttpStatusCode.Unauthorized, (await basic.GetAsync("/v1/accounts/acct-1")).StatusCode);
    }

    [Fact]
    public async Task A_key_sees_only_its_own_tenant()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());
        var other = await host.ClientAsync(KeyScopes.Admin, "another-vendor");

        await (await other.GetAsync("/v1/accounts/acct-1")).ProblemAsync(HttpStatusCode.NotFound, "unknown_account");
        await (await other.GetAsync("/v1/accounts/acct-1/context")).ProblemAsync(HttpStatusCode.NotFound, "unknown_account");
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/v1/portfolio/accounts")).StatusCode);
        Assert.Equal("another-vendor", host.Search.LastQuery!.Tenant);
    }

    [Fact]
    public async Task A_key_that_cannot_be_checked_is_answered_with_store_unavailable()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Reader);
        host.Keys.IsAway = true;

        var response = await client.GetAsync("/v1/accounts/acct-1");

        await response.ProblemAsync(HttpStatusCode.ServiceUnavailable, "store_unavailable");
        Assert.Equal("5", response.Headers.RetryAfter!.ToString());
    }

    /// <summary>Who leads reviewers is one.</summary>
    private static KeyScopes WithReviewer(KeyScopes scope) => scope is KeyScopes.Lead or KeyScopes.Executive ? scope | KeyScopes.Reviewer : scope;

    private static async Task ExpectAsync(ApiHost host, Row row, KeyScopes scope, HttpStatusCode status, string code) =>
        await (await SendAsync(host, row, scope)).ProblemAsync(status, code);

    private static async Task ExpectInsideAsync(ApiHost host, Row row, KeyScopes scope)
    {
        var status = (await SendAsync(host, row, scope)).StatusCode;
        Assert.False(status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.InternalServerError, $"{row.Method} {row.Route} with {scope}: {status}");
    }

    private static async Task<HttpResponseMessage> SendAsync(ApiHost host, Row row, KeyScopes scope, string? peer = null)
    {
        using var client = await host.ClientAsync(scope);
        var path = row.Route.Replace("{account}", "acct-1").Replace("{documentName}", "v1").Replace("{id}", "1-00000000@acct-1");
        var request = new HttpRequestMessage(new HttpMethod(row.Method), path);
        if (peer is not null)
            request.Headers.Add("test-peer", peer);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    internal static IEnumerable<string> Methods(RouteEndpoint endpoint)
    {
        var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        return endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods: { Count: > 0 } methods }
            ? methods.Select(method => $"{method} {path}")
            : [$"GET {path}"];
    }

    private sealed record Row(string Method, string Route, KeyScopes Scopes, bool IsOpenToLoopback)
    {
        public static Row Parse(string line)
        {
            var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return new Row(cells[0], cells[1], KeyScopesText.Read(cells[2]), cells is [.., "loopback"]);
        }
    }
}
