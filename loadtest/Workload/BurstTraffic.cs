using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;

namespace AccountTwins.LoadTest.Workload;

/// <summary>Traffic for measuring: accounts take turns, each with a burst of signals, so that the size of a batch's part per account is known.</summary>
internal sealed class BurstTraffic(int accounts, int burst, DateTimeOffset end, int seed = 1)
{
    private readonly AccountLife?[] _lives = new AccountLife?[accounts];
    private readonly Random _random = new(seed);
    private long _next;

    public int Accounts => accounts;

    public static AccountKey AccountOf(int index) => new(Traffic.Tenant, $"load-{index:000000}");

    /// <summary>The next signals, of the first accounts or of all; it goes on where the last call ended.</summary>
    public IEnumerable<Outgoing> Take(long count, int? burstNow = null, int? accountsNow = null)
    {
        var size = burstNow ?? burst;
        for (var start = _next; _next < start + count; _next++)
        {
            var index = (int)((_next - start) / size % (accountsNow ?? accounts));
            var life = _lives[index] ??= new AccountLife($"load-{index:000000}", index + 1, isContent: true);
            var time = end.AddSeconds(-_random.Next(30 * 86_400));
            var signal = Signal.Of(life.Next(_random, time), time, Traffic.Source, $"load-{seed}-{_next}");
            var account = AccountOf(index);
            yield return new Outgoing(OutgoingKind.Signal, signal.Family, account, SignalWriter.Structured(account, signal), signal);
        }
    }
}
