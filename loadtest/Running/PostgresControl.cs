using System.Diagnostics;

namespace AccountTwins.LoadTest.Running;

/// <summary>Stops and starts a PostgreSQL by its control script: pg_ctl for one cluster, as <c>deploy/scripts/with-postgres</c> gives it.</summary>
public sealed class PostgresControl(string script)
{
    private const int StartAttempts = 10;

    /// <summary>Set by <c>deploy/scripts/with-postgres</c>.</summary>
    private const string Variable = "ACCOUNTTWINS_TEST_POSTGRES_CTL";

    /// <summary>Of the server around this process; null where there is none.</summary>
    public static string? OfEnvironment => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } script ? script : null;

    /// <summary>Stops at once, as a crash would; what was committed is there after the start.</summary>
    public Task StopAsync() => RunAsync("stop", "-m", "immediate");

    /// <summary>Starts again. A few tries, for what may hold a start up for a moment: a process of the old server, a connection on its port.</summary>
    public async Task StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RunAsync("start");
                return;
            }
            catch (InvalidOperationException e) when (attempt < StartAttempts)
            {
                await Console.Error.WriteLineAsync(e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }

    private async Task RunAsync(params string[] arguments)
    {
        // Output goes to a file: the server would inherit a pipe and keep it open.
        var said = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "said=$1; shift; exec \"$0\" \"$@\" >\"$said\" 2>&1 </dev/null", script, said, .. arguments]))!;
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
        var log = Path.Combine(Path.GetDirectoryName(script)!, "log");
        return File.Exists(log) ? string.Join('\n', (await File.ReadAllLinesAsync(log)).TakeLast(20)) : "";
    }
}
