using AccountTwins.Domain.Signals;
using AccountTwins.Silo.Feeds;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Sample;
using AccountTwins.Silo.Storage;
using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Hosting.Welcome;

/// <summary>Plays the sample through Kafka, once for a store.</summary>
internal sealed class SampleRun(
    KafkaEndpoint kafka,
    IngestionService ingestion,
    ILogPositions positions,
    ITopicMap topics,
    KnownFeeds feeds,
    Storage.Search.IAccountSearch search,
    IOptions<KafkaOptions> kafkaOptions,
    IOptions<SampleOptions> options,
    IOptions<StorageOptions> storage,
    TimeProvider clock)
{
    public const string Tenant = "default";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan DurableLook = TimeSpan.FromMilliseconds(250);

    /// <summary>Plays into an empty store alone: a second time would count everything twice, also when the first was cut short.</summary>
    public async Task PlayOnceAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Enabled)
        {
            var page = await search.FindAsync(new Storage.Search.AccountQuery { Tenant = Tenant, PageSize = 1 }, cancellationToken);
            if (page.Rows.Count == 0)
                await PlayAsync(cancellationToken);
            else if (File.Exists(UnfinishedMarker))
                Console.WriteLine($"sample   was cut short at an earlier start and is not played again; remove {Path.GetFullPath(storage.Value.DataFolder)} to start over");
        }

        await feeds.WaitAsync(Tenant, cancellationToken);
    }

    private string UnfinishedMarker => Path.Combine(storage.Value.DataFolder, "sample-unfinished.txt");

    private async Task PlayAsync(CancellationToken cancellationToken)
    {
        var sample = options.Value.Open(clock.GetUtcNow(), Tenant);
        Console.WriteLine($"sample   {sample.Title}, {sample.Count:N0} signals through Kafka");
        Directory.CreateDirectory(storage.Value.DataFolder);
        await File.WriteAllTextAsync(UnfinishedMarker, sample.SampleId, cancellationToken);
        await PlayAsync(sample, cancellationToken);
        File.Move(UnfinishedMarker, Path.Combine(storage.Value.DataFolder, "sample.txt"), overwrite: true);
    }

    private async Task PlayAsync(ISample sample, CancellationToken cancellationToken)
    {
        var player = new SamplePlayer(options.Value, clock);
        ClientConfig settings = KafkaClients.Producer(kafkaOptions.Value, kafka.BootstrapServers);
        await player.PlayAsync(sample, settings, topics.TopicOf, () => ingestion.Lag, ProgressLine.OnStandardError(), cancellationToken);
        await BeatAsync(settings, cancellationToken);
        await AppliedAsync(cancellationToken);
        await DurableAsync(cancellationToken);
    }

    /// <summary>The lag is as old as the last look at the partitions; only a look that began after the last delivery knows of it.</summary>
    private async Task AppliedAsync(CancellationToken cancellationToken)
    {
        var before = ingestion.Observations;
        while (ingestion.Observations < before + 2 || ingestion.Lag > 0)
            await Task.Delay(Look, clock, cancellationToken);
    }

    /// <summary>Played means stored: the embedded endpoint forgets what it held, and what people search by is in the rows.</summary>
    private async Task DurableAsync(CancellationToken cancellationToken)
    {
        while ((await positions.ReadAsync(cancellationToken)).Positions.Any(row => row is { IsRetired: false, Lag: > 0 }))
            await Task.Delay(DurableLook, clock, cancellationToken);
    }

    /// <summary>The sample's feeds were alive until it ended, also those in which nothing happened lately.</summary>
    private async Task BeatAsync(ClientConfig settings, CancellationToken cancellationToken)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(settings).Build();
        var now = clock.GetUtcNow();
        foreach (var family in Enum.GetValues<Family>().Where(family => topics.TopicOf(family).Length > 0))
        {
            var beat = SignalWriter.Heartbeat(Tenant, family, now, "/sample", $"beat-{family}-{now.UtcTicks}");
            await producer.ProduceAsync(topics.TopicOf(family), new Message<Null, byte[]> { Value = beat }, cancellationToken);
        }
    }
}
