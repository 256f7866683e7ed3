using AccountTwins.Cli;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Silo.Api;

namespace AccountTwins.Tests.Client;

/// <summary>The client and the command line over the HTTP interface in this process.</summary>
internal static class ClientHost
{
    public static async Task<AccountTwinsClient> TypedAsync(this ApiHost host, KeyScopes scopes)
    {
        var http = await host.ClientAsync(scopes);
        return new AccountTwinsClient(http);
    }

    /// <summary>Runs one command as at a terminal that nobody watches.</summary>
    public static async Task<(int Exit, string Output, string Error)> RunAsync(this ApiHost host, KeyScopes scopes, params string[] arguments)
    {
        var http = await host.ClientAsync(KeyScopes.None);
        return await RunAsync(arguments, await host.CreateKeyAsync(scopes), () => http, host.Clock);
    }

    public static async Task<(int Exit, string Output, string Error)> RunAsync(string[] arguments, string? key, Func<HttpClient> http, TimeProvider? clock = null, string input = "")
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = await TwinsProgram.RunAsync(arguments, new Terminal
        {
            Input = new StringReader(input),
            Output = output,
            Error = error,
            Environment = name => name == GlobalOptions.KeyVariable ? key : null,
            Http = http,
            Clock = clock ?? TimeProvider.System,
            IsWatched = false,
        });
        return (exit, output.ToString(), error.ToString());
    }
}
