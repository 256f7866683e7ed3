using AccountTwins.LoadTest.Load.Questions;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.LoadTest.Load.Scenarios;

/// <summary>
/// <c>get_account_context</c> over <c>/mcp</c>: the account as data and the briefing as text, each by the handler of its route. Set beside one
/// context over HTTP of the same run.
/// </summary>
internal static class McpScenario
{
    public const string Name = "mcp";

    private const int Accounts = 10_000;
    private const int SignalsEach = 40;
    private const int Connections = 32;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(LoadBench bench, CancellationToken cancellationToken)
    {
        await using var place = await bench.OpenAsync(IngestScenario.Partitions, IngestScenario.GroupedCheckpoint);
        await using var silo = await InnerSilo.StartAsync(place.Setup, null, cancellationToken);
        var accounts = bench.Scaled(Accounts);
        bench.Journal.Say($"{Name}: {accounts} twins");
        await StoredTwins.FillAsync(silo.TwinStore, accounts, SignalsEach, bench.End);
        using var http = await RawHttp.OpenAsync(silo.Port, await silo.CreateKeyAsync(Name, cancellationToken));
        var asker = new Asker(silo, http, accounts);
        for (var number = 0; number < accounts; number++)
            await asker.ContextAsync(number);

        // The SDK's code is much more than a route's, and is compiled for speed only after a while.
        await ClosedLoop.RunAsync(Connections, bench.Scaled(WarmUp), asker.ContextOverMcpAsync);
        var measure = QuestionMeasure.Of(bench, Name);
        var direct = await measure.RunAsync("context over HTTP, idle", Connections, asker.ContextOverHttpAsync);
        var tool = await measure.RunAsync("get_account_context over MCP, idle", Connections, asker.ContextOverMcpAsync, new QuestionBars(Bar.AtMost(10)));
        bench.Journal.Add(new ReportLine(Name, "get_account_context over MCP, against it", tool, "/s").Against("of one context over HTTP", direct));
    }
}
