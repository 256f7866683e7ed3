using System.Diagnostics;

namespace AccountTwins.LoadTest.Running;

/// <summary>Waits for what another process brings about; fails loudly when it never comes.</summary>
public static class Waiting
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(25);

    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan limit, Func<string> what, CancellationToken cancellationToken = default)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(began) > limit)
                throw new TimeoutException($"Not within {limit.TotalSeconds:0} s: {what()}");
            await Task.Delay(LookEvery, cancellationToken);
        }
    }
}
