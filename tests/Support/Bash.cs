using System.Diagnostics;

namespace AccountTwins.Tests.Support;

/// <summary>Runs a piece of shell as a reader of the documents would, but stopping at its first failure.</summary>
internal static class Bash
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Its standard output; fails unless it ends with 0.</summary>
    public static async Task<string> RunAsync(string script, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Limit);
        Assert.True(process.ExitCode == 0, $"Exit code {process.ExitCode} of:\n{script}\n{await output}{await errors}");
        return await output;
    }
}
