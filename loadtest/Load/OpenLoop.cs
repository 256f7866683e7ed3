using System.Diagnostics;

namespace AccountTwins.LoadTest.Load;

/// <summary>Latencies of one question, in milliseconds.</summary>
internal sealed record Latencies(int Count, double P50, double P99, double Max);

/// <summary>
/// Asks at a fixed rate, whether or not earlier answers have come, and counts from the moment a question was due: a server that
/// stands still shows.
/// </summary>
internal static class OpenLoop
{
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(1);

    public static async Task<Latencies> RunAsync(int perSecond, TimeSpan duration, Func<int, Task> ask)
    {
        var count = (int)(perSecond * duration.TotalSeconds);
        var answers = new Task<double>[count];
        await Task.Factory.StartNew(
            () =>
            {
                var began = Stopwatch.GetTimestamp();
                var step = (double)Stopwatch.Frequency / perSecond;
                for (var index = 0; index < count; index++)
                {
                    var due = began + (long)(index * step);
                    WaitFor(due);
                    var number = index;
                    answers[index] = Task.Run(() => TimeAsync(due, number, ask));
                }
            },
            TaskCreationOptions.LongRunning);
        var sorted = await Task.WhenAll(answers);
        Array.Sort(sorted);
        return new Latencies(count, sorted[count / 2], sorted[(int)(count * 0.99)], sorted[^1]);
    }

    private static async Task<double> TimeAsync(long due, int number, Func<int, Task> ask)
    {
        await ask(number);
        return Stopwatch.GetElapsedTime(due).TotalMilliseconds;
    }

    private static void WaitFor(long due)
    {
        while (due - Stopwatch.GetTimestamp() is > 0 and var left)
        {
            // A sleep may last twice as long as asked for; the rest is spent turning.
            if (left > 3 * Stopwatch.Frequency / 1000)
                Thread.Sleep(Nap);
            else
                Thread.SpinWait(20);
        }
    }
}
