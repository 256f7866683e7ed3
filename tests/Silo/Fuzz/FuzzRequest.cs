using AccountTwins.Tests.Silo.Security;

namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>A request to a route that is wrong somewhere: in its address, query, headers or body. The same from the same seed.</summary>
internal static class FuzzRequest
{
    /// <summary>The route that a request was made for.</summary>
    public static readonly HttpRequestOptionsKey<string> Route = new("route");

    /// <summary>Of the parameters of all routes, and two of none.</summary>
    private static readonly string[] Names =
    [
        "account", "action", "after", "band", "contact", "cursor", "days", "domain", "external", "flagged", "format", "from", "kind", "limit", "maxStaleness", "owner", "q", "reason", "release",
        "renewalBefore", "scenario", "segment", "since", "sort", "stage", "state", "ticket", "topic", "wait", "unknown", "",
    ];

    private static readonly string[] Headers =
    [
        "Accept", "Accept-Encoding", "Content-Type", "Content-Encoding", "If-None-Match", "If-Match", "If-Modified-Since", "Last-Event-ID", "Origin", "ce-specversion", "ce-id", "ce-source", "ce-type", "ce-time",
        "ce-subject", "ce-tenant", "Authorization", "X-Api-Key", "MCP-Protocol-Version", "Mcp-Method", "Mcp-Name", "X-Agent-Release", "X-Agent-Model", "traceparent", "tracestate", "baggage", "Cookie", "Range",
        "Expect", "Idempotency-Key", "X-Forwarded-For", "X-HTTP-Method-Override",
    ];

    private static readonly string[] HeaderValues =
    [
        "", "*", "*/*;q=x", "application/json", "application/json;q=0", "text/event-stream", "application/cloudevents-batch+json", "application/cloudevents+json;charset=utf-16", "gzip", "W/\"x\"", "\"", "\",\"",
        "1.0", "null", "http://[", "2026-07-28", "2025-11-25", "tools/call", "=?base64?///?=", "Bearer ", "Bearer at_0123456789ab_x", "Bearer e30.e30.e30", "00-0-0-00", "bytes=9-1", "2026-03-01T11:59:00Z",
        "9999-12-31T23:59:59.9999999-14:00", "usage.activity.v1", "feed.heartbeat.v1", "-1", "9223372036854775808", "Caf%C3%A9", "%ED%A0%80", "%00", "%ff%fe", "%", "a=b;a=b;;", "application/json;charset=\"\"",
    ];

    // A drain takes effect whatever its body says, and a host that drains rightly says that it is not ready.
    public static RouteSample[] Routes { get; } = [.. RouteSample.All.Where(sample => sample.Route != "/v1/ops/drain")];

    public static HttpRequestMessage Next(Random random, FuzzKnown known)
    {
        var sample = random.Pick(Routes);
        var request = new HttpRequestMessage(new HttpMethod(sample.Method), Path(random, sample, known) + (sample.Body is null || random.Next(8) == 0 ? Query(random, sample.Query) : sample.Query));
        request.Options.Set(Route, sample.Route);
        if (FuzzSignals.Takes(sample.Route))
            FuzzSignals.Fill(random, request, FuzzBodies.Of(random, random.Pick(Routes)));
        else if (sample.Method != "GET" || random.Next(20) == 0)
        {
            request.Content = new ByteArrayContent(FuzzBytes.Next(random, FuzzBodies.Of(random, sample), FuzzBodies.Of(random, random.Pick(Routes))));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", sample.Media);
        }

        for (var count = random.Next(4); count > 0; count--)
            Add(random, request);
        return request;
    }

    /// <summary>The parameters of an address with its question mark: some of the good ones, some of others.</summary>
    public static string Query(Random random, string good)
    {
        if (random.Next(2) == 0)
            return good;
        var pairs = Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"{random.Pick(Names)}={Value(random)}");
        return "?" + string.Join('&', pairs.Concat(good.TrimStart('?').Split('&').Where(_ => random.Next(2) == 0)));
    }

    private static string Path(Random random, RouteSample sample, FuzzKnown ids)
    {
        var known = random.Next(2) == 0 ? ids.Pick(random, sample.Route) : null;
        return sample.Route.Replace("{account}", Part(random, known ?? "acct-1")).Replace("{id}", Part(random, known ?? sample.Id("0123456789ab")));
    }

    // The server refuses a NUL in a path before any of our code sees it; the test's server has no such answer.
    private static string Part(Random random, string good) => random.Next(4) > 0 ? good
        : Uri.EscapeDataString(random.Next(2) == 0 ? FuzzValues.Text(random).Replace("\0", "") : FuzzValues.Text(random).Replace("\0", "") + "@acct-1");

    private static string Value(Random random) => random.Next(5) == 0 ? "%zz%" : Uri.EscapeDataString(FuzzValues.Text(random));

    private static void Add(Random random, HttpRequestMessage request)
    {
        var name = random.Pick(Headers);
        // A key that is broken in every request would hide all else.
        if (name == "Authorization" && random.Next(10) > 0)
            return;
        var value = random.Next(3) > 0 ? random.Pick(HeaderValues) : new string([.. FuzzValues.Text(random).Where(letter => letter is >= ' ' and < (char)127)]);
        if (!name.StartsWith("Content-", StringComparison.Ordinal))
            request.Headers.TryAddWithoutValidation(name, value);
        else if (request.Content is { } content)
        {
            content.Headers.Remove(name);
            content.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
