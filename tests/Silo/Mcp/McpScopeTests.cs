using System.Net;
using System.Text.Json;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Mcp.Tools;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Silo.Api;

namespace AccountTwins.Tests.Silo.Mcp;

/// <summary>Every tool with every scope and with no key: the table is the rule, and a tool that is not in it fails the test.</summary>
public sealed class McpScopeTests
{
    internal static readonly (string Tool, string Arguments, KeyScopes Scopes)[] Rows =
    [
        ("resolve_account", """{"domain":"northwind.example"}""", KeyScopes.Agent | KeyScopes.Signals | KeyScopes.Reviewer | KeyScopes.Reader),
        ("get_account_context", """{"account":"acct-1"}""", KeyScopes.Agent | KeyScopes.Reviewer | KeyScopes.Reader),
        ("check_action", """{"account":"acct-1","idempotencyKey":"k","actions":[{"type":"reply"}]}""", KeyScopes.Agent),
        ("get_decision", """{"decisionId":"1-00000000@acct-1","wait":0}""", KeyScopes.Agent | KeyScopes.Reviewer | KeyScopes.Reader),
        ("use_approval", """{"decisionId":"1-00000000@acct-1"}""", KeyScopes.Agent),
        ("report_outcome", """{"decisionId":"1-00000000@acct-1","state":"executed"}""", KeyScopes.Agent | KeyScopes.Reviewer),
        ("find_accounts", "{}", KeyScopes.Reviewer | KeyScopes.Reader),
        ("explain_score", """{"account":"acct-1"}""", KeyScopes.Agent | KeyScopes.Reviewer | KeyScopes.Reader),
    ];

    [Fact]
    public void Every_tool_has_a_row() => Assert.Equal(ToolCatalogue.All.Select(tool => tool.Definition.Name), Rows.Select(row => row.Tool));

    [Fact]
    public async Task Every_tool_opens_to_its_scopes_and_a_key_is_shown_what_it_may_use()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());
        host.Decisions.Reply = new DecisionReply { Standing = TwinStanding.Ready, View = DecisionsEndpointTests.View() };
        foreach (var scope in KeyScopesText.Each)
        {
            var client = await host.ClientAsync(scope);
            if (scope == KeyScopes.Ops)
            {
                await (await client.AskAsync("tools/list", "{}")).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
                continue;
            }

            var held = scope is KeyScopes.Lead or KeyScopes.Executive ? KeyScopes.Reviewer : scope;
            var open = Rows.Where(row => scope == KeyScopes.Admin || (row.Scopes & held) != 0).Select(row => row.Tool).ToArray();
            var shown = (await client.ResultAsync("tools/list")).GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()!);
            Assert.Equal(open, shown);
            foreach (var row in Rows)
            {
                var code = CodeOf(await client.ToolAsync(row.Tool, row.Arguments));
                Assert.True(open.Contains(row.Tool) ? code is null or "unknown_account" : code == "forbidden", $"{row.Tool} with {scope}: {code}");
            }
        }
    }

    [Fact]
    public async Task Without_a_key_there_is_nothing()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.None);

        var response = await client.AskAsync("tools/list", "{}");

        await response.ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task A_key_sees_only_its_own_tenant()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());
        var other = await host.ClientAsync(KeyScopes.Admin, "another-vendor");

        (await other.ToolAsync("get_account_context", """{"account":"acct-1"}""")).Problem("unknown_account");
        await other.ToolAsync("find_accounts");
        Assert.Equal("another-vendor", host.Search.LastQuery!.Tenant);
    }

    private static string? CodeOf(JsonElement result) =>
        result.TryGetProperty("isError", out var isError) && isError.GetBoolean() ? result.GetProperty("structuredContent").GetProperty("code").GetString() : null;
}
