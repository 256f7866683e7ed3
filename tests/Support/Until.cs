using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AccountTwins.Tests.Support;

/// <summary>Waits for a condition that another thread brings about; fails loudly when it never comes.</summary>
public static class Until
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static Task TrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "", TimeSpan? limit = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, limit);

    public static async Task TrueAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "", TimeSpan? limit = null)
    {
        var waiting = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waiting.Elapsed > (limit ?? Limit))
                throw new TimeoutException($"Never came true within {(limit ?? Limit).TotalSeconds:0} s: {what}");
            await Task.Delay(1);
        }
    }

    /// <summary>The same for what only another process can tell, with a limit of its own.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan limit, string what)
    {
        var waiting = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waiting.Elapsed > limit)
                throw new TimeoutException($"Never came true within {limit.TotalSeconds:0} s: {what}");
            await Task.Delay(25);
        }
    }
}
