using System.Text.Json;
using AccountTwins.Client.Agents;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Mcp.Tools;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.AI;

namespace AccountTwins.Tests.Client.Agents;

/// <summary>The tools as functions: those of the MCP server, word for word, with the client's patience.</summary>
public sealed class AIFunctionTests
{
    [Fact]
    public async Task They_are_the_tools_of_the_MCP_server()
    {
        await using var host = new AgentHost();

        var functions = host.Client.AsAIFunctions().Cast<AIFunction>().ToArray();

        Assert.Equal(
            ["resolve_account", "get_account_context", "check_action", "get_decision", "use_approval", "report_outcome", "find_accounts", "explain_score"],
            functions.Select(function => function.Name));
        Assert.Equal(ToolCatalogue.All.Select(tool => tool.Definition.Description), functions.Select(function => function.Description));
        Assert.Equal(ToolCatalogue.All.Select(tool => tool.Definition.InputSchema.GetRawText()), functions.Select(function => function.JsonSchema.GetRawText()));
        Assert.Equal("check_action", Assert.Single(host.Client.AsAIFunctions("check_action")).Name);
        Assert.Throws<ArgumentException>(() => host.Client.AsAIFunctions("act"));
    }

    [Fact]
    public async Task A_verdict_begins_with_what_to_do_now()
    {
        await using var host = new AgentHost();
        host.Twins.Answers(host.Allowed());

        var text = await CallAsync(host, "check_action", ("account", "acct-1"), ("idempotencyKey", "k"), ("actions", new object[] { new { type = "grant_credit", amount = 40, currency = "EUR" } }));

        Assert.StartsWith("next: proceed. ", text);
        Assert.EndsWith("\n_meta.ttlMs: 60000", text);
        var asked = Assert.Single(host.Twins.Asked).Body;
        Assert.Equal(("support-7", "k", 40m), (asked.Agent.Release, asked.IdempotencyKey, asked.Actions.Single().Amount));
    }

    [Fact]
    public async Task No_answer_is_a_refusal_after_one_repeat_with_the_same_key()
    {
        await using var host = new AgentHost();

        var text = await CallAsync(host, "check_action", ("account", "acct-1"), ("idempotencyKey", "k"), ("actions", JsonElement.Parse("""[{"type":"reply"}]""")));

        Assert.StartsWith("unreachable: The service gave no verdict, and that is require_approval: do not act.", text);
        Assert.Equal(["k", "k"], host.Twins.Asked.Select(asked => asked.Body.IdempotencyKey));
    }

    [Theory]
    [InlineData("check_action", """{"account":"acct-1","idempotencyKey":"k","actions":[{"type":"reply"}]}""")]
    [InlineData("get_decision", """{"decisionId":"7-0a1b2c3d@acct-1"}""")]
    [InlineData("use_approval", """{"decisionId":"7-0a1b2c3d@acct-1"}""")]
    public async Task Where_the_service_gives_no_verdict_an_MCP_client_gets_the_clients_own(string tool, string arguments)
    {
        await using var host = new AgentHost();
        host.Twins.Read = host.Twins.Permit = () => FakeTwins.Away(503, "store_unavailable");
        host.Twins.Decide = (_, _) => Task.FromResult(ApiResult<DecisionView>.Ok(host.Allowed() with { Account = "acct-2" }));

        var given = JsonElement.Parse(arguments).EnumerateObject().ToDictionary(each => each.Name, each => each.Value);
        var result = await ToolCatalogue.ByName[tool].CallAsync(given, new ToolCall(host.Client.AsDoor(), host.Clock, CancellationToken.None));

        Assert.True(result.IsError);
        Assert.Equal(("unreachable", "require_approval", "wait", 5), (
            result.StructuredContent!.Value.GetProperty("code").GetString(), result.StructuredContent.Value.GetProperty("verdict").GetString(),
            result.StructuredContent.Value.GetProperty("next").GetString(), result.StructuredContent.Value.GetProperty("pollAfter").GetInt32()));
    }

    [Fact]
    public async Task An_outcome_that_cannot_be_told_is_kept_and_the_model_is_told_so()
    {
        await using var host = new AgentHost();

        var text = await CallAsync(host, "report_outcome", ("decisionId", "7-0a1b2c3d@acct-1"), ("state", "executed"));

        Assert.StartsWith("outcome_queued: ", text);
        Assert.Equal(1, host.Client.Outcomes.Count);
    }

    [Fact]
    public async Task What_is_not_understood_asks_nobody()
    {
        await using var host = new AgentHost();

        Assert.StartsWith("bad_decision: ", await CallAsync(host, "check_action", ("acount", "acct-1")));
        Assert.Empty(host.Twins.Asked);
    }

    [Fact]
    public async Task Over_HTTP_they_read_what_the_service_writes()
    {
        await using var service = await ApiHost.StartAsync();
        using var folder = new TemporaryFolder();
        service.Put(Sample.Account());
        await using var client = new AgentClient(new HttpAccountTwins(await service.TypedAsync(KeyScopes.Agent)), new() { Release = "support-7", OutcomeFolder = folder.Path, ReadDeadline = TimeSpan.FromSeconds(30) });

        var context = await CallAsync(client, "get_account_context", ("account", "acct-1"));
        var score = await CallAsync(client, "explain_score", ("account", "acct-1"));
        var nobody = await CallAsync(client, "explain_score", ("account", "acct-2"));
        var forbidden = await CallAsync(client, "find_accounts");

        Assert.Contains("Internal, never tell the customer", context);
        Assert.Contains(" of 100", score);
        // A feed of the sample is dead; the description tells the model to go by this.
        Assert.All([context, score], text => Assert.EndsWith("\n_meta.ttlMs: 0", text));
        Assert.StartsWith("unknown_account: ", nobody);
        Assert.StartsWith("forbidden: ", forbidden);
    }

    private static Task<string> CallAsync(AgentHost host, string name, params (string Name, object? Value)[] arguments) => CallAsync(host.Client, name, arguments);

    private static async Task<string> CallAsync(AgentClient client, string name, params (string Name, object? Value)[] arguments)
    {
        var function = (AIFunction)client.AsAIFunctions(name).Single();
        return Assert.IsType<string>(await function.InvokeAsync(new AIFunctionArguments(arguments.ToDictionary(each => each.Name, each => each.Value))));
    }
}
