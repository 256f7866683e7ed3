using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace AccountTwins.Cli.Commands;

/// <summary>The usual help, and below it how people use the command.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    private const int Width = 120;

    private static readonly string[] OfAll =
    [
        "twins demo governance",
        "twins decide acct-1 --action grant_credit --amount 40 --currency EUR --release support-7",
        "twins reviews list --kind approval",
    ];

    public static void AddTo(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        var usual = (HelpAction)help.Action!;
        usual.MaxWidth = Width;
        help.Action = new HelpWithExamples(usual);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var exit = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        var examples = command is TwinsCommand known ? known.Examples : command is RootCommand ? OfAll : [];
        if (examples.Count > 0)
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
                output.WriteLine("  " + example);
            output.WriteLine();
        }

        if (command is RootCommand)
            output.WriteLine("Exit codes: 0 done; 1 refused, or a check found something; 2 not understood; 3 no answer.");
        return exit;
    }
}
