using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Silo.Api;

namespace AccountTwins.Tests.Silo.Mcp;

/// <summary>The protocol beside the tools: both revisions, headers, errors, resource and prompt.</summary>
public sealed class McpProtocolTests
{
    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":{"a":{"a":1,"a":2}},"arguments":{}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/list","params":{"x":{},"x":{}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/list","params":{"\ud800":1}}""")]
    public async Task A_name_given_twice_or_no_Unicode_is_no_message(string body)
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await host.ClientAsync(KeyScopes.Admin);

        using var response = await client.SendAsync(McpCalls.Request(body, null));

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("tools/call", "")]
    [InlineData("tools/call", ""","params":{"name":null}""")]
    [InlineData("prompts/get", "")]
    [InlineData("prompts/get", ""","params":{"name":null}""")]
    [InlineData("resources/read", ""","params":null""")]
    [InlineData("resources/read", ""","params":{"uri":null}""")]
    public async Task A_method_that_is_not_told_what_it_is_about_says_so_and_no_fault(string method, string parameters)
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await host.ClientAsync(KeyScopes.Admin);

        using var response = await client.SendAsync(McpCalls.Request($$"""{"jsonrpc":"2.0","id":7,"method":"{{method}}"{{parameters}}}""", null));

        Assert.Equal(-32602, (await response.JsonAsync()).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_client_of_the_handshake_is_answered_without_a_session()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());
        var client = await host.ClientAsync(KeyScopes.Agent);

        var response = await client.SendAsync(McpCalls.Request(
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""", null));
        var initialized = (await response.JsonAsync()).GetProperty("result");

        Assert.False(response.Headers.Contains("Mcp-Session-Id"));
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(McpCalls.Handshake, initialized.GetProperty("protocolVersion").GetString());
        Assert.Equal("accounttwins", initialized.GetProperty("serverInfo").GetProperty("name").GetString());
        Assert.Contains("check_action", initialized.GetProperty("instructions").GetString());
        Assert.Equal(HttpStatusCode.Accepted, (await client.SendAsync(McpCalls.Request("""{"jsonrpc":"2.0","method":"notifications/initialized"}""", McpCalls.Handshake))).StatusCode);
        Assert.Equal(7, (await client.ResultAsync("tools/list", revision: McpCalls.Handshake)).GetProperty("tools").GetArrayLength());
        var context = await client.ToolAsync("get_account_context", """{"account":"acct-1"}""", McpCalls.Handshake);
        Assert.Equal("acct-1", context.GetProperty("structuredContent").GetProperty("account").GetString());
    }

    [Fact]
    public async Task A_client_without_a_handshake_discovers_the_server_and_learns_how_long_answers_live()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Agent);

        var discovered = await client.ResultAsync("server/discover");
        var tools = await client.ResultAsync("tools/list");

        Assert.Contains(McpCalls.Stateless, discovered.GetProperty("supportedVersions").EnumerateArray().Select(version => version.GetString()));
        Assert.Equal((300_000, "private"), (tools.GetProperty("ttlMs").GetInt32(), tools.GetProperty("cacheScope").GetString()));
        Assert.Equal("complete", tools.GetProperty("resultType").GetString());
    }

    [Fact]
    public async Task Headers_that_contradict_the_body_are_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Agent);

        Assert.Equal(-32020, await FaultAsync(client, request => request.Headers.Remove("Mcp-Method")));
        Assert.Equal(-32020, await FaultAsync(client, request => Set(request, "Mcp-Method", "tools/list")));
        Assert.Equal(-32020, await FaultAsync(client, request => request.Headers.Remove("Mcp-Name")));
        Assert.Equal(-32020, await FaultAsync(client, request => Set(request, "Mcp-Name", "find_accounts")));
        Assert.Equal(-32020, await FaultAsync(client, request => Set(request, "MCP-Protocol-Version", McpCalls.Handshake)));
        Assert.Equal(-32020, await FaultAsync(client, request => request.Headers.Remove("MCP-Protocol-Version")));
        Assert.Equal(-32022, await FaultAsync(client, request => Set(request, "MCP-Protocol-Version", "2031-01-01")));
    }

    [Fact]
    public async Task A_name_may_come_encoded()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());
        var client = await host.ClientAsync(KeyScopes.Agent);
        var request = Whole();
        Set(request, "Mcp-Name", $"=?base64?{Convert.ToBase64String(Encoding.UTF8.GetBytes("get_account_context"))}?=");

        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("initialize")]
    [InlineData("ping")]
    [InlineData("no/such/method")]
    public async Task A_method_that_the_revision_has_not_is_not_found(string method)
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Agent);

        var response = await client.AskAsync(method, """{"protocolVersion":"2026-07-28","capabilities":{},"clientInfo":{"name":"t","version":"1"}}""");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(-32601, (await response.JsonAsync()).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"ping"}""")]
    [InlineData("""{"hello":"world"}""")]
    [InlineData("")]
    public async Task What_is_no_message_is_refused(string body)
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Agent);

        var response = await client.SendAsync(McpCalls.Request(body, null));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(-32600, (await response.JsonAsync()).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":5}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":[]}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":5}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":null}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"check_action","arguments":[]}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"check_action","arguments":{"account":5,"actions":{"a":[]},"idempotencyKey":{}}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"check_action","arguments":{"account":"a","actions":[null],"idempotencyKey":"k"}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"check_action","arguments":{"account":"a","actions":[{"type":"reply"}],"idempotencyKey":"k","supportedObligations":[null]}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_account_context","arguments":{"account":"\u0000/../x"},"_meta":5}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"report_outcome","arguments":{"decisionId":"1-00000000@acct-1","state":"executed","amounts":[1e400]}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":5}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"draft_reply","arguments":{"account":5}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"logging/setLevel","params":{"level":"x"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{}}}""")]
    public async Task No_message_is_a_fault_of_the_service(string body)
    {
        await using var host = await ApiHost.StartAsync();
        host.Decisions.Reply = new DecisionReply { Standing = TwinStanding.Unknown };
        var client = await host.ClientAsync(KeyScopes.Admin);

        foreach (var revision in new[] { null, McpCalls.Handshake, McpCalls.Stateless })
        {
            var response = await client.SendAsync(McpCalls.Request(body, revision));

            var text = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode < 500, $"{response.StatusCode} {text}");
            Assert.False(text.Contains("-32603", StringComparison.Ordinal), text);
            Assert.False(text.Contains("\"internal\"", StringComparison.Ordinal), text);
        }
    }

    [Fact]
    public async Task There_is_nothing_to_listen_to_and_nothing_to_delete()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Agent);

        await (await client.GetAsync("/mcp")).ProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        await (await client.DeleteAsync("/mcp")).ProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
    }

    [Fact]
    public async Task An_answer_comes_in_the_form_that_the_caller_takes()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Agent);

        Assert.Equal("text/event-stream", (await AcceptAsync(client, "text/event-stream")).Content.Headers.ContentType!.MediaType);
        Assert.Equal("application/json", (await AcceptAsync(client, "application/json")).Content.Headers.ContentType!.MediaType);
        await (await AcceptAsync(client, "text/html")).ProblemAsync(HttpStatusCode.NotAcceptable, "not_acceptable");
    }

    [Fact]
    public async Task A_page_of_another_origin_is_refused_even_with_a_key()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Agent);
        client.DefaultRequestHeaders.Add("Origin", "https://evil.example");

        await (await client.AskAsync("tools/list", "{}")).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        client.DefaultRequestHeaders.Remove("Origin");
        client.DefaultRequestHeaders.Add("Origin", "http://localhost:6274");
        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync("tools/list", "{}")).StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_not_read()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Agent);

        await (await client.SendAsync(McpCalls.Request(new string(' ', 300_000), null))).ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Fact]
    public async Task A_context_can_be_read_as_a_resource()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());
        var client = await host.ClientAsync(KeyScopes.Agent);

        var template = (await client.ResultAsync("resources/templates/list")).GetProperty("resourceTemplates")[0];
        var read = await client.ResultAsync("resources/read", """{"uri":"account://acct-1/context"}""");

        Assert.Equal("account://{account}/context", template.GetProperty("uriTemplate").GetString());
        var content = read.GetProperty("contents")[0];
        Assert.Equal(("account://acct-1/context", "text/markdown"), (content.GetProperty("uri").GetString(), content.GetProperty("mimeType").GetString()));
        Assert.Equal(await client.GetStringAsync("/v1/accounts/acct-1/context?format=prompt"), content.GetProperty("text").GetString());
        // A feed of the sample is dead.
        Assert.Equal(0, read.GetProperty("ttlMs").GetInt64());
        Assert.Equal("private", read.GetProperty("cacheScope").GetString());
    }

    [Theory]
    [InlineData("account://nobody/context", "unknown_account")]
    [InlineData("account://a/b/context", "unknown_route")]
    [InlineData("file:///etc/passwd", "unknown_route")]
    public async Task A_resource_that_is_not_there_is_an_error_with_its_code(string uri, string code)
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Agent);

        var error = (await (await client.AskAsync("resources/read", $$"""{"uri":"{{uri}}"}""")).JsonAsync()).GetProperty("error");

        Assert.StartsWith(code + ": ", error.GetProperty("message").GetString());
        Assert.Equal(code, error.GetProperty("data").GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_prompt_puts_the_context_before_a_draft()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());
        var client = await host.ClientAsync(KeyScopes.Agent);

        var messages = (await client.ResultAsync("prompts/get", """{"name":"draft_reply","arguments":{"account":"acct-1","message":"Where is my export?"}}""")).GetProperty("messages");

        Assert.Contains("Internal, never tell the customer", messages[0].GetProperty("content").GetProperty("resource").GetProperty("text").GetString());
        var task = messages[1].GetProperty("content").GetProperty("text").GetString();
        Assert.Contains("check_action", task);
        Assert.EndsWith("Where is my export?", task);
        Assert.Equal("draft_reply", (await client.ResultAsync("prompts/list")).GetProperty("prompts")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_tool_that_does_not_exist_is_an_error_of_the_protocol()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.ClientAsync(KeyScopes.Admin);

        var error = (await (await client.AskAsync("tools/call", """{"name":"run_sql"}""")).JsonAsync()).GetProperty("error");

        Assert.Equal(-32602, error.GetProperty("code").GetInt32());
    }

    private static HttpRequestMessage Whole()
    {
        var request = McpCalls.Request(
            """
            {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"get_account_context","arguments":{"account":"acct-1"},
             "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
            """,
            McpCalls.Stateless);
        request.Headers.Add("Mcp-Method", "tools/call");
        request.Headers.Add("Mcp-Name", "get_account_context");
        return request;
    }

    private static async Task<int> FaultAsync(HttpClient client, Action<HttpRequestMessage> spoil)
    {
        var request = Whole();
        spoil(request);
        var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var json = await response.JsonAsync();
        Assert.Equal(7, json.GetProperty("id").GetInt32());
        return json.GetProperty("error").GetProperty("code").GetInt32();
    }

    private static Task<HttpResponseMessage> AcceptAsync(HttpClient client, string type)
    {
        var request = McpCalls.Request("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", McpCalls.Handshake);
        request.Headers.Accept.Clear();
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        return client.SendAsync(request);
    }

    private static void Set(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
    }
}
