using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Feeds;
using FeedState = AccountTwins.Domain.Health.FeedState;

namespace AccountTwins.Tests.Silo.Feeds;

public sealed class FeedBoardTests : IDisposable
{
    private static readonly FeedStatus Unknowable = new(FeedState.Dead, null);
    private static readonly FeedStatus NeverConnected = new(FeedState.NeverConnected, null);

    private readonly FeedCluster cluster = new();
    private readonly FeedSilo silo;

    public FeedBoardTests() => silo = cluster.Silo("a");

    private DateTimeOffset Now => cluster.Clock.GetUtcNow();

    [Fact]
    public async Task Nothing_is_live_or_never_connected_before_the_cluster_was_asked()
    {
        silo.CatchUp(0);
        silo.Board.Observe("t", Family.Usage, Now);
        Assert.All(Enum.GetValues<Family>().Skip(1), family => Assert.Equal(Unknowable, silo.Board.For("t")[family]));

        Assert.True(await silo.ExchangeAsync());

        Assert.Equal(new FeedStatus(FeedState.Live, TimeSpan.Zero), silo.Usage());
        Assert.Equal(NeverConnected, silo.Board.For("t")[Family.Support]);
    }

    [Fact]
    public async Task A_tenant_that_comes_later_is_dead_until_the_next_exchange()
    {
        silo.CatchUp(0);
        await silo.ExchangeAsync();

        Assert.Equal(Unknowable, silo.Usage("late"));
        Assert.True(silo.Board.IsWaiting);
        await silo.ExchangeAsync();

        Assert.False(silo.Board.IsWaiting);
        Assert.Equal(NeverConnected, silo.Usage("late"));
    }

    [Fact]
    public async Task A_feed_ages_from_its_last_word_while_its_topic_is_read()
    {
        silo.Board.Observe("t", Family.Usage, Now.AddHours(-2));
        await PassAsync(TimeSpan.Zero);
        Assert.Equal(new FeedStatus(FeedState.Live, TimeSpan.FromHours(2)), silo.Usage());

        await PassAsync(TimeSpan.FromHours(24));
        Assert.Equal(FeedState.Late, silo.Usage().State);
        await PassAsync(TimeSpan.FromHours(48));
        Assert.Equal(new FeedStatus(FeedState.Dead, TimeSpan.FromHours(74)), silo.Usage());

        silo.Board.Heartbeat("t", Family.Usage, Now);
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(FeedState.Live, silo.Usage().State);
    }

    [Fact]
    public async Task A_signal_from_the_future_does_not_keep_a_feed_young()
    {
        silo.Board.Observe("t", Family.Usage, Now.AddHours(5));

        await PassAsync(TimeSpan.FromHours(3));

        Assert.Equal(TimeSpan.FromHours(3), silo.Usage().Age);
    }

    [Fact]
    public async Task A_partition_that_nobody_reports_ages_too()
    {
        var other = cluster.Silo("b");
        silo.CatchUp(0);
        other.CatchUp(1);
        await other.ExchangeAsync();
        for (var hour = 0; hour < 27; hour++)
        {
            silo.Board.Observe("t", Family.Usage, Now);
            await PassAsync(TimeSpan.FromHours(1));
        }

        Assert.Equal(new FeedStatus(FeedState.Late, TimeSpan.FromHours(27)), silo.Usage());

        silo.CatchUp(1);
        await PassAsync(TimeSpan.FromMilliseconds(250));
        Assert.Equal(FeedState.Live, silo.Usage().State);
    }

    [Fact]
    public async Task A_partition_that_was_given_away_ages_and_a_retired_one_does_not_count()
    {
        silo.CatchUp(0, 1);
        silo.Board.Observe("t", Family.Usage, Now);
        await silo.ExchangeAsync();
        silo.Board.PartitionGone("signals.usage", 1);
        silo.Board.PartitionGone("signals.rest", 1);

        await PassAsync(TimeSpan.FromHours(30));
        silo.Board.Observe("t", Family.Usage, Now);
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(FeedState.Late, silo.Usage().State);

        silo.Board.PartitionRetired("signals.usage", 1);
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(FeedState.Live, silo.Usage().State);
        Assert.DoesNotContain(cluster.Book.Capture().Partitions, each => each is { Topic: "signals.usage", Partition: 1 });
    }

    [Fact]
    public async Task A_partition_not_yet_read_to_its_end_makes_the_feed_dead()
    {
        silo.CatchUp(0);
        silo.Board.PartitionCaughtUp("signals.usage", 1, null);
        silo.Board.Observe("t", Family.Usage, Now);
        await silo.ExchangeAsync();

        Assert.Equal(Unknowable, silo.Usage());
    }

    [Fact]
    public async Task A_family_without_a_topic_that_is_read_ages_from_its_last_word_alone()
    {
        silo.Board.Observe("t", Family.Outcome, Now);
        await silo.ExchangeAsync();

        Assert.Equal(new FeedStatus(FeedState.Live, TimeSpan.Zero), silo.Board.For("t")[Family.Outcome]);
        Assert.Equal(Unknowable, silo.Usage());
    }

    [Fact]
    public async Task Two_silos_see_the_newest_of_both()
    {
        var other = cluster.Silo("b");
        silo.CatchUp(0);
        other.CatchUp(1);
        silo.Board.Observe("t", Family.Usage, Now.AddHours(-3));
        other.Board.Observe("t", Family.Usage, Now.AddHours(-1));
        other.Board.Observe("t", Family.Support, Now.AddHours(-2));

        await silo.ExchangeAsync();
        await other.ExchangeAsync();
        await silo.ExchangeAsync();

        Assert.Equal(silo.Board.For("t"), other.Board.For("t"));
        Assert.Equal(TimeSpan.FromHours(1), silo.Usage().Age);
        Assert.Equal(TimeSpan.FromHours(2), silo.Board.For("t")[Family.Support].Age);
        Assert.Equal(["a", "b"], silo.Board.Silos);
    }

    [Fact]
    public async Task A_book_that_lost_its_memory_gets_it_back_from_the_silos()
    {
        silo.CatchUp(0);
        silo.Board.Observe("t", Family.Usage, Now.AddHours(-1));
        await silo.ExchangeAsync();
        cluster.RestartBook(keep: false, epoch: 2);

        await silo.ExchangeAsync();
        await silo.ExchangeAsync();

        Assert.Equal(Now.AddHours(-1).UtcTicks, cluster.Book.Capture().Tenants.Single().HeardTicks[(int)Family.Usage]);
        Assert.Equal(TimeSpan.FromHours(1), silo.Usage().Age);
    }

    [Fact]
    public async Task A_cluster_that_starts_again_remembers_what_was_connected()
    {
        silo.CatchUp(0);
        silo.Board.Observe("t", Family.Usage, Now);
        await silo.ExchangeAsync();
        cluster.RestartBook(keep: true, epoch: 2);
        cluster.Clock.Advance(TimeSpan.FromHours(80));

        var again = cluster.Silo("a");
        await again.ExchangeAsync();

        Assert.Equal(new FeedStatus(FeedState.Dead, TimeSpan.FromHours(80)), again.Usage());
    }

    [Fact]
    public async Task States_are_looked_up_not_made_for_a_quarter_of_a_second()
    {
        silo.CatchUp(0);
        silo.Board.Observe("t", Family.Usage, Now);
        await silo.ExchangeAsync();
        _ = silo.Board.For("t");
        await silo.ExchangeAsync();

        var first = silo.Board.For("t");
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.Same(first, silo.Board.For("t"));
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotSame(first, silo.Board.For("t"));
    }

    [Fact]
    public async Task Worse_inputs_never_give_a_better_state()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            using var world = new FeedCluster();
            var (better, worse) = (world.Silo("better"), world.Silo("worse"));
            var random = new Random(seed);
            var now = world.Clock.GetUtcNow();
            foreach (var (topic, partition) in world.Map.All.SelectMany(topic => new[] { (topic, 0), (topic, 1) }))
            {
                var at = now.AddHours(-random.Next(100));
                better.Board.PartitionCaughtUp(topic, partition, at);
                worse.Board.PartitionCaughtUp(topic, partition, random.Next(4) == 0 ? null : at.AddHours(-random.Next(100)));
            }

            foreach (var family in Enum.GetValues<Family>().Skip(1))
            {
                var at = now.AddHours(-random.Next(100));
                better.Board.Observe("t", family, at);
                worse.Board.Observe("t", family, at.AddHours(-random.Next(100)));
            }

            await better.ExchangeAsync();
            world.RestartBook(keep: false, epoch: 2);
            await worse.ExchangeAsync();
            foreach (var family in Enum.GetValues<Family>().Skip(1))
                Assert.True(worse.Board.For("t")[family].State >= better.Board.For("t")[family].State, $"seed {seed}, {family}");
        }
    }

    [Fact]
    public async Task Tenants_beyond_the_bound_count_as_dead()
    {
        for (var number = 0; number < FeedBook.TenantsMax; number++)
            silo.Board.Observe($"t{number}", Family.Usage, Now);
        silo.CatchUp(0);
        silo.Board.Observe("one-more", Family.Usage, Now);
        await silo.ExchangeAsync();

        Assert.Equal(Unknowable, silo.Usage("one-more"));
        Assert.Equal(FeedState.Live, silo.Usage("t9999").State);
        Assert.True(silo.Board.Refused >= 2);
    }

    public void Dispose() => cluster.Dispose();

    /// <summary>Time passes while this silo reads its partition 0 to the end and exchanges.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        cluster.Clock.Advance(time);
        silo.CatchUp(0);
        await silo.ExchangeAsync();
    }
}
