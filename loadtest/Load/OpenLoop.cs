using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AccountTwins.LoadTest.Load;

/// <summary>What an open loop measured: all latencies in the order of their intended starts, and the same by second.</summary>
/// <param name="All">Of all questions.</param>
/// <param name="P50">Milliseconds, by second.</param>
/// <param name="P99">Milliseconds, by second.</param>
/// <param name="Stolen">What other guests of the machine took of its time meanwhile, 0 to 1; NaN: not known.</param>
internal sealed record OpenLoopResult(Latencies All, IReadOnlyList<TimePoint> P50, IReadOnlyList<TimePoint> P99, double Stolen);

/// <summary>
/// Asks at a fixed rate, whether or not earlier answers have come, and counts from the moment a question was due: a server that
/// stands still shows. Questions come in small bursts, and the pacer sleeps in between.
/// </summary>
internal static class OpenLoop
{
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(1);

    /// <param name="perSecond">Questions a second, at least 1.</param>
    /// <param name="duration">How long questions are sent; their answers are waited for.</param>
    /// <param name="ask">Asks question number so and so; what it throws ends the measurement.</param>
    public static async Task<OpenLoopResult> RunAsync(int perSecond, TimeSpan duration, Func<int, Task> ask)
    {
        var count = Math.Max(1, (int)(perSecond * duration.TotalSeconds));
        var (took, late, asked) = (new double[count], new double[count], new Asked(count));
        var burst = Math.Max(1, (int)(perSecond * Burst.TotalSeconds));
        // These arrays, and what was left by whoever asked before, are collected first: large arrays made under the clock bring collections of the whole heap about.
        // The second time, because the first young collection after one of everything looks through all old objects once more.
        GC.Collect();
        GC.Collect(0);
        var stolen = new StolenTime();
        await Task.Factory.StartNew(
            () =>
            {
                var began = Stopwatch.GetTimestamp();
                var step = (double)Stopwatch.Frequency / perSecond;
                for (var index = 0; index < count; index++)
                {
                    // All of a burst are due at once.
                    var due = began + (long)(index / burst * burst * step);
                    WaitFor(due);
                    var number = index;
                    late[index] = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
                    _ = Task.Run(() => asked.RunAsync(async () =>
                    {
                        await ask(number);
                        took[number] = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
                    }));
                }
            },
            TaskCreationOptions.LongRunning);
        await asked.All;
        return new OpenLoopResult(Latencies.Of(took, late), BySecond(took, perSecond, 0.5), BySecond(took, perSecond, 0.99), stolen.Share);
    }

    private static TimePoint[] BySecond(double[] took, int perSecond, double share) =>
        [.. took.Chunk(perSecond).Select((second, index) => new TimePoint(index, Latencies.Percentile(second, share)))];

    /// <summary>Sleeps, to some 0.1 ms: a pacer that turned until the moment had come would take a third of a processor from those it measures.</summary>
    private static void WaitFor(long due)
    {
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is var left && left > TimeSpan.Zero)
            _ = NanoSleep(new Timespec(left.Ticks / TimeSpan.TicksPerSecond, left.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick), IntPtr.Zero);
    }

    /// <summary>The runtime's own sleeps last whole milliseconds. A sleep that a signal ends is begun anew by the caller.</summary>
    [DllImport("libc", EntryPoint = "nanosleep")]
    private static extern int NanoSleep(in Timespec time, IntPtr left);

    private readonly record struct Timespec(long Seconds, long Nanoseconds);

    /// <summary>Waits for all questions without keeping their tasks: a hundred thousand of them would be what every collection has to move.</summary>
    private sealed class Asked(int count)
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = count;

        public Task All => _all.Task;

        public async Task RunAsync(Func<Task> ask)
        {
            try
            {
                await ask();
            }
            catch (Exception exception)
            {
                _all.TrySetException(exception);
                return;
            }

            if (Interlocked.Decrement(ref _left) == 0)
                _all.TrySetResult();
        }
    }
}
