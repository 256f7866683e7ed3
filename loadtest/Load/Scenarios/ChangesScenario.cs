using System.Diagnostics;
using AccountTwins.LoadTest.Crash.Telling;
using AccountTwins.LoadTest.Load.Changes;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Load.Scenarios;

/// <summary>
/// Many subscribers of one tenant while changes come steadily: every one gets every change once and in order, also those that leave and come back and those
/// that stall, and the silo's memory stays what it was. The silo is a process of its own, so the streams are on the other side of a socket.
/// </summary>
internal static class ChangesScenario
{
    public const string Name = "changes";

    private const int Subscribers = 1_000;
    private const double RoundsPerSecond = 2.5;

    /// <summary>Until the tenant's buffer is full, which is what a silo holds for its streams from then on.</summary>
    private const double WarmUpRoundsPerSecond = 10;

    /// <summary>What a silo has without settings; stated here, so that the warm-up can tell that it is full.</summary>
    private const int BufferMax = 2_048;

    private const int Samples = 10;

    /// <summary>Of ten subscribers one leaves now and then and one stalls.</summary>
    private const int HabitOf = 10;

    /// <summary>Of a slow subscriber's socket, so that its stalls are felt by the silo; with much less the kernel's own probing is what is measured.</summary>
    private const int SlowReceiveBytes = 65_536;

    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan WarmWithin = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan CaughtUpWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(LoadBench bench, CancellationToken cancellationToken)
    {
        var count = bench.Options.Subscribers ?? bench.Scaled(Subscribers);
        var duration = bench.Options.Duration ?? bench.Scaled(Duration);
        var room = bench.Scaled(BufferMax);
        await using var place = await bench.OpenAsync(1, IngestScenario.GroupedCheckpoint);
        bench.Journal.Say($"{Name}: {count} subscribers for {duration.TotalSeconds:N0} s, {RoundsPerSecond * ChangeMaker.PerRound:N0} changes a second to each");
        string[] further = [.. place.Setup.Further, "--Changes:SendWithin=00:00:10", $"--Changes:BufferMax={room}"];
        using var silo = SiloProcess.Start(place.Setup with { Command = [ChaosSiloCommand.Name], Further = further });
        await silo.AnswersAsync("/health/ready", cancellationToken);
        var key = await silo.KeyAsync(cancellationToken);
        using var http = Client(silo, null);
        using var slow = Client(silo, SlowReceiveBytes);
        using var stopping = new CancellationTokenSource();
        using var enough = new CancellationTokenSource();

        var told = new ToldBodies();
        var subscribers = Enumerable.Range(0, count)
            .Select(index => (index % HabitOf) switch
            {
                1 => new ChangeSubscriber(http, key, told, Habit.Leaving, bench.Options.Seed + index, enough.Token),
                2 => new ChangeSubscriber(slow, key, told, Habit.Stalling, bench.Options.Seed + index, enough.Token),
                _ => new ChangeSubscriber(http, key, told, Habit.Steady, bench.Options.Seed + index, enough.Token),
            }).ToList();
        var running = new List<Task>(count);
        foreach (var subscriber in subscribers)
        {
            var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            running.Add(subscriber.RunAsync(opened, stopping.Token));
            await opened.Task;
        }

        var maker = new ChangeMaker(http, key, bench.End.AddDays(-300));
        var warmUp = await WarmUpAsync(maker, [.. subscribers.Where(subscriber => subscriber.Habit == Habit.Steady)], room, cancellationToken);
        bench.Journal.Say(FormattableString.Invariant($"{Name}: warm after {warmUp.TotalSeconds:0} s: every steady subscriber was given the {room} changes that the buffer holds"));
        var warmedBy = maker.Rounds * ChangeMaker.PerRound;
        var making = maker.RunAsync(RoundsPerSecond, enough.Token);
        var memory = await WatchAsync(bench, silo, place.Setup.Folder, duration, making, cancellationToken);
        await enough.CancelAsync();
        await making;
        var newest = maker.Rounds * ChangeMaker.PerRound;
        await CaughtUpAsync(subscribers, newest);
        await stopping.CancelAsync();
        await Task.WhenAll(running);
        await silo.StopAsync(StopWithin);

        foreach (var fault in subscribers.Select(subscriber => subscriber.Fault).OfType<string>().GroupBy(fault => fault))
            bench.Journal.Fault($"{Name}: {fault.Count()} of {count} subscribers: {fault.Key}");
        foreach (var fault in Telling.StreamFaults(await place.Database.ChangesAsync(), "default", told.Events).Take(20))
            bench.Journal.Fault($"{Name}: {fault}");
        bench.Journal.Add(Name, "warm-up, until the tenant's buffer was full", warmUp.TotalSeconds, "s");
        bench.Journal.Add(Name, "changes in the measured part", newest - warmedBy, "changes");
        foreach (var kind in subscribers.GroupBy(subscriber => subscriber.Habit))
            bench.Journal.Add(Name, $"changes to each of {kind.Count():N0} {kind.Key} subscribers, the least", kind.Min(subscriber => subscriber.Count), "changes", Bar.AtLeast(newest));
        bench.Journal.Add(Name, "of a tenth that left: came back behind their last id", subscribers.Where(subscriber => subscriber.Habit == Habit.Leaving).Sum(subscriber => subscriber.Returns), "times");
        bench.Journal.Add(Name, "of a tenth that stalled for 45 s", subscribers.Sum(subscriber => subscriber.Stalls), "times");
        bench.Journal.Add(Name, "of these cut for it, and back behind their last id", subscribers.Sum(subscriber => subscriber.Cuts), "times");
        Add(bench.Journal, "bytes that live after a full collection", memory, sample => sample.Managed);
        Add(bench.Journal, "resident memory of the silo", memory, sample => sample.Resident);
    }

    private static HttpClient Client(SiloProcess silo, int? receiveBytes) => new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = int.MaxValue,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
            if (receiveBytes is { } bytes)
                socket.ReceiveBufferSize = bytes;
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = silo.Address, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Start, end, and the line through all of the measured part.</summary>
    private static void Add(Journal journal, string what, IReadOnlyList<SiloMemory> samples, Func<SiloMemory, double> value)
    {
        var slope = SiloMemory.Slope(samples, value);
        journal.Add(Name, what + ", at the start", value(samples[0]), "MB");
        journal.Add(Name, what + ", at the end", value(samples[^1]), "MB");
        journal.Add(Name, what + ", line through all of it", slope, "MB/min");
        journal.Add(Name, what + ", growth by that line", 100 * slope * (samples[^1].Minute - samples[0].Minute) / value(samples[0]), "%", Bar.AtMost(5));
    }

    /// <summary>Changes at a higher rate until every steady subscriber was given as many as the buffer holds: then it is full, and what grows from here on is a leak.</summary>
    private static async Task<TimeSpan> WarmUpAsync(ChangeMaker maker, IReadOnlyList<ChangeSubscriber> steady, int room, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var warm = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var making = maker.RunAsync(WarmUpRoundsPerSecond, warm.Token);
        while (!making.IsCompleted && steady.Any(subscriber => subscriber.Fault is null && subscriber.Count < room))
        {
            if (Stopwatch.GetElapsedTime(began) > WarmWithin)
                throw new TimeoutException($"After {WarmWithin.TotalMinutes:0} minutes the least that a steady subscriber had was {steady.Min(subscriber => subscriber.Count)} of {room} changes.");
            await Task.Delay(100, cancellationToken);
        }

        await warm.CancelAsync();
        await making;
        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task CaughtUpAsync(List<ChangeSubscriber> subscribers, long newest)
    {
        var began = Stopwatch.GetTimestamp();
        while (subscribers.Exists(subscriber => subscriber.Fault is null && subscriber.Count < newest) && Stopwatch.GetElapsedTime(began) < CaughtUpWithin)
            await Task.Delay(50);
    }

    /// <summary>At the start and after each tenth of the time.</summary>
    private static async Task<List<SiloMemory>> WatchAsync(LoadBench bench, SiloProcess silo, string folder, TimeSpan duration, Task making, CancellationToken cancellationToken)
    {
        var (samples, began) = (new List<SiloMemory>(), Stopwatch.GetTimestamp());
        for (var sample = 0; sample <= Samples && !making.IsCompleted; sample++)
        {
            var left = (duration * sample / Samples) - Stopwatch.GetElapsedTime(began);
            if (left > TimeSpan.Zero)
                await Task.Delay(left, cancellationToken);
            samples.Add(await SiloMemory.OfAsync(silo, folder, Stopwatch.GetElapsedTime(began)));
            bench.Journal.Say(FormattableString.Invariant($"{Name}: minute {samples[^1].Minute:0.0}: {samples[^1].Managed:0.0} MB live, {samples[^1].Resident:0} MB resident"));
        }

        return samples;
    }
}
