using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Storage;
using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Ingestion.Kafka;

/// <summary>The rows of the streams, beside the ends of their partitions.</summary>
internal sealed class KafkaLogPositions(KafkaEndpoint endpoint, IStreamStore streams, IOptions<KafkaOptions> options) : ILogPositions
{
    /// <summary>Partitions whose end is asked for; of more the lag stays out.</summary>
    private const int AskedMax = 512;

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(2);

    public async Task<PositionsAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = await streams.ListAsync(cancellationToken);
        var ends = await Task.Run(() => EndsAsync(rows, cancellationToken), cancellationToken);
        return new PositionsAnswer([.. rows.OrderBy(row => row.Id.Topic, StringComparer.Ordinal).ThenBy(row => row.Id.Partition).ThenBy(row => row.Number).Select(row => new PositionRow
        {
            Stream = row.Number,
            Log = row.Id.LogId,
            Topic = row.Id.Topic,
            Partition = row.Id.Partition,
            Committed = row.Committed,
            IsRetired = row.Retired,
            Lag = ends.TryGetValue(row.Number, out var bounds) ? Math.Max(0, bounds.High - Math.Max(row.Committed + 1, bounds.Low)) : null,
        })]);
    }

    private async Task<Dictionary<int, (long Low, long High)>> EndsAsync(IReadOnlyList<StreamRow> rows, CancellationToken cancellationToken)
    {
        var ends = new Dictionary<int, (long, long)>();
        try
        {
            var log = await endpoint.LogIdAsync(cancellationToken);
            using var looker = new ConsumerBuilder<Ignore, Ignore>(KafkaClients.Looker(options.Value, endpoint.BootstrapServers)).Build();
            foreach (var row in rows.Where(row => !row.Retired && row.Id.LogId == log).Take(AskedMax))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var bounds = looker.QueryWatermarkOffsets(new TopicPartition(row.Id.Topic, row.Id.Partition), Within);
                ends[row.Number] = (bounds.Low.Value, bounds.High.Value);
            }
        }
        catch (KafkaException)
        {
            // Positions are known without the brokers; a lag is not, and what is not known is left out.
        }

        return ends;
    }
}
