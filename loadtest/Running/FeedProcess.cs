using System.Globalization;

namespace AccountTwins.LoadTest.Running;

/// <summary>A producer as a process of its own, so that what it allocates is collected elsewhere than in the silo that is measured.</summary>
internal sealed class FeedProcess : IDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;

    private FeedProcess(ChildProcess process) => _process = process;

    /// <summary>Returns when the first signals are on their way.</summary>
    public static async Task<FeedProcess> StartAsync(Place place, int accounts, int perSecond, int seed)
    {
        string[] arguments =
        [
            "feed", "--kafka", place.Broker.BootstrapServers, "--data", place.DataFolder,
            "--partitions", Text(place.Topics.Partitions), "--accounts", Text(accounts), "--rate", Text(perSecond), "--seed", Text(seed),
            .. place.Postgres is { } postgres ? new[] { "--postgres", postgres } : [],
        ];
        var process = ChildProcess.Start("AccountTwins.LoadTest.dll", arguments, Path.Combine(place.Setup.Folder, "feed.log"));
        try
        {
            await process.FirstLine.WaitAsync(StartWithin);
            return new FeedProcess(process);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    public void RequireAlive()
    {
        if (_process.HasExited)
            throw new InvalidOperationException("The producer ended by itself; see feed.log.");
    }

    public void Dispose() => _process.Dispose();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
