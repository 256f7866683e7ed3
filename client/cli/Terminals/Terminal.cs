using Spectre.Console;

namespace AccountTwins.Cli.Terminals;

/// <summary>What the program knows of the world around it; tests hand in their own.</summary>
internal sealed record Terminal
{
    /// <summary>Columns where nobody looks and nothing wraps: a file or another program.</summary>
    private const int WidthOfFiles = 200;

    public required TextReader Input { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    public required Func<string, string?> Environment { get; init; }

    /// <summary>A new client without address and key.</summary>
    public required Func<HttpClient> Http { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Whether a person watches: only then colours and progress bars.</summary>
    public required bool IsWatched { get; init; }

    public static Terminal OfProcess() => new()
    {
        Input = Console.In,
        Output = Console.Out,
        Error = Console.Error,
        Environment = System.Environment.GetEnvironmentVariable,
        Http = () => new HttpClient { Timeout = TimeSpan.FromMinutes(10) },
        Clock = TimeProvider.System,
        IsWatched = !Console.IsOutputRedirected,
    };

    public IAnsiConsole ConsoleOn(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = IsWatched ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = IsWatched ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = IsWatched ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!IsWatched)
            console.Profile.Width = WidthOfFiles;
        return console;
    }
}
