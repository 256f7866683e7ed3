using System.Text.Json;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Mcp.Tools;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Silo.Mcp;

namespace AccountTwins.Tests.Silo.Security;

/// <summary>Another tenant's admin, who may do everything, tries every route and every tool on things that exist, but not for them.</summary>
public sealed class OtherTenantTests
{
    private const string Other = "another-vendor";

    /// <summary>Routes that tell nothing of a tenant, and those that find a key by its id and then compare.</summary>
    private static readonly string[] Untold =
    [
        "GET /health/live", "GET /health/ready", "GET /metrics", "GET /openapi/v1.json", "GET /asyncapi/v1.json", "POST /v1/playbook/check", "DELETE /v1/keys/{id}", "POST /v1/keys/{id}/rotate",
        "POST /v1/signals/validate", "GET /v1/ops/positions", "POST /v1/ops/drain", "POST /v1/tenants",
    ];

    [Fact]
    public async Task Every_route_has_a_sample()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Equal(RouteSample.All.Select(sample => $"{sample.Method} {sample.Route}").Order(), host.Endpoints.SelectMany(RouteScopeTests.Methods).Order());
    }

    [Fact]
    public async Task Every_route_gives_another_tenants_key_its_own_data_or_nothing()
    {
        var witness = new TenantWitness();
        await using var host = await StartAsync(witness);
        var key = (await host.CreateKeyAsync(KeyScopes.Reader)).Split('_')[1];
        using var client = await host.ClientAsync(KeyScopes.Admin, Other);

        var answers = new List<string>();
        foreach (var sample in RouteSample.All)
        {
            witness.Seen.Clear();
            using var response = await client.SendAsync(sample.Request(key), HttpCompletionOption.ResponseHeadersRead);
            Assert.True(!witness.Seen.IsEmpty || Untold.Contains($"{sample.Method} {sample.Route}"), $"{sample.Method} {sample.Route} asked nobody");
            Assert.All(witness.Seen, call => Assert.True(call.Tenant == Other, $"{sample.Method} {sample.Route} asked {call.Call} about {call.Tenant}"));
            var code = (int)response.StatusCode < 400 ? "" : " " + (await response.JsonAsync()).GetProperty("code").GetString();
            answers.Add($"{sample.Method} {sample.Route} {(int)response.StatusCode}{code}");
        }

        Assert.Equal(string.Join('\n', RouteSample.All.Select(sample => $"{sample.Method} {sample.Route} {sample.Foreign}")), string.Join('\n', answers));
    }

    [Fact]
    public async Task Every_tool_gives_another_tenants_key_its_own_data_or_nothing()
    {
        var witness = new TenantWitness();
        await using var host = await StartAsync(witness);
        using var client = await host.ClientAsync(KeyScopes.Admin, Other);

        Assert.Equal(ToolCatalogue.All.Select(tool => tool.Definition.Name), McpScopeTests.Rows.Select(row => row.Tool));
        foreach (var (tool, arguments, _) in McpScopeTests.Rows)
        {
            witness.Seen.Clear();
            var result = await client.ToolAsync(tool, arguments);
            Assert.NotEmpty(witness.Seen);
            Assert.All(witness.Seen, call => Assert.True(call.Tenant == Other, $"{tool} asked {call.Call} about {call.Tenant}"));
            Assert.DoesNotContain("Northwind", result.GetRawText());
        }
    }

    [Fact]
    public async Task What_another_tenant_has_is_answered_as_what_nobody_has()
    {
        await using var host = await StartAsync(new TenantWitness());
        using var client = await host.ClientAsync(KeyScopes.Admin, Other);

        foreach (var path in new[] { "/v1/accounts/{0}", "/v1/accounts/{0}/context", "/v1/accounts/{0}/timeline", "/v1/decisions/7-0a1b2c3d@{0}", "/v1/accounts/resolve?external={0}" })
            Assert.Equal(await AnswerAsync(client, string.Format(null, path, "nobody")), await AnswerAsync(client, string.Format(null, path, "acct-1")));
    }

    private static async Task<string> AnswerAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        var problem = await response.JsonAsync();
        return JsonSerializer.Serialize(problem.EnumerateObject().Where(member => member.Name != "traceId").Select(member => member.ToString())) + string.Join(',', response.Headers.Select(header => header.Key));
    }

    private static async Task<ApiHost> StartAsync(TenantWitness witness)
    {
        var host = await ApiHost.StartAsync(services: witness.Watch);
        host.Put(Sample.Account());
        host.Accounts.Timelines[new AccountKey(ApiHost.Tenant, "acct-1")] = new TimelineView { Tenant = ApiHost.Tenant, Account = "acct-1", Revision = 1, AsOf = Sample.Now };
        host.Search.Identifiers[(ApiHost.Tenant, "domain:northwind.example")] = [new AccountKey(ApiHost.Tenant, "acct-1")];
        host.Reviews.Items[RouteSample.Review] = ReviewsEndpointTests.Item(host);
        return host;
    }
}
