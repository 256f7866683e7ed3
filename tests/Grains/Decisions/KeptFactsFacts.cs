using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Grains.Decisions;
using AccountTwins.Tests.Domain.Accounts;

namespace AccountTwins.Tests.Grains.Decisions;

public sealed class KeptFactsFacts
{
    /// <summary>When a minute of the account begins.</summary>
    private static readonly DateTimeOffset Minute = AccountMinute.Of(TwinBench.Key, new(2026, 3, 2, 9, 30, 59, TimeSpan.Zero));

    private readonly KeptFacts _kept = new();
    private readonly AccountTwin _twin = TwinBench.Fed(Opened("T-1", Minute.AddHours(-3)));

    [Fact]
    public void Within_a_minute_they_are_found_once_and_are_those_of_its_start()
    {
        var first = _kept.Of(_twin, FeedStates.AllLive, Stake.Unknown, Minute.AddSeconds(5));

        Assert.Same(first, _kept.Of(_twin, FeedStates.AllLive, Stake.Unknown, Minute.AddSeconds(59)));
        Assert.Equal(FactsOf.Within(_twin, HealthRules.Assess(_twin, FeedStates.AllLive, Minute), Stake.Unknown, Minute), first);
        Assert.NotSame(first, _kept.Of(_twin, FeedStates.AllLive, Stake.Unknown, Minute.AddMinutes(1)));
    }

    [Fact]
    public void A_signal_a_dead_feed_and_another_stake_are_seen_at_once()
    {
        var now = Minute.AddSeconds(5);
        Assert.Equal(0, _kept.Of(_twin, FeedStates.AllLive, Stake.Unknown, now).OpenEscalations);

        var escalated = TwinBench.Fed(_twin, 1, [Signal.Of(new TicketEscalated("T-1"), Minute.AddSeconds(4), "/desk", "e1")]);
        Assert.Equal(1, _kept.Of(escalated, FeedStates.AllLive, Stake.Unknown, now).OpenEscalations);

        var dead = FeedStates.Of((Family.Support, new FeedStatus(FeedState.Dead, TimeSpan.FromDays(1))));
        Assert.True(_kept.Of(escalated, dead, Stake.Unknown, now).EvidenceShare < _kept.Of(escalated, FeedStates.AllLive, Stake.Unknown, now).EvidenceShare);

        Assert.Equal(12m, _kept.Of(escalated, FeedStates.AllLive, Stake.Unknown with { InBase = 12m }, now).Stake);
    }

    [Fact]
    public void A_twin_whose_clock_is_ahead_is_judged_at_each_moment()
    {
        var ahead = TwinBench.Fed(Opened("T-2", Minute.AddSeconds(30)));

        Assert.NotSame(
            _kept.Of(ahead, FeedStates.AllLive, Stake.Unknown, Minute.AddSeconds(5)),
            _kept.Of(ahead, FeedStates.AllLive, Stake.Unknown, Minute.AddSeconds(5)));
    }

    private static Signal Opened(string ticket, DateTimeOffset at) => Signal.Of(new TicketOpened(ticket), at, "/desk", $"o-{ticket}");
}
