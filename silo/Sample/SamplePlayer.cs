using AccountTwins.Domain.Signals;

using Confluent.Kafka;

namespace AccountTwins.Silo.Sample;

/// <summary>
/// Streams a sample through Kafka, no faster than it is applied: an endpoint that holds little would drop what nobody has read yet.
/// An account's signals keep their order: one producer, idempotent, keyed by account.
/// </summary>
public sealed class SamplePlayer(SampleOptions options, TimeProvider clock)
{
    /// <summary>Signals between two looks at how far the twins are.</summary>
    private const int Stride = 500;

    private static readonly TimeSpan Report = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Plays all of it and completes when the last signal is applied. <paramref name="waiting"/> tells how many signals of the topics
    /// the pumps have not applied yet. Throws <see cref="SampleException"/> when a signal is not delivered or nothing moves any more.
    /// </summary>
    /// <param name="settings">Address and credentials; what order and durability need is set here.</param>
    public async Task PlayAsync(
        ISample sample,
        ClientConfig settings,
        Func<Family, string> topicOf,
        Func<long> waiting,
        IProgress<SampleProgress> progress,
        CancellationToken cancellationToken)
    {
        var total = sample.Count;
        var delivery = new SampleDelivery();
        using var producer = new ProducerBuilder<string, byte[]>(Settings(settings)).Build();
        var pace = new SamplePace(options, clock, () => delivery.InFlight + waiting());
        var reported = clock.GetTimestamp();

        foreach (var happened in sample.Read())
        {
            var message = new Message<string, byte[]>
            {
                Key = happened.Account.ToString(),
                Value = SignalWriter.Structured(happened.Account, happened.Fact, happened.Time, happened.Source, happened.Id),
            };
            producer.Produce(topicOf(happened.Family), message, delivery.OnDelivered);
            delivery.Sent++;
            if (delivery.Sent % Stride != 0)
                continue;

            delivery.ThrowIfFailed();
            while (await pace.MustWaitAsync(options.WaitingMax, cancellationToken))
                ReportNow();
            ReportNow();
        }

        // The last messages leave the producer and the pumps catch up.
        while (await pace.MustWaitAsync(0, cancellationToken))
        {
            delivery.ThrowIfFailed();
            ReportNow();
        }

        delivery.ThrowIfFailed();
        progress.Report(new SampleProgress(delivery.Sent, delivery.Sent, total));

        void ReportNow()
        {
            if (clock.GetElapsedTime(reported) < Report)
                return;
            reported = clock.GetTimestamp();
            progress.Report(new SampleProgress(delivery.Sent, Math.Max(0, delivery.Sent - pace.Waiting), total));
        }
    }

    private static ProducerConfig Settings(ClientConfig settings) => new(new Dictionary<string, string>(settings))
    {
        Acks = Acks.All,
        EnableIdempotence = true,
        Partitioner = Partitioner.Murmur2Random,
        CompressionType = CompressionType.Gzip,
        LingerMs = 20,
        MessageTimeoutMs = 60_000,
        QueueBufferingMaxMessages = 1_000_000,
    };
}
