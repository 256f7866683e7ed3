using AccountTwins.Domain.Signals;
using AccountTwins.Silo.Feeds;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Sample;
using AccountTwins.Silo.Storage;
using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Hosting.Welcome;

/// <summary>Plays the sample through Kafka, once for a store: a marker file beside an embedded database, or accounts in a shared one, say that it was.</summary>
internal sealed class SampleRun(
    KafkaEndpoint kafka,
    IngestionService ingestion,
    ITopicMap topics,
    Storage.Search.IAccountSearch search,
    IOptions<KafkaOptions> kafkaOptions,
    IOptions<SampleOptions> options,
    IOptions<StorageOptions> storage,
    TimeProvider clock)
{
    private const string Tenant = "default";

    public async Task PlayOnceAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled || await HasAccountsAsync(cancellationToken))
            return;
        var sample = options.Value.Open(clock.GetUtcNow(), Tenant);
        Console.WriteLine($"sample   {sample.Title}, {sample.Count:N0} signals through Kafka");
        await PlayAsync(sample, cancellationToken);
        if (!storage.Value.IsPostgres)
            await File.WriteAllTextAsync(Marker, sample.SampleId, cancellationToken);
    }

    private string Marker => Path.Combine(storage.Value.DataFolder, "sample.txt");

    private async Task<bool> HasAccountsAsync(CancellationToken cancellationToken)
    {
        if (!storage.Value.IsPostgres && File.Exists(Marker))
            return true;
        // A sample that was cut short goes on from the start: what was applied is known by its source and id, or by its place in the log.
        var page = await search.FindAsync(new Storage.Search.AccountQuery { Tenant = Tenant, PageSize = 1 }, cancellationToken);
        return storage.Value.IsPostgres && page.Rows.Count > 0;
    }

    private async Task PlayAsync(ISample sample, CancellationToken cancellationToken)
    {
        var player = new SamplePlayer(options.Value, clock);
        ClientConfig settings = KafkaClients.Producer(kafkaOptions.Value, kafka.BootstrapServers);
        await player.PlayAsync(sample, settings, topics.TopicOf, () => ingestion.Lag, ProgressLine.OnStandardError(), cancellationToken);
    }
}
