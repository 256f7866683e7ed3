using System.CommandLine;
using AccountTwins.Cli.Tables;

namespace AccountTwins.Cli.Commands;

/// <summary>What the values of accounts rest on.</summary>
internal static class ValueCommands
{
    public static void AddTo(Command root, CommandSet to)
    {
        var value = new TwinsCommand("value", "What the values of accounts rest on.");
        value.Add(to.Make(
            new TwinsCommand("models", "How likely renewals are, by segment and term length: method, numbers and interval.", "twins value models"),
            async call => call.Show(await call.Client.Value.ModelsAsync(call.Cancellation), answer => ValueTables.Write(call, answer))));
        root.Add(value);
    }
}
