using System.Diagnostics;
using System.Globalization;
using AccountTwins.LoadTest.Load.Changes;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Load.Scenarios;

/// <summary>
/// Many subscribers of one tenant while changes come steadily: every one gets every change once and in order, and the silo's memory stays what it was.
/// </summary>
internal static class ChangesScenario
{
    public const string Name = "changes";

    private const int Subscribers = 1_000;
    private const double RoundsPerSecond = 2.5;

    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan CaughtUpWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(LoadBench bench, CancellationToken cancellationToken)
    {
        var count = bench.Options.Subscribers ?? bench.Scaled(Subscribers);
        var duration = bench.Options.Duration ?? bench.Scaled(Duration);
        await using var place = await bench.OpenAsync(1, IngestScenario.GroupedCheckpoint);
        bench.Journal.Say($"{Name}: {count} subscribers for {duration.TotalSeconds:N0} s");
        using var silo = SiloProcess.Start(place.Setup);
        await silo.AnswersAsync("/health/ready", cancellationToken);
        var key = silo.Key ?? throw new InvalidOperationException("The silo printed no key.");
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue }) { BaseAddress = silo.Address, Timeout = Timeout.InfiniteTimeSpan };
        using var stopping = new CancellationTokenSource();

        var subscribers = Enumerable.Range(0, count).Select(_ => new ChangeSubscriber(http, key)).ToList();
        var running = new List<Task>(count);
        foreach (var subscriber in subscribers)
        {
            var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            running.Add(subscriber.RunAsync(opened, stopping.Token));
            await opened.Task;
        }

        var maker = new ChangeMaker(http, key, bench.End.AddDays(-300));
        using var enough = new CancellationTokenSource();
        var making = maker.RunAsync(RoundsPerSecond, enough.Token);
        var sizes = await WatchAsync(silo.Id, duration, cancellationToken);
        await enough.CancelAsync();
        await making;
        await CaughtUpAsync(subscribers, maker.Rounds * ChangeMaker.PerRound);
        await stopping.CancelAsync();
        await Task.WhenAll(running);
        await silo.StopAsync(StopWithin);

        foreach (var fault in subscribers.Select(subscriber => subscriber.Fault).OfType<string>().GroupBy(fault => fault))
            bench.Journal.Fault($"{Name}: {fault.Count()} of {count} subscribers: {fault.Key}");
        var (early, late) = (Mean(sizes, 0.2, 0.4), Mean(sizes, 0.8, 1.0));
        bench.Journal.Add(Name, $"changes to each of {count:N0} subscribers", subscribers.Min(subscriber => subscriber.Count), "changes", Bar.AtLeast(maker.Rounds * ChangeMaker.PerRound));
        bench.Journal.Add(Name, "resident memory of the silo, after a fifth of the time", early, "MB");
        bench.Journal.Add(Name, "growth until the end", 100 * (late - early) / early, "%", Bar.AtMost(5));
    }

    private static async Task CaughtUpAsync(List<ChangeSubscriber> subscribers, long newest)
    {
        var began = Stopwatch.GetTimestamp();
        while (subscribers.Exists(subscriber => subscriber.Fault is null && subscriber.Count < newest) && Stopwatch.GetElapsedTime(began) < CaughtUpWithin)
            await Task.Delay(50);
    }

    /// <summary>Megabytes, once a second.</summary>
    private static async Task<List<double>> WatchAsync(int process, TimeSpan duration, CancellationToken cancellationToken)
    {
        var sizes = new List<double>();
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < duration)
        {
            sizes.Add(ResidentMegabytes(process));
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }

        return sizes;
    }

    /// <summary>VmRSS:    123456 kB</summary>
    private static double ResidentMegabytes(int process) => File.ReadLines($"/proc/{process}/status")
        .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.AsSpan(6).Trim(" \tkB"), CultureInfo.InvariantCulture) / 1024).First();

    private static double Mean(List<double> sizes, double from, double to) =>
        sizes.Skip((int)(sizes.Count * from)).Take(Math.Max(1, (int)(sizes.Count * (to - from)))).Average();
}
