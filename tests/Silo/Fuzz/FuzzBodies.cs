using System.Text;
using System.Text.Json;
using AccountTwins.Tests.Silo.Mcp;
using AccountTwins.Tests.Silo.Security;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>Good bodies to begin with: the sample of each route, the example that its document shows, and each tool and method of MCP.</summary>
internal static class FuzzBodies
{
    private const string Parameters = """
        {"uri":"account://acct-1/context","name":"draft_reply","protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"},"arguments":{"account":"acct-1"}}
        """;

    private const string FullCheck = """
        {"account":"acct-1","idempotencyKey":"k","actions":[{"type":"grant_credit","category":"billing","amount":40.5,"currency":"EUR","confidence":0.9,"draft":"d"},{"type":"commit_date","due":"2026-12-31"}],"conversation":"c","contact":"a@b.example","onBehalfOf":"p","personAskedFor":false,"supportedObligations":["cap_amount"],"maxStaleness":60,"dryRun":false}
        """;

    private const string FullOutcome = """{"decisionId":"1-00000000@acct-1","state":"partly","amounts":[1.5],"currency":"EUR","detail":"d"}""";

    private const string FullFind = """{"q":"a","band":"healthy","segment":"s","owner":"o","sort":"arr","flagged":true,"renewalBefore":"2026-04-01","limit":5,"cursor":"c"}""";

    /// <summary>With a key of its own each: what is allowed, what waits for a person, and what is handed over.</summary>
    private static readonly string[] Decides =
    [
        """{"actions":[{"type":"reply","category":"how_to","confidence":0.95,"draft":"d"}],"agent":{"release":"r"},"idempotencyKey":"k","supportedObligations":["report_outcome","disclose_ai","no_new_commitment","no_billing_fact","use_template","copy","delay","cap_amount"]}""",
        """{"actions":[{"type":"grant_credit","category":"billing","amount":400,"currency":"EUR","draft":"d"}],"agent":{"release":"r"},"idempotencyKey":"k","supportedObligations":["report_outcome","cap_amount"]}""",
        """{"actions":[{"type":"commit_date","category":"bug","due":"2026-12-31","draft":"d"},{"type":"reply"}],"agent":{"release":"r"},"conversation":"c","idempotencyKey":"k","personAskedFor":true}""",
    ];

    private static readonly byte[][] Overrides = ["""{"step":"tighten","latitude":"supervised","reason":"r"}"""u8.ToArray(), """{"step":"lift_tightening","reason":"r"}"""u8.ToArray(), """{"step":"loosen","latitude":"bounded","reason":"r","expiresAt":"2026-12-01T00:00:00Z"}"""u8.ToArray()];

    // Trials are sent: to this machine, where nobody listens.
    private static readonly byte[][] Webhooks = ["""{"url":"https://127.0.0.1:1/hook","kinds":["flag_opened"]}"""u8.ToArray(), """{"url":"http://127.0.0.1:1"}"""u8.ToArray()];

    private static readonly Dictionary<string, byte[]> Examples = ReadExamples();

    public static byte[][] Mcp { get; } =
    [
        .. McpScopeTests.Rows.Select(row => Call(row.Tool, row.Arguments)), Call("check_action", FullCheck), Call("report_outcome", FullOutcome), Call("find_accounts", FullFind),
        .. new[] { "initialize", "tools/list", "resources/read", "resources/list", "resources/templates/list", "prompts/get", "prompts/list", "ping", "notifications/initialized", "completion/complete", "server/discover" }
            .Select(method => Encoding.UTF8.GetBytes("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"" + method + "\",\"params\":" + Parameters + "}")),
    ];

    /// <summary>All that are JSON.</summary>
    public static IEnumerable<byte[]> All => RouteSample.All.Where(sample => sample.Body is not (null or "playbook")).Select(sample => sample.Bytes).Concat(Examples.Values).Concat(Mcp);

    public static byte[] Of(Random random, RouteSample sample)
    {
        if (sample.Route == "/mcp")
            return random.Pick(Mcp);
        if (sample is { Method: "POST", Route: "/v1/webhooks" })
            return random.Pick(Webhooks);
        if (sample.Route == "/v1/accounts/{account}/decisions" && random.Next(2) == 0)
            return Encoding.UTF8.GetBytes(random.Pick(Decides).Replace("\"k\"", $"\"k{random.Next(1_000)}\""));
        if (sample.Route == "/v1/accounts/{account}/override" && random.Next(2) == 0)
            return random.Pick(Overrides);
        return random.Next(2) == 0 && Examples.TryGetValue($"{sample.Method} {sample.Route}", out var example) ? example : sample.Bytes;
    }

    private static byte[] Call(string tool, string arguments) =>
        Encoding.UTF8.GetBytes("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}}");

    private static Dictionary<string, byte[]> ReadExamples()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryFiles.Root, "docs/openapi.json")));
        var found = new Dictionary<string, byte[]>();
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var file = Path.Combine(RepositoryFiles.Root, "silo/Api/Description/Examples", operation.Value.GetProperty("operationId").GetString() + ".request.json");
                if (File.Exists(file))
                    found.Add($"{operation.Name.ToUpperInvariant()} {path.Name}", File.ReadAllBytes(file));
            }
        }

        return found;
    }
}
