using AccountTwins.Domain.Feeds;
using AccountTwins.Domain.Health;

namespace AccountTwins.Tests.Domain.Feeds;

public sealed class FeedRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly FeedThresholds Thresholds = new(TimeSpan.FromHours(26), TimeSpan.FromHours(74));

    [Theory]
    // hours since heard (null: never), hours since caught up (null: unknown, -1: no topic), state, hours of age (null: unknown)
    [InlineData(0.0, 0.0, FeedState.Live, 0.0)]
    [InlineData(25.5, 0.0, FeedState.Live, 25.5)]
    [InlineData(26.0, 0.0, FeedState.Late, 26.0)]
    [InlineData(73.5, 0.0, FeedState.Late, 73.5)]
    [InlineData(74.0, 0.0, FeedState.Dead, 74.0)]
    [InlineData(1.0, 30.0, FeedState.Late, 30.0)]
    [InlineData(30.0, 80.0, FeedState.Dead, 80.0)]
    [InlineData(1.0, null, FeedState.Dead, null)]
    [InlineData(1.0, -1.0, FeedState.Live, 1.0)]
    [InlineData(null, 0.0, FeedState.NeverConnected, null)]
    [InlineData(null, -1.0, FeedState.NeverConnected, null)]
    [InlineData(null, 30.0, FeedState.Late, null)]
    [InlineData(null, 80.0, FeedState.Dead, null)]
    [InlineData(null, null, FeedState.Dead, null)]
    [InlineData(-5.0, 0.0, FeedState.Live, 0.0)]
    public void A_feed_is_as_old_as_its_last_word_or_what_waits_unread(double? heard, double? caughtUp, FeedState state, double? age)
    {
        var status = FeedRule.Judge(Evidence(heard, caughtUp), Thresholds, Now);

        Assert.Equal(new FeedStatus(state, age is { } hours ? TimeSpan.FromHours(hours) : null), status);
    }

    [Fact]
    public void Older_or_missing_evidence_never_gives_a_better_state()
    {
        double?[] ages = [0, 1, 25, 26, 27, 73, 74, 75, 1000];
        double?[] readings = [-1, .. ages, null];
        foreach (var heard in ages.Append(null))
        {
            for (var index = 1; index < readings.Length; index++)
                AssertNoBetter(Evidence(heard, readings[index - 1]), Evidence(heard, readings[index]));
        }

        foreach (var reading in readings)
        {
            for (var index = 1; index < ages.Length; index++)
                AssertNoBetter(Evidence(ages[index - 1], reading), Evidence(ages[index], reading));
        }
    }

    [Fact]
    public void Time_alone_never_makes_a_feed_better()
    {
        var random = new Random(20260301);
        for (var round = 0; round < 2000; round++)
        {
            var evidence = Evidence(random.Next(4) == 0 ? null : random.Next(-10, 100), random.Next(4) == 0 ? null : random.Next(-1, 100));
            var before = FeedRule.Judge(evidence, Thresholds, Now);
            var after = FeedRule.Judge(evidence, Thresholds, Now.AddHours(random.Next(100)));
            Assert.True(Rank(after) >= Rank(before), $"{evidence}: {before} became {after}");
        }
    }

    [Fact]
    public void Late_may_not_come_after_dead() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeedThresholds(TimeSpan.FromHours(2), TimeSpan.FromHours(1)));

    private static void AssertNoBetter(FeedEvidence better, FeedEvidence worse)
    {
        var (before, after) = (FeedRule.Judge(better, Thresholds, Now), FeedRule.Judge(worse, Thresholds, Now));
        Assert.True(Rank(after) >= Rank(before), $"{better}: {before}, yet {worse}: {after}");
        if (before.Age is { } younger && after.Age is { } older)
            Assert.True(older >= younger);
    }

    /// <summary>Never connected stands below late and dead: a reading that grows old takes the claim away.</summary>
    private static int Rank(FeedStatus status) => status.State is FeedState.NeverConnected ? 0 : (int)status.State;

    private static FeedEvidence Evidence(double? heard, double? caughtUp) => new(
        heard is { } hours ? Now.AddHours(-hours) : null,
        caughtUp switch
        {
            null => TopicReading.Unknown,
            -1 => TopicReading.NoTopic,
            { } read => TopicReading.CaughtUp(Now.AddHours(-read)),
        });
}
