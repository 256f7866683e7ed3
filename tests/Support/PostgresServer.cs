using System.Diagnostics;

namespace AccountTwins.Tests.Support;

/// <summary>A PostgreSQL of one test alone, which may be stopped and started. It is gone when the test is, however the test ends.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly Process script;
    private readonly string control;

    private PostgresServer(Process script, string connectionString, string control) =>
        (this.script, ConnectionString, this.control) = (script, connectionString, control);

    public string ConnectionString { get; }

    public static async Task<PostgresServer> StartAsync()
    {
        var start = new ProcessStartInfo(PostgresEnvironment.Script, ["sh", "-c", $"echo \"${PostgresEnvironment.Variable}\"; echo \"${PostgresEnvironment.Variable}_CTL\"; cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var script = Process.Start(start)!;
        var connectionString = await script.StandardOutput.ReadLineAsync();
        var control = await script.StandardOutput.ReadLineAsync();
        return string.IsNullOrEmpty(connectionString) || string.IsNullOrEmpty(control)
            ? throw new InvalidOperationException("The private PostgreSQL did not start.")
            : new PostgresServer(script, connectionString, control);
    }

    /// <summary>Stops at once, as a crash would; what was committed is there after the start.</summary>
    public Task StopAsync() => ControlAsync("stop", "-m", "immediate");

    public Task RestartAsync() => ControlAsync("start");

    public async ValueTask DisposeAsync()
    {
        script.StandardInput.Close();
        await script.WaitForExitAsync();
        script.Dispose();
    }

    private async Task ControlAsync(params string[] arguments)
    {
        // Output stays where it is: the server would inherit a pipe and keep it open.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1 </dev/null", control, .. arguments]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"pg_ctl {arguments[0]} ended with {process.ExitCode}.");
    }
}
