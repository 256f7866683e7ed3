using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Silo.Api;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Silo.Mcp;
using AccountTwins.Tests.Silo.Security;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>What no body may hold, on every route that takes JSON.</summary>
public sealed class RequestBodyFormTests
{
    private static readonly RouteSample[] Samples = [.. RouteSample.All.Where(sample => sample.Body?.StartsWith('{') == true && sample.Route is not "/mcp" && !sample.Route.StartsWith("/v1/signals", StringComparison.Ordinal))];

    [Theory]
    [InlineData("""{"a":[1,null]}""", "$.a[1]")]
    [InlineData("""[null]""", "$[0]")]
    [InlineData("""{"a":[{"b":[]},{"c":null,"b":["null",[1,{"d":2}],null]}]}""", "$.a[1].b[2]")]
    [InlineData("""{"a":[[1],[2,null]]}""", "$.a[1][1]")]
    [InlineData("""{"a":["b\\u0000","c\u0000"]}""", "$.a[1]")]
    [InlineData("""{"a":{"b":"\u0000"}}""", "$.a.b")]
    [InlineData("""{"a":null,"b":["null"],"c":[{"d":null}],"e":{"f":null}}""", null)]
    [InlineData("""{"a":[]}""", null)]
    public void What_no_body_may_hold_is_named_by_its_path(string json, string? path)
    {
        var fault = RefusedJson.FaultOf(Encoding.UTF8.GetBytes(json));
        Assert.Equal(path, fault?.Split(':')[0]["At ".Length..]);
    }

    [Fact]
    public async Task No_route_takes_a_null_in_a_list_or_a_member_twice()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await host.ClientAsync(KeyScopes.Admin);
        foreach (var sample in Samples)
        {
            foreach (var (member, value) in JsonNode.Parse(sample.Body!)!.AsObject())
            {
                var twice = await client.SendAsync(Request(sample, $"{sample.Body![..^1]},\"{member}\":{value!.ToJsonString()}}}"));
                await twice.ProblemAsync(HttpStatusCode.BadRequest, "bad_request");
                if (value is not JsonArray)
                    continue;
                var body = JsonNode.Parse(sample.Body!)!;
                body[member]!.AsArray().Add(null);
                var problem = await (await client.SendAsync(Request(sample, body.ToJsonString()))).ProblemAsync(HttpStatusCode.BadRequest, "bad_request");
                Assert.StartsWith($"At $.{member}[1]", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_tool_takes_none_either()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await host.ClientAsync(KeyScopes.Agent);
        foreach (var lists in new[] { """{"actions":[{"type":"reply"},null]}""", """{"actions":[{"type":"reply"}],"supportedObligations":[null]}""" })
        {
            var arguments = JsonNode.Parse(lists)!;
            (arguments["account"], arguments["idempotencyKey"]) = ("acct-1", "k");
            var answer = await client.ToolAsync("check_action", arguments.ToJsonString());
            Assert.Equal("bad_request", answer.GetProperty("structuredContent").GetProperty("code").GetString());
        }

        Assert.Empty(host.Decisions.Asked);
    }

    [Theory]
    [InlineData("""{"state":"executed","amounts":[1e12],"currency":"EUR"}""")]
    [InlineData("""{"state":"executed","amounts":[-1],"currency":"EUR"}""")]
    [InlineData("""{"state":"executed","amounts":[1],"currency":"EUR\n"}""")]
    [InlineData("""{"state":"executed","amounts":[1]}""")]
    [InlineData("""{"state":"pending"}""")]
    public async Task An_outcome_that_no_twin_can_take_is_refused_before_it_is_asked(string body)
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await host.ClientAsync(KeyScopes.Agent);

        await (await client.PostAsync($"/v1/decisions/{RouteSample.Review}/outcome", new StringContent(body, Encoding.UTF8, "application/json"))).ProblemAsync(HttpStatusCode.BadRequest, "bad_request");
        Assert.Empty(host.Decisions.Asked);
    }

    private static HttpRequestMessage Request(RouteSample sample, string body) =>
        new(new HttpMethod(sample.Method), sample.Path("0123456789ab")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
