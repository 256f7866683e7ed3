using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;
using AccountTwins.Domain.Streams;

namespace AccountTwins.Tests.Domain.Accounts;

/// <summary>What a signal changes depends on the signal and its own time alone. Seeds are printed when a property fails.</summary>
public class OrderFacts
{
    private const int Seeds = 60;

    [Fact]
    public void Any_order_of_the_same_signals_gives_the_same_facts() => ForSeeds(random =>
    {
        var signals = random.Take(150);
        var first = TwinBench.Fed(signals);
        random.Shuffle(signals);
        Assert.Empty(AccountTwinDigest.OrderFreeDifferences(first, TwinBench.Fed(signals)));
        Assert.Equal(AccountTwinDigest.OrderFree(first), AccountTwinDigest.OrderFree(TwinBench.Fed(signals)));
    });

    [Fact]
    public void Any_batching_gives_the_same_twin() => ForSeeds(random =>
    {
        var signals = random.Take(150);
        var one = TwinBench.Fed(signals);
        var many = TwinBench.FedInBatches(random, signals);
        Assert.Empty(AccountTwinDigest.Differences(one with { Revision = 0 }, many with { Revision = 0 }));
    });

    [Fact]
    public void Applying_a_batch_twice_changes_nothing() => ForSeeds(random =>
    {
        var signals = random.Take(60);
        var once = TwinBench.Fed(signals);
        Assert.Same(once, TwinBench.Fed(once, 0, signals));
    });

    [Fact]
    public void A_repetition_at_a_new_offset_moves_the_position_only() => ForSeeds(random =>
    {
        var signals = random.Take(60);
        var once = TwinBench.Fed(signals);
        var twice = TwinBench.Fed(once, 60, signals);
        Assert.Equal(119, twice.Positions[1]);
        Assert.Equal(["revision", "positions"], AccountTwinDigest.Differences(once, twice));
    });

    [Fact]
    public void A_replay_gives_the_same_twin_bit_for_bit() => ForSeeds(random =>
    {
        var signals = random.Take(200);
        Assert.Equal(AccountTwinCodec.Pack(TwinBench.Fed(signals)), AccountTwinCodec.Pack(TwinBench.Fed(signals)));
    });

    [Fact]
    public void A_stored_twin_goes_on_as_if_it_had_never_been_away() => ForSeeds(random =>
    {
        var signals = random.Take(200);
        var half = TwinBench.Fed([.. signals.Take(100)]);
        var restored = AccountTwinCodec.Unpack(half.Key, AccountTwinCodec.Pack(half));
        AccountTwin[] both = [half, restored];
        Assert.Equal(half, restored);
        Assert.Single(both.Select(twin => TwinBench.Fed(twin, 100, [.. signals.Skip(100)])).Distinct());
    });

    [Fact]
    public void The_twin_before_a_batch_stays_as_it_was() => ForSeeds(random =>
    {
        var half = TwinBench.Fed(random.Take(100));
        var packed = AccountTwinCodec.Pack(half);
        TwinBench.Fed(half, 100, random.Take(100));
        Assert.Equal(packed, AccountTwinCodec.Pack(half));
    });

    [Fact]
    public void A_signal_over_http_and_one_over_a_stream_change_the_same() => ForSeeds(random =>
    {
        var signals = random.Take(60);
        var accepted = TwinBench.Twin.Accept(signals);
        Assert.Equal((60, 0), (accepted.Applied, accepted.Repeated.Length));
        Assert.Empty(AccountTwinDigest.OrderFreeDifferences(TwinBench.Fed(signals), accepted.Twin));
        Assert.Equal((0, 60), accepted.Twin.Accept(signals) is var again ? (again.Applied, again.Repeated.Length) : default);
        Assert.Same(accepted.Twin, accepted.Twin.Accept(signals).Twin);
    });

    private static void ForSeeds(Action<RandomSignals> property)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                property(new RandomSignals(seed));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
            }
        }
    }
}
