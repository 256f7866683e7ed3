using AccountTwins.Domain.Signals;

namespace AccountTwins.LoadTest.Workload;

/// <summary>What happened to one account in the thirty days before a moment.</summary>
internal static class AccountHistory
{
    private const int Seconds = 30 * 86_400;

    /// <summary>The same number gives the same history.</summary>
    public static Signal[] Of(int number, int count, DateTimeOffset end)
    {
        var random = new Random(number);
        var life = new AccountLife($"load-{number:000000}", number + 1, isContent: true);
        var signals = new Signal[count];
        for (var index = 0; index < count; index++)
        {
            var time = end.AddSeconds(-random.Next(Seconds));
            signals[index] = Signal.Of(life.Next(random, time), time, Traffic.Source, $"history-{number}-{index}");
        }

        return signals;
    }
}
