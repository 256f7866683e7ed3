using AccountTwins.Silo.Security;
using AccountTwins.Silo.Security.Limits;
using AccountTwins.Tests.Readme;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Silo.Fuzz;
using AccountTwins.Tests.Silo.Mcp;
using AccountTwins.Tests.Silo.Security;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.Tests.Specs;

/// <summary>
/// What is published tells the truth: docs/openapi.json and docs/asyncapi.json pass public validators, their examples fit their schemas, and so does
/// what every route and every tool really answers, over fakes and on a whole silo.
/// </summary>
[Collection(WholeSilo.Name)]
public sealed class PublishedDocumentsTests
{
    private const string Folder = "tests/Specs/foreign";

    [NpmFact(Folder)]
    public async Task Documents_examples_and_real_answers_hold_against_public_validators()
    {
        var recorded = new RecordedAnswers();
        await RecordRefusalsAsync(recorded);
        await RecordEveryRouteAsync(recorded);
        using var folder = new TemporaryFolder();
        await using (var silo = await RunningSilo.StartAsync(folder.Path, ("RateLimits:Tenant", "1000000")))
        {
            await silo.SampledAsync();
            await new SiloWalk(silo, recorded).GoAsync();
            await ProduceAsync(silo, Directory.CreateDirectory(Path.Combine(folder.Path, "newcomer")).FullName);
        }

        RecordedExamples.Write(recorded.Lines);
        var file = Path.Combine(folder.Path, "recorded.jsonl");
        await recorded.WriteAsync(file);
        var output = await Bash.RunAsync($"cd '{Path.Combine(RepositoryFiles.Root, Folder)}' && node validate.mjs '{file}'", new Dictionary<string, string>());

        Assert.Contains("recorded answers", output);
    }

    /// <summary>docs/integrate.md as a newcomer follows it: what its program sends is in a twin.</summary>
    private static async Task ProduceAsync(RunningSilo silo, string folder)
    {
        using var client = silo.Client();
        await File.WriteAllTextAsync(Path.Combine(folder, "asyncapi.json"), await client.GetStringAsync("/asyncapi/v1.json"));
        await File.WriteAllTextAsync(Path.Combine(folder, "produce.mjs"), new MarkdownFile("docs/integrate.md").Blocks("js").Single());
        Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), Path.Combine(RepositoryFiles.Root, Folder, "node_modules"));
        await Bash.RunAsync($"cd '{folder}' && node produce.mjs", new Dictionary<string, string> { ["KAFKA"] = silo.Kafka });
        await Until.TrueAsync(async () => (await client.GetAsync("/v1/accounts/acme")).IsSuccessStatusCode, "the account of the newcomer's signal is there");
    }

    /// <summary>No key, too many requests, and no store to look a key up in.</summary>
    private static async Task RecordRefusalsAsync(RecordedAnswers recorded)
    {
        await using var host = await ApiHost.StartAsync(services: services => services.Configure<RateLimitOptions>(limits => (limits.Reader, limits.BurstSeconds) = (1, 1)));
        await recorded.GetAsync(await host.ClientAsync(KeyScopes.None), "/v1/switches");
        using var client = await host.ClientAsync(KeyScopes.Reader);
        await recorded.GetAsync(client, "/v1/accounts/nobody");
        await recorded.GetAsync(client, "/v1/switches");
        host.Keys.IsAway = true;
        await recorded.GetAsync(await host.ClientAsync(KeyScopes.Admin), "/v1/switches");
    }

    /// <summary>The sample of each route as its own tenant's admin; what takes something away goes last.</summary>
    private static async Task RecordEveryRouteAsync(RecordedAnswers recorded)
    {
        await using var host = await RouteFuzzTests.StartAsync();
        using var client = await host.ClientAsync(KeyScopes.Admin);
        var key = (await host.CreateKeyAsync(KeyScopes.Reader)).Split('_')[1];
        await host.Settings.OpenBreakerAsync("n");
        foreach (var sample in RouteSample.All.OrderBy(sample => sample.Method == "DELETE" || sample.Route == "/v1/ops/drain"))
            await recorded.SendAsync(client, sample.Request(key));
        // One lesson cannot be approved and declined.
        host.Lessons.Propose(2, "acct-1", "Say the date first.");
        await recorded.PostAsync(client, "/v1/lessons/2/decline", """{"reason":"r"}""");
        await recorded.ToolsAsync(client, McpScopeTests.Rows.Select(row => (row.Tool, row.Arguments)));
    }
}
