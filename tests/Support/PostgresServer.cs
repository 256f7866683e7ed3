using System.Diagnostics;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.Tests.Support;

/// <summary>A PostgreSQL of one test alone, which may be stopped and started. It is gone when the test is, however the test ends.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly Process script;

    private PostgresServer(Process script, string connectionString, string control) =>
        (this.script, ConnectionString, Control) = (script, connectionString, control);

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

    /// <summary>Its pg_ctl.</summary>
    public string Control { get; }

    /// <summary>Stops at once, as a crash would; what was committed is there after the start.</summary>
    public Task StopAsync() => new PostgresControl(Control).StopAsync();

    public Task RestartAsync() => new PostgresControl(Control).StartAsync();

    public async ValueTask DisposeAsync()
    {
        script.StandardInput.Close();
        await script.WaitForExitAsync();
        script.Dispose();
    }
}
