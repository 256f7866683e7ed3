using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Grains.State;

namespace AccountTwins.Tests.Grains.State;

/// <summary>Twins at rest: the same twins in less room.</summary>
public sealed class AwakeTwinsFacts
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_twin_that_rested_is_the_same_twin()
    {
        var room = new AwakeTwins(1);
        var (twin, held) = Held(room, "a", 40);

        Held(room, "b", 1);

        Assert.False(held.IsAwake);
        Assert.Equal(twin.Revision, held.Revision);
        Assert.False(held.IsAwake);
        Assert.Equal(twin, held.Twin);
        Assert.True(held.IsAwake);
    }

    [Fact]
    public void Who_is_in_use_gets_another_round_and_who_is_not_goes_to_rest()
    {
        var room = new AwakeTwins(3);
        var held = Enumerable.Range(0, 3).Select(number => Held(room, $"a{number}", 1).Held).ToArray();
        Held(room, "new", 1);
        Assert.Equal(1, held.Count(one => !one.IsAwake));

        var used = held.First(one => one.IsAwake);
        _ = used.Twin;
        Held(room, "newer", 1);

        Assert.True(used.IsAwake);
        Assert.Equal(2, held.Count(one => !one.IsAwake));
    }

    [Fact]
    public void A_full_room_of_twins_in_use_still_takes_the_next()
    {
        var room = new AwakeTwins(2);
        var held = Enumerable.Range(0, 50).Select(number => Held(room, $"a{number}", 1).Held).ToArray();

        Assert.Equal(2, held.Count(one => one.IsAwake));
        Assert.True(held[^1].IsAwake);
    }

    [Fact]
    public async Task A_change_is_never_lost_to_a_twin_that_goes_to_rest()
    {
        const int Rounds = 2_000;
        var room = new AwakeTwins(1);
        var held = Enumerable.Range(0, 2).Select(number => new HeldTwin(AccountTwin.Empty(Key($"a{number}")), room)).ToArray();

        // Each wakes its own twin, and with that puts the other's to rest, at any moment of its change.
        await Task.WhenAll(held.Select(one => Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < Rounds; round++)
                    one.Swap(one.Twin.Accept([Activity(round)]).Twin);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.All(held, one => Assert.Equal(Rounds, one.Revision));
        Assert.All(held, one => Assert.Equal((ulong)Rounds, one.Twin.Measures[AccountTwins.Domain.Telemetry.Measure.UsageEvents]?.Total));
        Assert.InRange(held.Count(one => one.IsAwake), 0, 1);
    }

    private static (AccountTwin Twin, HeldTwin Held) Held(AwakeTwins room, string account, int signals)
    {
        var held = new HeldTwin(AccountTwin.Empty(Key(account)), room);
        var twin = AccountTwin.Empty(Key(account)).Accept([.. Enumerable.Range(0, signals).Select(Activity)]).Twin;
        held.Swap(twin);
        return (twin, held);
    }

    private static AccountKey Key(string account) => new("acme-vendor", account);

    private static Signal Activity(int number) => Signal.Of(new UsageActivity(Count: 1), Noon.AddSeconds(number), "test", $"s{number}");
}
