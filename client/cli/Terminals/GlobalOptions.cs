using System.CommandLine;

namespace AccountTwins.Cli.Terminals;

/// <summary>Options of every command.</summary>
internal static class GlobalOptions
{
    public const string KeyVariable = "TWINS_KEY";

    public static readonly Option<Uri> Url = new("--url")
    {
        Description = "Address of the service.",
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri("http://localhost:8080"),
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                return address;
            result.AddError($"'{result.Tokens[0].Value}' is no http or https address.");
            return null;
        },
    };

    public static readonly Option<string?> Key = new("--key")
    {
        Description = $"API key; else the variable {KeyVariable}. The first start of ./run shows one.",
        HelpName = "KEY",
    };

    public static readonly Option<bool> Json = new("--json") { Description = "The service's answer as it is, for programs." };

    public static IEnumerable<Option> All => [Url, Key, Json];
}
