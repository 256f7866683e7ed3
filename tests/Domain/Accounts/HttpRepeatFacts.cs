using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Telemetry;

namespace AccountTwins.Tests.Domain.Accounts;

/// <summary>A caller that got no answer repeats its request; nothing in it may count twice, however long it is.</summary>
public class HttpRepeatFacts
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(RecentIdentities.PerRequestLimit + 1)]
    [InlineData(1_000)]
    public void A_repeated_request_changes_nothing(int count)
    {
        var request = Request("a", count);
        var once = TwinBench.Twin.Accept(request);
        var again = Stored(once.Twin).Accept(request);

        Assert.Equal(count, once.Applied);
        Assert.Equal((0, count), (again.Applied, again.Repeated.Length));
        Assert.Equal((ulong)count, again.Twin.Measures[Measure.UsageEvents]!.Value.Total);
    }

    [Fact]
    public void A_repeated_request_is_known_after_two_other_long_ones()
    {
        var request = Request("a", 1_000);
        var twin = TwinBench.Twin.Accept(request).Twin;
        twin = twin.Accept(Request("b", 1_000)).Twin;
        twin = twin.Accept(Request("c", 1_000)).Twin;

        Assert.Equal(0, twin.Accept(request).Applied);
        Assert.Equal(3_000UL, twin.Measures[Measure.UsageEvents]!.Value.Total);
    }

    [Fact]
    public void A_signal_that_stands_twice_in_a_long_request_counts_once()
    {
        var request = Request("a", 500);
        request[499] = request[0];

        var outcome = TwinBench.Twin.Accept(request);

        Assert.Equal(499, outcome.Applied);
        Assert.Equal(499, Assert.Single(outcome.Repeated));
    }

    [Fact]
    public void A_signal_that_cannot_be_applied_is_named_again_when_its_request_is_repeated()
    {
        var request = Request("a", 300);
        request[7] = request[7] with { Body = request[7].Body[..^1] };

        var again = TwinBench.Twin.Accept(request).Twin.Accept(request);

        Assert.Equal([7], again.Failures.Select(failure => failure.Index));
        Assert.Equal(299, again.Repeated.Length);
        Assert.DoesNotContain(7, again.Repeated);
    }

    private static AccountTwin Stored(AccountTwin twin) => AccountTwinCodec.Unpack(twin.Key, AccountTwinCodec.Pack(twin));

    private static Signal[] Request(string source, int count) =>
        [.. Enumerable.Range(0, count).Select(index => Signal.Of(new UsageActivity { Count = 1 }, Monday.AddSeconds(index), source, $"{index}"))];
}
