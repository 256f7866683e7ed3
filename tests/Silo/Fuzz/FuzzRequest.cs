using System.Text;
using AccountTwins.Tests.Silo.Mcp;
using AccountTwins.Tests.Silo.Security;

namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>A request to a route that is wrong somewhere: in its address, query, headers or body. The same from the same seed.</summary>
internal static class FuzzRequest
{
    /// <summary>The route that a request was made for.</summary>
    public static readonly HttpRequestOptionsKey<string> Route = new("route");

    private static readonly string[] Names =
    [
        "account", "action", "after", "band", "contact", "cursor", "days", "domain", "external", "flagged", "format", "kind", "limit", "maxStaleness", "owner", "q", "release",
        "renewalBefore", "scenario", "segment", "since", "sort", "state", "ticket", "wait", "unknown", "",
    ];

    private static readonly string[] Headers =
    [
        "Accept", "Content-Type", "Content-Encoding", "If-None-Match", "Last-Event-ID", "Origin", "ce-specversion", "ce-id", "ce-source", "ce-type", "ce-time", "ce-subject", "ce-tenant", "Authorization",
        "X-Api-Key", "MCP-Protocol-Version", "Mcp-Method", "Mcp-Name", "X-Agent-Release", "X-Agent-Model", "traceparent", "Range", "Expect", "Idempotency-Key",
    ];

    private static readonly string[] HeaderValues =
    [
        "", "*", "*/*;q=x", "application/json", "application/json;q=0", "text/event-stream", "application/cloudevents-batch+json", "application/cloudevents+json;charset=utf-16", "gzip", "W/\"x\"", "\"", "\",\"",
        "1.0", "null", "http://[", "2026-07-28", "2025-11-25", "tools/call", "=?base64?///?=", "Bearer ", "Bearer at_0123456789ab_x", "Bearer e30.e30.e30", "00-0-0-00", "bytes=9-1", "2026-03-01T11:59:00Z", "usage.activity.v1", "-1",
    ];

    private const string Parameters = """
        {"uri":"account://acct-1/context","name":"draft_reply","protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"},"arguments":{"account":"acct-1"}}
        """;

    // A drain takes effect whatever its body says, and a host that drains rightly says that it is not ready.
    public static RouteSample[] Routes { get; } = [.. RouteSample.All.Where(sample => sample.Route != "/v1/ops/drain")];

    private static byte[][] McpBodies { get; } =
    [
        .. McpScopeTests.Rows.Select(row => Encoding.UTF8.GetBytes("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"" + row.Tool + "\",\"arguments\":" + row.Arguments + "}}")),
        .. new[] { "initialize", "tools/list", "resources/read", "resources/list", "resources/templates/list", "prompts/get", "prompts/list", "ping", "notifications/initialized", "completion/complete", "server/discover" }
            .Select(method => Encoding.UTF8.GetBytes("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"" + method + "\",\"params\":" + Parameters + "}")),
    ];

    public static HttpRequestMessage Next(Random random)
    {
        var sample = Routes[random.Next(Routes.Length)];
        var request = new HttpRequestMessage(new HttpMethod(sample.Method), Path(random, sample) + Query(random, sample));
        request.Options.Set(Route, sample.Route);
        if (sample.Method != "GET" || random.Next(20) == 0)
        {
            var good = sample.Route == "/mcp" ? McpBodies[random.Next(McpBodies.Length)] : sample.Bytes;
            request.Content = new ByteArrayContent(FuzzBytes.Next(random, good, Routes[random.Next(Routes.Length)].Bytes));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", sample.Media);
        }

        for (var count = random.Next(4); count > 0; count--)
            Add(random, request);
        return request;
    }

    // The server refuses a NUL in a path before any of our code sees it; the test's server has no such answer.
    private static string Path(Random random, RouteSample sample) =>
        sample.Path("0123456789ab").Replace("acct-1", random.Next(4) == 0 ? Uri.EscapeDataString(FuzzBytes.Text(random).Replace("\0", "")) : "acct-1");

    private static string Query(Random random, RouteSample sample)
    {
        if (random.Next(2) == 0)
            return sample.Query;
        var pairs = Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"{Names[random.Next(Names.Length)]}={Value(random)}");
        return "?" + string.Join('&', pairs.Concat(sample.Query.TrimStart('?').Split('&').Where(_ => random.Next(2) == 0)));
    }

    private static string Value(Random random) => random.Next(5) == 0 ? "%zz%" : Uri.EscapeDataString(FuzzBytes.Text(random));

    private static void Add(Random random, HttpRequestMessage request)
    {
        var name = Headers[random.Next(Headers.Length)];
        // A key that is broken in every request would hide all else.
        if (name == "Authorization" && random.Next(10) > 0)
            return;
        var value = random.Next(3) > 0 ? HeaderValues[random.Next(HeaderValues.Length)] : new string([.. FuzzBytes.Text(random).Where(letter => letter is >= ' ' and < (char)127)]);
        if (!name.StartsWith("Content-", StringComparison.Ordinal))
            request.Headers.TryAddWithoutValidation(name, value);
        else if (request.Content is { } content)
        {
            content.Headers.Remove(name);
            content.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
