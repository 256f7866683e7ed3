using System.Diagnostics;

namespace AccountTwins.LoadTest.Load;

/// <summary>As many callers as given, each asking again when it has its answer: what the silo gives at most. Its latencies say nothing.</summary>
internal static class ClosedLoop
{
    /// <summary>Answers per second.</summary>
    public static async Task<double> RunAsync(int callers, TimeSpan duration, Func<int, Task> ask)
    {
        long answers = 0;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (var number = caller; Stopwatch.GetElapsedTime(began) < duration; number += callers)
            {
                await ask(number);
                Interlocked.Increment(ref answers);
            }
        })));
        return answers / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
