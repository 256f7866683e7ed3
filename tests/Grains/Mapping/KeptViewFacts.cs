using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Telemetry;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Mapping;
using AccountTwins.Tests.Domain.Accounts;
using FeedState = AccountTwins.Domain.Health.FeedState;

namespace AccountTwins.Tests.Grains.Mapping;

/// <summary>A view is made once for what goes into it, and never shows less than a new one would.</summary>
public sealed class KeptViewFacts
{
    /// <summary>When a minute of the account begins.</summary>
    private static readonly DateTimeOffset Minute = AccountMinute.Of(TwinBench.Key, new(2026, 3, 2, 9, 30, 59, TimeSpan.Zero));

    private readonly KeptViews _room = new(2);
    private readonly AccountTwin _twin = TwinBench.Fed(Use(Minute.AddDays(-3), "1"), Use(Minute.AddDays(-2), "2"));
    private readonly KeptView _kept;

    public KeptViewFacts() => _kept = new KeptView(_room);

    [Fact]
    public void Within_a_minute_only_the_moment_and_the_ages_are_new()
    {
        var first = _kept.Of(_twin, Feeds(1), Minute.AddSeconds(5));
        var second = _kept.Of(_twin, Feeds(41), Minute.AddSeconds(45));

        Assert.Same(first.Health, second.Health);
        Assert.Equal((Minute.AddSeconds(5), Minute.AddSeconds(45)), (first.AsOf, second.AsOf));
        Assert.Equal((1L, 41L), (first.Feeds[0].AgeSeconds!.Value, second.Feeds[0].AgeSeconds!.Value));
    }

    [Fact]
    public void It_shows_what_a_new_view_of_the_minutes_start_shows()
    {
        var fresh = AccountViewOf.Twin(_twin, Feeds(1), Minute);
        var kept = _kept.Of(_twin, Feeds(1), Minute.AddSeconds(59));

        Assert.Equal(fresh.Health.Score, kept.Health.Score);
        Assert.Equal(fresh.Health.Drivers, kept.Health.Drivers);
        Assert.Equal(fresh.Measures, kept.Measures);
    }

    [Fact]
    public void Silence_lowers_it_from_one_minute_to_another_without_any_signal()
    {
        var first = _kept.Of(_twin, Feeds(1), Minute).Health;

        Assert.True(_kept.Of(_twin, Feeds(1), Minute.AddDays(20)).Health.Score < first.Score);
    }

    [Fact]
    public void A_minute_that_changed_nothing_leaves_the_parts_as_they_were()
    {
        var first = _kept.Of(_twin, Feeds(1), Minute);
        var next = _kept.Of(_twin, Feeds(61), Minute.AddMinutes(1));

        Assert.Same(first.Health, next.Health);
        Assert.Same(first.Measures, next.Measures);
        Assert.Equal((Minute.AddMinutes(1), 61L), (next.AsOf, next.Feeds[0].AgeSeconds!.Value));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(44)]
    [InlineData(579)]
    [InlineData(4_388)]
    public void Averages_are_right_to_half_a_percent_and_stand_still_for_most_minutes(int daily)
    {
        var twin = TwinBench.Fed([.. Enumerable.Range(0, 50).Select(day => Signal.Of(new UsageActivity { Count = daily }, Minute.AddDays(-day), "/product", $"d{day}"))]);
        var views = Enumerable.Range(0, 100).Select(minute => Assert.Single(_kept.Of(twin, Feeds(1), Minute.AddMinutes(minute)).Measures)).ToArray();

        for (var minute = 0; minute < views.Length; minute++)
        {
            Assert.Equal(twin.Measures[Measure.UsageEvents]!.Value.PerDay(Decay.Fast, Minute.AddMinutes(minute)), (double)views[minute].Fast, 0.005 * daily);
            Assert.Equal(twin.Measures[Measure.UsageEvents]!.Value.PerDay(Decay.Slow, Minute.AddMinutes(minute)), (double)views[minute].Slow, 0.005 * daily);
        }

        Assert.InRange(views.Distinct(ReferenceEqualityComparer.Instance).Count(), 2, 25);
    }

    [Fact]
    public void The_view_of_the_next_minute_takes_over_what_was_made_of_the_one_before()
    {
        var first = _kept.Of(_twin, Feeds(1), Minute);

        Assert.NotNull(first.Written);
        Assert.Same(first.Written, _kept.Of(_twin, Feeds(1), Minute.AddMinutes(1)).Written);
    }

    [Fact]
    public void A_feed_that_dies_and_a_signal_that_comes_are_seen_at_once()
    {
        var first = _kept.Of(_twin, Feeds(1), Minute.AddSeconds(10));
        var dead = _kept.Of(_twin, Feeds(1, FeedState.Dead), Minute.AddSeconds(11));
        var more = TwinBench.Fed(_twin, 2, [Use(Minute.AddSeconds(12), "3")]);
        var later = _kept.Of(more, Feeds(1), Minute.AddSeconds(13));

        Assert.NotNull(first.Health.Score);
        Assert.Null(dead.Health.Score);
        Assert.Equal(more.Revision, later.Revision);
        Assert.Equal(first.Measures[0].Last7Days + 1, later.Measures[0].Last7Days);
    }

    [Fact]
    public void A_fact_ahead_of_this_clock_shows_as_soon_as_its_time_has_come()
    {
        var ahead = TwinBench.Fed(_twin, 2, [Use(Minute.AddSeconds(30), "3")]);

        Assert.NotSame(_kept.Of(ahead, Feeds(1), Minute.AddSeconds(10)).Health, _kept.Of(ahead, Feeds(1), Minute.AddSeconds(11)).Health);
        Assert.Same(_kept.Of(ahead, Feeds(1), Minute.AddSeconds(30)).Health, _kept.Of(ahead, Feeds(1), Minute.AddSeconds(31)).Health);
    }

    [Fact]
    public void Who_was_read_first_makes_room_and_a_changed_twin_holds_nothing()
    {
        var first = Health(_kept);
        Assert.Same(first, Health(_kept));
        var others = new[] { new KeptView(_room), new KeptView(_room) };
        Assert.All(others, other => Assert.Same(Health(other), Health(other)));
        Assert.NotSame(first, Health(_kept));

        var kept = Health(_kept);
        _kept.Release(_twin.Revision);
        Assert.Same(kept, Health(_kept));
        _kept.Release(_twin.Revision + 1);
        Assert.NotSame(kept, Health(_kept));
    }

    [Fact]
    public void A_view_that_could_not_be_made_leaves_no_older_one_in_its_place()
    {
        var source = new Breaking();
        Assert.Equal(_twin.Revision, _kept.Of(_twin, Feeds(1), Minute.AddSeconds(10), source).Revision);
        var more = TwinBench.Fed(_twin, 2, [Use(Minute.AddSeconds(12), "3")]);
        source.IsBroken = true;
        Assert.Throws<InvalidOperationException>(() => _kept.Of(more, Feeds(1), Minute.AddSeconds(13), source));
        source.IsBroken = false;

        Assert.Equal(more.Revision, _kept.Of(more, Feeds(1), Minute.AddSeconds(14), source).Revision);
    }

    private sealed class Breaking : IStandingSource
    {
        public bool IsBroken { get; set; }

        public StandingKey Standing() => default;

        public StandingBasis? Basis(StandingKey known, DateTimeOffset at) => IsBroken ? throw new InvalidOperationException("A rule failed.") : null;
    }

    private AccountHealthView Health(KeptView view) => view.Of(_twin, Feeds(1), Minute).Health;

    private static Signal Use(DateTimeOffset time, string id) => Signal.Of(new UsageActivity { Count = 1, ActiveUsers = 5 }, time, "/product", id);

    private static FeedStates Feeds(int seconds, FeedState usage = FeedState.Live) => FeedStates.Of((Family.Usage, new FeedStatus(usage, TimeSpan.FromSeconds(seconds))));
}
