using System.Text.Json;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Tests.Specs;

namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>Sends requests of one seed to one host and fails with those that were answered by a fault.</summary>
internal static class FuzzRound
{
    /// <summary>Faults that one round shows before it ends.</summary>
    private const int FaultsMax = 5;

    public static async Task RunAsync(HttpClient client, int seed, int count, Func<HttpRequestMessage, bool>? isMeant = null)
    {
        var random = new Random(seed);
        var (taken, refused) = (0, 0);
        var faults = new List<string>();
        var undeclared = new SortedSet<string>();
        for (var index = 0; index < count; index++)
        {
            using var request = FuzzRequest.Next(random);
            if (isMeant is not null && !isMeant(request))
                continue;
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (await FaultOfAsync(request, response) is { } fault)
                faults.Add($"Seed {seed}, request {index}: {request}\n{await BodyAsync(request)}\n{(int)response.StatusCode}: {fault}");
            if (await UndeclaredAsync(request, response) is { } code)
                undeclared.Add(code);
            if (faults.Count == FaultsMax)
                break;
            taken += response.IsSuccessStatusCode ? 1 : 0;
            refused += (int)response.StatusCode >= 400 ? 1 : 0;
        }

        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
        Assert.True(undeclared.Count == 0, "Not in docs/openapi.json:\n" + string.Join('\n', undeclared));
        // Neither all good nor all refused at the first look: either would try nothing.
        Assert.InRange(taken, count / 10, count);
        Assert.InRange(refused, count / 10, count);
    }

    private static async Task<string?> FaultOfAsync(HttpRequestMessage request, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status < 400)
            return null;
        var text = await response.Content.ReadAsStringAsync();
        if (status >= 500)
            return text;
        // What the server refuses before it has read a request line has no body.
        if (status == 400 && text.Length == 0)
            return null;
        using var body = JsonDocument.Parse(text);
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
            return ReasonCodes.All.TryGetValue(body.RootElement.GetProperty("code").GetString()!, out var code) && code.Status == status ? null : "An unknown code: " + text;
        // A JSON-RPC error is what a client of MCP can read.
        return request.RequestUri!.AbsolutePath == "/mcp" && body.RootElement.TryGetProperty("error", out _) ? null : "Not the form of errors: " + text;
    }

    /// <summary>A refusal that the published document does not tell of.</summary>
    private static async Task<string?> UndeclaredAsync(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json" || !request.Options.TryGetValue(FuzzRequest.Route, out var route))
            return null;
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var code = body.RootElement.GetProperty("code").GetString()!;
        return DeclaredCodes.Has(request.Method.Method, route, code) ? null : $"{request.Method} {route} {code}";
    }

    private static async Task<string> BodyAsync(HttpRequestMessage request) => request.Content is { } content ? await content.ReadAsStringAsync() : "";
}
