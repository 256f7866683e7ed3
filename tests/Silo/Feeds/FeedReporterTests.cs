using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Feeds;
using AccountTwins.Silo.Storage;
using AccountTwins.Tests.Support;
using FeedState = AccountTwins.Domain.Health.FeedState;

namespace AccountTwins.Tests.Silo.Feeds;

public sealed class FeedReporterTests : IDisposable
{
    private readonly FeedCluster cluster = new();
    private readonly FeedSilo silo;

    public FeedReporterTests() => silo = cluster.Silo("a");

    [Fact]
    public async Task A_book_out_of_reach_makes_every_feed_dead_after_its_time_and_not_before()
    {
        await ConnectAsync();
        cluster.Behaviour = _ => throw new TimeoutException("no grain");

        cluster.Clock.Advance(cluster.Options.LostAfter);
        Assert.False(await silo.ExchangeAsync());
        Assert.Equal(FeedState.Live, silo.Usage().State);
        cluster.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.All(Enum.GetValues<Family>().Skip(1), family => Assert.Equal(new FeedStatus(FeedState.Dead, null), silo.Board.For("t")[family]));

        cluster.Behaviour = null;
        Assert.True(await silo.ExchangeAsync());
        Assert.Equal(FeedState.Live, silo.Usage().State);
    }

    [Fact]
    public async Task The_age_of_an_answer_counts_from_the_moment_of_asking()
    {
        await ConnectAsync();
        cluster.Behaviour = report =>
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(1.5));
            return Task.FromResult(cluster.Book.Exchange(report));
        };

        await silo.ExchangeAsync();

        Assert.Equal(TimeSpan.FromSeconds(1.5), silo.Board.ExchangeAge);
    }

    [Fact]
    public async Task An_exchange_that_hangs_ends_at_its_deadline()
    {
        cluster.Behaviour = _ => new TaskCompletionSource<FeedBook>().Task;

        var exchange = silo.ExchangeAsync();
        await Until.TrueAsync(() => cluster.Clock.Waiting == 1);
        cluster.Clock.Advance(cluster.Options.ExchangeDeadline);

        Assert.False(await exchange);
    }

    [Fact]
    public async Task A_failure_is_logged_when_it_begins_and_when_it_ends()
    {
        cluster.Behaviour = _ => throw new TimeoutException("no grain");
        await silo.ExchangeAsync();
        await silo.ExchangeAsync();
        cluster.Behaviour = null;
        await silo.ExchangeAsync();
        await silo.ExchangeAsync();

        Assert.Equal([3420, 3421], silo.Log.Ids);
    }

    [Fact]
    public async Task It_exchanges_each_second_and_sooner_while_a_tenant_waits()
    {
        await silo.Reporter.StartAsync(CancellationToken.None);
        await Until.TrueAsync(() => silo.Exchanges == 1 && cluster.Clock.Waiting == 1);
        for (var tick = 0; tick < 4; tick++)
            cluster.Clock.Advance(cluster.Options.LoadEvery);
        await Until.TrueAsync(() => silo.Exchanges == 2);

        silo.Board.Observe("t", Family.Usage, cluster.Clock.GetUtcNow());
        await Until.TrueAsync(() =>
        {
            cluster.Clock.Advance(TimeSpan.FromMilliseconds(1));
            return !silo.Board.IsWaiting;
        });

        await silo.Reporter.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task The_last_news_reach_the_book_when_the_silo_stops()
    {
        await silo.Reporter.StartAsync(CancellationToken.None);
        await Until.TrueAsync(() => silo.Exchanges == 1);
        silo.Board.Observe("t", Family.Usage, cluster.Clock.GetUtcNow());

        await silo.Reporter.StopAsync(CancellationToken.None);

        Assert.Equal("t", cluster.Book.Capture().Tenants.Single().Tenant);
    }

    [Fact]
    public async Task Silos_share_the_sweep_and_a_silo_alone_takes_it_all()
    {
        var other = cluster.Silo("b");
        Assert.Equal(SweepShard.All, new RosterShards(silo.Board, silo).Current);
        await silo.ExchangeAsync();
        await other.ExchangeAsync();
        await silo.ExchangeAsync();

        Assert.Equal(new SweepShard(0, 2), new RosterShards(silo.Board, silo).Current);
        Assert.Equal(new SweepShard(1, 2), new RosterShards(other.Board, other).Current);

        cluster.Clock.Advance(cluster.Options.LostAfter + TimeSpan.FromTicks(1));
        Assert.Equal(SweepShard.All, new RosterShards(silo.Board, silo).Current);
    }

    public void Dispose() => cluster.Dispose();

    private async Task ConnectAsync()
    {
        silo.CatchUp(0);
        silo.Board.Observe("t", Family.Usage, cluster.Clock.GetUtcNow());
        Assert.True(await silo.ExchangeAsync());
        Assert.Equal(FeedState.Live, silo.Usage().State);
    }
}
