using System.Collections.Concurrent;
using AccountTwins.Client.Accounts;
using AccountTwins.Client.Cluster;
using AccountTwins.Client.Http;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.LoadTest.Load.Questions;

/// <summary>The two questions of an agent, in process and over HTTP. Any answer but a good one throws.</summary>
internal sealed class Asker(InnerSilo silo, RawHttp http, int accounts)
{
    private static readonly string[] Obligations = ["disclose_ai", "no_new_commitment", "no_billing_fact", "report_outcome", "cap_amount"];

    /// <summary>The client's way over grains, from the silo's own process: what it costs besides the network.</summary>
    private readonly GrainAccountTwins _straight = new(silo.Grains, new GrainClientOptions { Tenant = Traffic.Tenant, Agent = "load" });

    /// <summary>As the silo's own doors find them.</summary>
    private readonly AccountGrains<IAccountGrain> _twins = new(silo.Grains);

    private readonly AccountGrains<IDecisionGrain> _decisions = new(silo.Grains);

    private readonly Guid _run = Guid.NewGuid();
    private readonly ConcurrentDictionary<string, int> _verdicts = new();
    private long _asked;

    /// <summary>Decisions asked for in process.</summary>
    public int Decided => _verdicts.Values.Sum();

    /// <summary>How the decisions asked for in process came out, most frequent first: what is refused early costs less.</summary>
    public string Verdicts
    {
        get
        {
            var all = Math.Max(1, Decided);
            return string.Join(", ", _verdicts.OrderByDescending(verdict => verdict.Value).Select(verdict => $"{verdict.Key} {Numbers.AsRatio((double)verdict.Value / all)}"));
        }
    }

    public async Task ContextAsync(int number)
    {
        var reading = await _twins.Of(AccountOf(number)).Read();
        if (reading.Standing != TwinStanding.Ready)
            throw new InvalidOperationException($"A twin answered {reading.Standing}.");
    }

    /// <summary>Its length in bytes.</summary>
    public Task<int> ContextOverHttpAsync(int number) => http.GetAsync($"/v1/accounts/{AccountOf(number).Account}/context");

    public async Task ContextStraightAsync(int number) => Require(await _straight.ContextAsync(AccountOf(number).Account, new ContextQuery(), CancellationToken.None));

    /// <summary>The same over MCP, in a revision that needs no headers of its own.</summary>
    public Task ContextOverMcpAsync(int number) => http.PostAsync(
        "/mcp",
        $$$$"""{"jsonrpc":"2.0","id":{{{{number}}}},"method":"tools/call","params":{"name":"get_account_context","arguments":{"account":"{{{{AccountOf(number).Account}}}}"}}}""");

    public Task VerdictAsync(int number) => DecideAsync(number, "reply");

    /// <summary>Asks for any action of the catalogue; a category that all have.</summary>
    public async Task DecideAsync(int number, string action)
    {
        var reply = await _decisions.Of(AccountOf(number)).Decide(new DecisionAsk
        {
            Actions = [new ActionAsk { Type = action, Category = "how_to", Draft = "The export is under Settings, Data." }],
            Agent = new AgentView { Id = "load", Release = "load-1" },
            Conversation = $"c-{NextKey()}",
            IdempotencyKey = NextKey(),
            SupportedObligations = Obligations,
        });
        if (reply.View?.DecisionId is null)
            throw new InvalidOperationException($"A decision ended with {reply.Standing} {reply.Refusal}.");
        _verdicts.AddOrUpdate(reply.View.Verdict.ToString(), 1, (_, count) => count + 1);
    }

    public Task VerdictOverHttpAsync(int number) => http.PostAsync(
        $"/v1/accounts/{AccountOf(number).Account}/decisions",
        $$"""
        {"actions":[{"type":"reply","category":"how_to","draft":"The export is under Settings, Data."}],"agent":{"release":"load-1"},
        "conversation":"c-{{NextKey()}}","idempotencyKey":"{{NextKey()}}","supportedObligations":["{{string.Join("\",\"", Obligations)}}"]}
        """);

    public async Task VerdictStraightAsync(int number) => Require(await _straight.DecideAsync(
        AccountOf(number).Account,
        new DecisionBody
        {
            Actions = [new ActionBody { Type = "reply", Category = "how_to", Draft = "The export is under Settings, Data." }],
            Agent = new AgentBody { Release = "load-1" },
            Conversation = $"c-{NextKey()}",
            IdempotencyKey = NextKey(),
            SupportedObligations = Obligations,
        },
        CancellationToken.None));

    public Task EmptyAsync(int number) => http.GetAsync(BaselineRoutes.Empty);

    public Task BytesAsync(int count) => http.GetAsync(BaselineRoutes.BytesOf(count));

    public Task RowAsync(int number) => http.GetAsync(BaselineRoutes.RowOf(AccountOf(number).Account));

    /// <summary>Neighbouring questions are about accounts far from each other.</summary>
    private AccountKey AccountOf(int number) => BurstTraffic.AccountOf((int)((uint)number * 2654435761u % (uint)accounts));

    private static void Require<T>(ApiResult<T> result)
        where T : class
    {
        if (!result.IsOk)
            throw new InvalidOperationException($"The way over grains answered {result.Problem.Code}.");
    }

    private string NextKey() => $"{_run}-{Interlocked.Increment(ref _asked)}";
}
