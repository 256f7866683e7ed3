using System.CommandLine;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client;

namespace AccountTwins.Cli.Commands;

/// <summary>A command that shows how it is used.</summary>
internal sealed class TwinsCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;
}

/// <summary>Makes commands that have a service to talk to.</summary>
internal sealed class CommandSet(Terminal terminal)
{
    /// <summary>Runs the command with a client of the service that the global options name.</summary>
    public Command Make(TwinsCommand command, Func<Call, Task<int>> run, params ReadOnlySpan<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Option option)
                command.Add(option);
            else
                command.Add((Argument)symbol);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var key = parsed.GetValue(GlobalOptions.Key) ?? terminal.Environment(GlobalOptions.KeyVariable);
            if (string.IsNullOrWhiteSpace(key))
            {
                await terminal.Error.WriteLineAsync($"No key: pass --key, or set {GlobalOptions.KeyVariable}. The first start of ./run shows one.");
                return Exit.Usage;
            }

            if (key.Trim().Any(letter => letter is <= ' ' or > '~'))
            {
                await terminal.Error.WriteLineAsync("This is no key: it has blanks, line ends or letters that no key has.");
                return Exit.Usage;
            }

            using var http = AccountTwinsClient.Configure(terminal.Http(), parsed.GetRequiredValue(GlobalOptions.Url), key.Trim());
            return await run(new Call(parsed, terminal, new AccountTwinsClient(http, terminal.Clock), cancellationToken));
        });
        return command;
    }
}
