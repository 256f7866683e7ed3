using System.CommandLine;
using AccountTwins.Cli.Mcp;
using AccountTwins.Cli.Terminals;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Mcp;
using ModelContextProtocol.Server;

namespace AccountTwins.Cli.Commands;

/// <summary>The tools for an agent that starts its servers itself, over standard input and output.</summary>
internal static class McpCommand
{
    public static void AddTo(Command root, CommandSet to)
    {
        var release = new Option<string>("--release") { Description = "The agent release that decisions are judged by.", HelpName = "RELEASE", DefaultValueFactory = _ => "unnamed" };
        var model = new Option<string?>("--model") { Description = "The model that acts; kept with decisions.", HelpName = "MODEL" };
        root.Add(to.Make(
            new TwinsCommand(
                "mcp", "Serves the MCP tools over standard input and output, for an agent that starts it.",
                "TWINS_KEY=at_… twins mcp --url http://localhost:8080 --release support-7"),
            async call =>
            {
                var door = new ClientDoor(call.Client, new AgentBody { Release = call.Value(release)!, Model = call.Value(model) }, call.Terminal.Clock);
                var options = TwinsMcp.Options(_ => door, call.Terminal.Clock, new ErrorLogger(call.Terminal.Error));
                await using var server = McpServer.Create(new StdioServerTransport(options), options);
                await server.RunAsync(call.Cancellation);
                return Exit.Ok;
            },
            release, model));
    }
}
