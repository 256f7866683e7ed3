using System.CommandLine;
using AccountTwins.Cli.Mcp;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Agents;
using AccountTwins.Client.Hosting;
using AccountTwins.Mcp;
using ModelContextProtocol.Server;

namespace AccountTwins.Cli.Commands;

/// <summary>The tools for an agent that starts its servers itself, over standard input and output, through the client for agents.</summary>
internal static class McpCommand
{
    /// <summary>More than a program would wait: a model's own thinking takes longer than that.</summary>
    private const int DeadlineMilliseconds = 2_000;

    private static readonly Option<string> Release = new("--release") { Description = "The agent release that decisions are judged by.", HelpName = "RELEASE", DefaultValueFactory = _ => "unnamed" };
    private static readonly Option<string?> Model = new("--model") { Description = "The model that acts; kept with decisions.", HelpName = "MODEL" };
    private static readonly Option<int> Deadline = new("--deadline") { Description = "Milliseconds that a question may take; it is asked twice, and then it needs approval.", HelpName = "MS", DefaultValueFactory = _ => DeadlineMilliseconds };
    private static readonly Option<string?> Outcomes = new("--outcomes") { Description = "Folder where outcomes wait that could not be told; default one of this user's for each service. Tenants need one each.", HelpName = "FOLDER" };

    public static void AddTo(Command root, CommandSet to) => root.Add(to.Make(
        new TwinsCommand(
            "mcp", "Serves the MCP tools over standard input and output, for an agent that starts it.",
            "TWINS_KEY=at_… twins mcp --url http://localhost:8080 --release support-7"),
        RunAsync,
        Release, Model, Deadline, Outcomes));

    private static async Task<int> RunAsync(Call call)
    {
        var options = OptionsOf(call);
        try
        {
            options.Check();
        }
        catch (ArgumentException wrong)
        {
            return call.Misused(wrong.Message);
        }

        var log = new ErrorLogger(call.Terminal.Error);
        await using var client = new AgentClient(new HttpAccountTwins(call.Client), options, call.Terminal.Clock, log);
        var served = TwinsMcp.Options(_ => client.AsDoor(), call.Terminal.Clock, log);
        await using var server = McpServer.Create(new StdioServerTransport(served), served);
        await server.RunAsync(call.Cancellation);
        return Exit.Ok;
    }

    private static AccountTwinsClientOptions OptionsOf(Call call)
    {
        var options = new AccountTwinsClientOptions { Address = call.Address, Release = call.Value(Release)!, Model = call.Value(Model) };
        options.DecisionDeadline = options.ReadDeadline = options.OutcomeDeadline = TimeSpan.FromMilliseconds(call.Value(Deadline));
        // Another service would refuse these outcomes for good: it knows nothing of their decisions.
        options.OutcomeFolder = call.Value(Outcomes) ?? Path.Combine(options.OutcomeFolder, $"{call.Address.Host}-{call.Address.Port}");
        return options;
    }
}
