using System.Text.Json;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Tests.Specs;

namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>Sends requests of one seed to one host and fails with those that were answered by a fault.</summary>
internal static class FuzzRound
{
    /// <summary>Faults that one round shows before it ends.</summary>
    private const int FaultsMax = 5;

    public static async Task RunAsync(HttpClient client, int seed, int count, FuzzKnown known, Func<HttpRequestMessage, bool>? isMeant = null)
    {
        var random = new Random(seed);
        var (taken, refused) = (0, 0);
        var faults = new List<string>();
        for (var index = 0; index < count && faults.Count < FaultsMax; index++)
        {
            using var request = FuzzRequest.Next(random, known);
            if (isMeant is not null && !isMeant(request))
                continue;
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (await FaultOfAsync(request, response, known) is { } fault)
                faults.Add($"Seed {seed}, request {index}: {request}\n{await BodyAsync(request)}\n{(int)response.StatusCode}: {fault}");
            taken += response.IsSuccessStatusCode ? 1 : 0;
            refused += (int)response.StatusCode >= 400 ? 1 : 0;
        }

        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
        // Neither all good nor all refused at the first look: either would try nothing.
        Assert.InRange(taken, count / 10, count);
        Assert.InRange(refused, count / 10, count);
    }

    public static async Task<string?> FaultOfAsync(HttpRequestMessage request, HttpResponseMessage response, FuzzKnown known)
    {
        var route = request.Options.TryGetValue(FuzzRequest.Route, out var made) ? made : "";
        // A stream of changes has no end.
        if (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == "text/event-stream" && route != "/mcp")
            return null;
        var text = await response.Content.ReadAsStringAsync();
        var status = (int)response.StatusCode;
        if (status >= 500)
            return text;
        if (status < 400)
            return FaultInside(text) ?? Learnt(route, response, text, known);
        // What the server refuses before it has read a request has no body.
        if (status is 400 or 414 or 431 && text.Length == 0)
            return null;
        using var body = JsonDocument.Parse(text);
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            // A JSON-RPC error is what a client of MCP can read.
            return route == "/mcp" && body.RootElement.TryGetProperty("error", out _) ? null : "Not the form of errors: " + text;
        var code = body.RootElement.GetProperty("code").GetString()!;
        if (!ReasonCodes.All.TryGetValue(code, out var reason) || reason.Status != status)
            return "An unknown code: " + text;
        return route.Length == 0 || DeclaredCodes.Has(request.Method.Method, route, code) ? null : "Not in docs/openapi.json: " + code;
    }

    /// <summary>A fault that is told inside an answer: by a tool of MCP, its server, or a line of a long answer.</summary>
    private static string? FaultInside(string text) => text.Contains("\"code\":\"internal\"", StringComparison.Ordinal) || text.Contains("\"code\":-32603", StringComparison.Ordinal) ? text : null;

    private static string? Learnt(string route, HttpResponseMessage response, string text, FuzzKnown known)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/json" || !FuzzKnown.Gives(route))
            return null;
        using var body = JsonDocument.Parse(text);
        known.Learn(route, body.RootElement);
        return null;
    }

    private static async Task<string> BodyAsync(HttpRequestMessage request) => request.Content is { } content ? await content.ReadAsStringAsync() : "";
}
