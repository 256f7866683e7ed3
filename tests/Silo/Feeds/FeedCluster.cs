using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Feeds;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Feeds;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using System.Diagnostics.Metrics;

namespace AccountTwins.Tests.Silo.Feeds;

/// <summary>Silos around one book, without an engine: each has its own board and reporter, all share the clock.</summary>
internal sealed class FeedCluster : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public FeedCluster() => Book = new FeedLedger(1, Clock);

    public FakeClock Clock { get; } = new();

    public FeedLedger Book { get; private set; }

    public FeedOptions Options { get; } = new();

    public Topics Map { get; } = new();

    /// <summary>What an exchange does instead of asking the book.</summary>
    public Func<FeedReport, Task<FeedBook>>? Behaviour { get; set; }

    /// <summary>The grain's activation is lost, with or without what it stored.</summary>
    public void RestartBook(bool keep, long epoch)
    {
        var stored = Book.Capture();
        Book = new FeedLedger(epoch, Clock);
        if (keep)
            Book.Load(stored);
    }

    public FeedSilo Silo(string name) => new(this, name, services.GetRequiredService<IMeterFactory>());

    public void Dispose() => services.Dispose();

    internal sealed class Topics : ITopicMap
    {
        public List<string> All { get; } = ["signals.usage", "signals.rest"];

        IReadOnlyList<string> ITopicMap.Topics => All;

        public string TopicOf(Family family) => family switch
        {
            Family.Usage => "signals.usage",
            Family.Outcome => "signals.outcome",
            _ => "signals.rest",
        };
    }
}

internal sealed class FeedSilo : IFeedExchange
{
    private readonly FeedCluster cluster;

    public FeedSilo(FeedCluster cluster, string name, IMeterFactory meters)
    {
        this.cluster = cluster;
        Silo = name;
        Board = new FeedBoard(Options.Create(cluster.Options), cluster.Map, cluster.Clock, LoggerFactory.Create(_ => { }).CreateLogger<FeedBoard>());
        Reporter = new FeedReporter(Board, this, Options.Create(cluster.Options), cluster.Clock, new FeedMetrics(meters, Board), Log);
    }

    public string Silo { get; }

    public FeedBoard Board { get; }

    public FeedReporter Reporter { get; }

    public LinesOf<FeedReporter> Log { get; } = new();

    public int Exchanges { get; private set; }

    public Task<FeedBook> ExchangeAsync(FeedReport report)
    {
        Exchanges++;
        return cluster.Behaviour is { } behaviour ? behaviour(report) : Task.FromResult(cluster.Book.Exchange(report));
    }

    public Task<bool> ExchangeAsync() => Reporter.ExchangeAsync(CancellationToken.None);

    public FeedStatus Usage(string tenant = "t") => Board.For(tenant)[Family.Usage];

    /// <summary>Says that this silo has read everything there is now.</summary>
    public void CatchUp(params int[] partitions)
    {
        foreach (var topic in cluster.Map.All)
        {
            foreach (var partition in partitions)
                Board.PartitionCaughtUp(topic, partition, cluster.Clock.GetUtcNow());
        }
    }
}
