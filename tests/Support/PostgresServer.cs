using System.Diagnostics;

namespace AccountTwins.Tests.Support;

/// <summary>A PostgreSQL of one test alone, which may be stopped and started. It is gone when the test is, however the test ends.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const int StartAttempts = 10;

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

    /// <summary>Starts again. A few tries, for what may hold a start up for a moment: a process of the old server, a connection on its port.</summary>
    public async Task RestartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ControlAsync("start");
                return;
            }
            catch (InvalidOperationException e) when (attempt < StartAttempts)
            {
                Console.Error.WriteLine(e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        script.StandardInput.Close();
        await script.WaitForExitAsync();
        script.Dispose();
    }

    private async Task ControlAsync(params string[] arguments)
    {
        // Output goes to a file: the server would inherit a pipe and keep it open.
        var said = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "said=$1; shift; exec \"$0\" \"$@\" >\"$said\" 2>&1 </dev/null", control, said, .. arguments]))!;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"pg_ctl {arguments[0]} ended with {process.ExitCode}: {await File.ReadAllTextAsync(said)}{await LogAsync()}");
        }
        finally
        {
            File.Delete(said);
        }
    }

    /// <summary>The end of the server's log; it lies beside the control script.</summary>
    private async Task<string> LogAsync()
    {
        var log = Path.Combine(Path.GetDirectoryName(control)!, "log");
        return File.Exists(log) ? string.Join('\n', (await File.ReadAllLinesAsync(log)).TakeLast(20)) : "";
    }
}
