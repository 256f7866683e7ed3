using System.Text.Json;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Faults;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Silo.Security;
using AccountTwins.Tests.Specs;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>Whatever is sent to a route, the answer is none of 5xx, and a refusal has the one form with a code that the published document tells of.</summary>
public sealed class RouteFuzzTests
{
    private const int Seed = 20260301;

    /// <summary>Requests to one host, after which it starts anew: what it was given stays in its memory.</summary>
    private const int RoundLength = 4_000;

    /// <summary>Faults that one round shows before it ends.</summary>
    private const int FaultsMax = 5;

    [Fact]
    public Task No_request_of_a_thousand_makes_a_fault() => RoundAsync(Seed, 1_000);

    [LongFact(StoreKind.Sqlite)]
    public async Task No_request_of_a_million_makes_a_fault()
    {
        for (var round = 0; round < 1_000_000 / RoundLength; round++)
            await RoundAsync(Seed + round, RoundLength);
    }

    private static async Task RoundAsync(int seed, int count)
    {
        await using var host = await StartAsync();
        using var client = await host.ClientAsync(KeyScopes.Admin);
        var random = new Random(seed);
        var (taken, refused) = (0, 0);
        var faults = new List<string>();
        var undeclared = new SortedSet<string>();
        for (var index = 0; index < count; index++)
        {
            using var request = FuzzRequest.Next(random);
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

    /// <summary>A host in which everything that a sample names is there.</summary>
    internal static async Task<ApiHost> StartAsync()
    {
        var host = await ApiHost.StartAsync();
        host.Put(Sample.Account());
        host.Accounts.Timelines[new AccountKey(ApiHost.Tenant, "acct-1")] = new TimelineView { Tenant = ApiHost.Tenant, Account = "acct-1", Revision = 1, AsOf = Sample.Now };
        host.Decisions.Reply = new DecisionReply { Standing = TwinStanding.Ready, View = DecisionsEndpointTests.View() };
        host.Reviews.Items[RouteSample.Review] = ReviewsEndpointTests.Item(host) with { ClaimedBy = "test", ClaimedUntil = host.Clock.GetUtcNow().AddHours(1) };
        host.Search.Identifiers[(ApiHost.Tenant, "domain:northwind.example")] = [new AccountKey(ApiHost.Tenant, "acct-1")];
        host.Lessons.Propose(1, "acct-1", "Say the amount first.");
        return host;
    }
}
