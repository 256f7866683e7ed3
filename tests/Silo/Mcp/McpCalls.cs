using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccountTwins.Tests.Silo.Api;

namespace AccountTwins.Tests.Silo.Mcp;

/// <summary>MCP spoken by hand, in each of two revisions, so that what goes over the wire is what a test says.</summary>
internal static class McpCalls
{
    public const string Handshake = "2025-11-25";
    public const string Stateless = "2026-07-28";

    /// <summary>The result of a tool, in the revision without sessions.</summary>
    public static async Task<JsonElement> ToolAsync(this HttpClient client, string tool, string arguments = "{}", string revision = Stateless)
    {
        var answer = await (await client.AskAsync("tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}}}""", revision)).JsonAsync();
        Assert.True(answer.TryGetProperty("result", out var result), answer.GetRawText());
        return result;
    }

    public static async Task<JsonElement> ResultAsync(this HttpClient client, string method, string parameters = "{}", string revision = Stateless) =>
        (await (await client.AskAsync(method, parameters, revision)).JsonAsync()).GetProperty("result");

    public static Task<HttpResponseMessage> AskAsync(this HttpClient client, string method, string parameters, string revision = Stateless)
    {
        var members = JsonNode.Parse(parameters)!.AsObject();
        if (revision == Stateless)
        {
            members["_meta"] = new JsonObject
            {
                ["io.modelcontextprotocol/protocolVersion"] = Stateless,
                ["io.modelcontextprotocol/clientInfo"] = new JsonObject { ["name"] = "test", ["version"] = "1" },
                ["io.modelcontextprotocol/clientCapabilities"] = new JsonObject(),
            };
        }

        var request = Request(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 7, ["method"] = method, ["params"] = members }.ToJsonString(), revision);
        if (revision == Stateless)
        {
            request.Headers.Add("Mcp-Method", method);
            if ((members["name"] ?? members["uri"])?.GetValue<string>() is { } name)
                request.Headers.Add("Mcp-Name", name);
        }

        return client.SendAsync(request);
    }

    public static HttpRequestMessage Request(string body, string? revision)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (revision is not null)
            request.Headers.Add("MCP-Protocol-Version", revision);
        return request;
    }

    /// <summary>Asserts a tool's error and gives its problem details.</summary>
    public static JsonElement Problem(this JsonElement result, string code)
    {
        Assert.True(result.TryGetProperty("isError", out var isError) && isError.GetBoolean(), result.GetRawText());
        var problem = result.GetProperty("structuredContent");
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.StartsWith(code + ": ", result.Text());
        return problem;
    }

    public static string Text(this JsonElement result, int index = 0) => result.GetProperty("content")[index].GetProperty("text").GetString()!;
}
