using System.CommandLine;
using AccountTwins.Cli.Commands;
using AccountTwins.Cli.Terminals;

namespace AccountTwins.Cli;

/// <summary>The command line: its commands, and what its exit codes mean.</summary>
internal static class TwinsProgram
{
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var configuration = new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false };
        try
        {
            var parsed = Create(terminal).Parse(arguments);
            var exit = await parsed.InvokeAsync(configuration, cancellationToken);
            return parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples ? Exit.Usage : exit;
        }
        catch (OperationCanceledException)
        {
            await terminal.Error.WriteLineAsync("Stopped.");
            return Exit.Refused;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A file that cannot be read or written: the service's own failures are answers. Any other exception is a bug and shows its trace.
            await terminal.Error.WriteLineAsync(exception.Message);
            return Exit.Refused;
        }
    }

    public static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand("AccountTwins at a terminal: ask before an AI acts, review what it wants to do, and set how far it may go.")
        {
            GlobalOptions.Url, GlobalOptions.Key, GlobalOptions.Json,
        };
        foreach (var option in GlobalOptions.All)
            option.Recursive = true;
        var to = new CommandSet(terminal);
        AccountCommands.AddTo(root, to);
        PortfolioCommands.AddTo(root, to);
        DecisionCommands.AddTo(root, to);
        SignalCommands.AddTo(root, to);
        ChangeCommands.AddTo(root, to);
        ReviewCommands.AddTo(root, to);
        PlaybookCommands.AddTo(root, to);
        SwitchCommands.AddTo(root, to);
        IncidentCommands.AddTo(root, to);
        ScenarioCommands.AddTo(root, to);
        ValueCommands.AddTo(root, to);
        LessonCommands.AddTo(root, to);
        AuditCommands.AddTo(root, to);
        KeyCommands.AddTo(root, to);
        TenantCommands.AddTo(root, to);
        WebhookCommands.AddTo(root, to);
        OperationsCommands.AddTo(root, to);
        DeadLetterCommands.AddTo(root, to);
        DemoCommands.AddTo(root, to);
        McpCommand.AddTo(root, to);
        CompletionCommand.AddTo(root, terminal);
        HelpWithExamples.AddTo(root);
        return root;
    }
}
