using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AccountTwins.Client.Accounts;
using AccountTwins.Client.Agents;
using AccountTwins.Client.Agents.Outcomes;
using AccountTwins.Client.Hosting;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Mcp.Tools;
using AccountTwins.Tests.Client.Agents;
using AccountTwins.Tests.Client.Agents.EndToEnd;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelContextProtocol.Protocol;
using Told = AccountTwins.Domain.Decisions.Book.DecisionState;

namespace AccountTwins.Tests.Client.Transports;

/// <summary>An agent gets the same answers over HTTP and straight from the grains, and is as safe.</summary>
[Collection(WholeSilo.Name)]
public sealed partial class TransportTests(GuardedSilo host) : IClassFixture<GuardedSilo>, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private IHost _program = null!;

    public async Task InitializeAsync()
    {
        await host.FreshAsync();
        _program = await GrainProgram.StartAsync(host, _folder.Path);
    }

    public async Task DisposeAsync()
    {
        await _program.StopAsync();
        _program.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_question_gets_the_same_bytes()
    {
        var (http, grains) = (host.Http(), _program.Services.GetRequiredService<IAccountTwins>());
        foreach (var (name, ask) in Questions(await PermittedAsync(http)))
        {
            // Once before, so that what it does is done: a repeat changes nothing, whichever way it comes.
            await ask(http);
            var expected = await ask(http);

            Assert.Equal((name, expected), (name, await ask(grains)));
        }
    }

    [Fact]
    public async Task Tools_say_the_same()
    {
        await using var over = host.Agent(Path.Combine(_folder.Path, "http"));
        var straight = _program.Services.GetRequiredService<AgentClient>();
        foreach (var (tool, arguments) in new[] { ("explain_score", $$"""{"account":"{{host.Small}}"}"""), ("get_account_context", $$"""{"account":"{{host.Small}}"}"""), ("find_accounts", "{}"), ("resolve_account", """{"kind":"ticket","identifier":"none"}""") })
            Assert.Equal((tool, await CallAsync(over, tool, arguments)), (tool, await CallAsync(straight, tool, arguments)));
    }

    [Fact]
    public async Task The_guard_acts_and_reports_straight_to_the_grains()
    {
        var done = await _program.Services.GetRequiredService<AgentClient>().Guarded(Reply(), _ => Task.FromResult(true));

        Assert.Equal((true, OutcomeDelivery.Delivered), (done.Acted, done.Report?.Delivery));
        Assert.Equal([Told.Executed], await host.OutcomesAsync(done.Answer.DecisionId!));
    }

    /// <summary>What was asked got lost; meanwhile another process of the same agent asked with the same key and is at it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_permit_is_acted_upon_by_one_of_two_processes(bool straight)
    {
        var twins = straight ? _program.Services.GetRequiredService<IAccountTwins>() : host.Http();
        var (action, acts) = (Reply(), 0);
        var (begun, over) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var other = new AgentClient(twins, new AccountTwinsClientOptions { Release = "support-7", OutcomeFolder = Path.Combine(_folder.Path, "other") });
        Task<Guarded<bool>>? others = null;
        var lossy = new FakeTwins();
        lossy.Decide = async (body, each) =>
        {
            if (others is not null)
                return await twins.DecideAsync(action.Account, body, each);
            others = other.Guarded(action, async _ =>
            {
                acts++;
                begun.SetResult();
                await over.Task;
            });
            await begun.Task;
            return FakeTwins.Away();
        };
        await using var client = new AgentClient(lossy, new AccountTwinsClientOptions { Release = "support-7", OutcomeFolder = Path.Combine(_folder.Path, "one"), DecisionDeadline = TimeSpan.FromSeconds(20) });

        var done = await client.Guarded(action, _ => Task.FromResult(acts++));
        over.SetResult();

        Assert.Equal((false, NextStep.Stop, AnswerCodes.PermitClaimed), (done.Acted, done.Answer.Next, done.Answer.Code));
        Assert.True((await others!).Acted);
        Assert.Equal(1, acts);
    }

    [Fact]
    public async Task Another_tenant_of_the_configuration_sees_nothing_of_this_one()
    {
        using var program = await GrainProgram.StartAsync(host, Path.Combine(_folder.Path, "other"), ("AccountTwins:Orleans:Tenant", "other"));
        var other = program.Services.GetRequiredService<IAccountTwins>();

        Assert.Equal("unknown_account", (await other.ContextAsync(host.Small, new ContextQuery(), default)).Problem?.Code);
        Assert.Empty((await other.FindAsync(new PortfolioQuery(), default)).Value!.Accounts);
        await program.StopAsync();
    }

    [Fact]
    public async Task A_stopped_cluster_is_no_allowance()
    {
        var client = _program.Services.GetRequiredService<AgentClient>();
        await host.StopAsync();

        var answer = await client.Guarded(Reply(), _ => Task.FromResult(true));

        Assert.Equal((false, VerdictKind.RequireApproval, NextStep.Wait, AnswerCodes.Unreachable), (answer.Acted, answer.Answer.Verdict, answer.Answer.Next, answer.Answer.Code));
        await host.StartAsync();
    }

    [Theory]
    [InlineData("AccountTwins:Transport", "smoke")]
    [InlineData("AccountTwins:Orleans:Agent", "")]
    [InlineData("AccountTwins:Orleans:Tenant", "a/b")]
    [InlineData("AccountTwins:Orleans:Gateways:0", "silo-1")]
    public async Task Settings_that_cannot_work_stop_the_start(string key, string value) =>
        Assert.Contains(key.TrimEnd(':', '0'), (await Assert.ThrowsAsync<ArgumentException>(() => GrainProgram.StartAsync(host, _folder.Path, (key, value)))).Message);

    [Fact]
    public async Task Without_a_word_the_transport_is_HTTP()
    {
        using var program = await GrainProgram.StartAsync(host, _folder.Path, ("AccountTwins:Transport", ""));

        Assert.IsType<HttpAccountTwins>(program.Services.GetRequiredService<IAccountTwins>());
        await program.StopAsync();
    }

    private IEnumerable<(string Name, Func<IAccountTwins, Task<string>> Ask)> Questions(string permitted)
    {
        var asked = Body("again");
        yield return ("an unknown ticket", twins => SaidAsync(twins.ResolveAsync("ticket", "none", default)));
        yield return ("nothing to resolve", twins => SaidAsync(twins.ResolveAsync("ticket", "", default)));
        yield return ("an account", twins => SaidAsync(twins.ReadAsync(host.Small, default)));
        yield return ("an unknown account", twins => SaidAsync(twins.ReadAsync("nobody & co", default)));
        yield return ("a context", twins => SaidAsync(twins.ContextAsync(host.Global, new ContextQuery { Action = "reply", MaxStaleness = 86_400 }, default)));
        yield return ("a context that is too old", twins => SaidAsync(twins.ContextAsync(host.Small, new ContextQuery { MaxStaleness = 0 }, default)));
        yield return ("a prompt", twins => SaidAsync(twins.PromptAsync(host.Small, new ContextQuery { Contact = "kim+1@acme.example" }, default)));
        yield return ("the portfolio", twins => SaidAsync(twins.FindAsync(new PortfolioQuery { Text = "Kolb & Co", Sort = "arr", Limit = 1 }, default)));
        yield return ("a page that is not", twins => SaidAsync(twins.FindAsync(new PortfolioQuery { Cursor = "x" }, default)));
        yield return ("a dry run", twins => SaidAsync(twins.DecideAsync(host.Small, Body("dry") with { DryRun = true, IdempotencyKey = null }, default)));
        yield return ("a verdict", twins => SaidAsync(twins.DecideAsync(host.Small, asked, default)));
        yield return ("another act with its key", twins => SaidAsync(twins.DecideAsync(host.Small, asked with { Contact = "lee@acme.example" }, default)));
        yield return ("acts that are none", twins => SaidAsync(twins.DecideAsync(host.Small, Body("none") with { Actions = [] }, default)));
        yield return ("for nobody", twins => SaidAsync(twins.DecideAsync("nobody", Body("nobody"), default)));
        yield return ("a decision", twins => SaidAsync(twins.ReadDecisionAsync(permitted, 1, null, default)));
        yield return ("an unknown decision", twins => SaidAsync(twins.ReadDecisionAsync("7-0a1b2c3d@" + host.Small, 0, null, default)));
        yield return ("a permit", twins => SaidAsync(twins.PermitAsync(permitted, null, default)));
        yield return ("an outcome", twins => SaidAsync(twins.OutcomeAsync(permitted, new OutcomeBody { State = DecisionState.Executed }, default)));
        yield return ("another outcome", twins => SaidAsync(twins.OutcomeAsync(permitted, new OutcomeBody { State = DecisionState.Failed }, default)));
        yield return ("an outcome that is none", twins => SaidAsync(twins.OutcomeAsync(permitted, new OutcomeBody { State = DecisionState.Pending }, default)));
    }

    private async Task<string> PermittedAsync(IAccountTwins twins)
    {
        var view = (await twins.DecideAsync(host.Small, Body(Guid.NewGuid().ToString("N")), default)).Value!;
        Assert.Equal(DecisionState.Permitted, view.State);
        return view.DecisionId!;
    }

    private static DecisionBody Body(string key) => new()
    {
        Actions = [new ActionBody { Type = "reply", Category = "how_to", Draft = "Open Settings, then Export." }],
        Agent = new AgentBody { Release = "support-7" },
        Conversation = "T-" + key,
        IdempotencyKey = key,
        SupportedObligations = ["disclose_ai", "no_new_commitment", "no_billing_fact", "report_outcome"],
    };

    private AgentAction Reply() => AgentAction.Of(host.Small, "reply", "how_to", draft: "Open Settings, then Export.") with
    {
        Conversation = Guid.NewGuid().ToString("N"), Keeps = ["disclose_ai", "no_new_commitment", "no_billing_fact"],
    };

    private static async Task<string> CallAsync(AgentClient client, string tool, string arguments)
    {
        var given = JsonElement.Parse(arguments).EnumerateObject().ToDictionary(each => each.Name, each => each.Value);
        var result = await ToolCatalogue.ByName[tool].CallAsync(given, new ToolCall(client.AsDoor(), TimeProvider.System, CancellationToken.None));
        return Still(string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text)));
    }

    private static async Task<string> SaidAsync<T>(Task<ApiResult<T>> call)
        where T : class
    {
        var result = await call;
        return $"{result.Problem?.Status} {Still(Encoding.UTF8.GetString(result.Body.Span))}";
    }

    /// <summary>Without what tells one moment, or one request, from the next.</summary>
    private static string Still(string said) => Moments().Replace(said, "$1…");

    [GeneratedRegex("(\"(?:asOf|answeredAt|decidedAt|expiresAt|by|traceId|ageSeconds)\":)(?:\"(?:20|0)[^\"]*\"|[0-9]+)")]
    private static partial Regex Moments();
}
