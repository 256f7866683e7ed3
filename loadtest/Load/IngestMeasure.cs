using System.Diagnostics;
using System.Globalization;
using AccountTwins.LoadTest.Running;
using Confluent.Kafka;

namespace AccountTwins.LoadTest.Load;

/// <summary>Signals per second: applied, and durable with the last checkpoint; and of a bare loop over the same log.</summary>
internal sealed record IngestRate(long Signals, double Applied, double Durable);

/// <summary>
/// Fills the log while the silo stands still, then lets it run: the producer takes no part of the processor from what is measured.
/// What the embedded endpoint holds is the longest run there can be.
/// </summary>
internal sealed class IngestMeasure(BrokerProcess broker, TopicPlan topics, SiloSetup setup)
{
    private const string Counter = "accounttwins_signals_total{";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>Every account gets one signal first, so that its twin is in memory when the clock starts.</summary>
    public async Task<IngestRate> RunAsync(BurstTraffic traffic, int signals, CancellationToken cancellationToken)
    {
        using var producer = new PacedProducer(broker.BootstrapServers, topics);
        using var silo = SiloProcess.Start(setup);
        await silo.AnswersAsync("/health/ready", cancellationToken);
        foreach (var message in traffic.Take(traffic.Accounts, burstNow: 1))
        {
            if (!producer.HasRoom)
                await Waiting.UntilAsync(async () => await CommittedAsync(producer) is not null && producer.HasRoom, Limit, () => "room in the log", cancellationToken);
            producer.Send(message);
        }

        await producer.FlushAsync(cancellationToken);
        await Waiting.UntilAsync(async () => await CommittedAsync(producer) is { } positions && PacedProducer.Covers(positions, producer.Ends), Limit, () => "twins in memory", cancellationToken);
        var before = await AppliedAsync(silo, cancellationToken);

        silo.Freeze();
        foreach (var message in traffic.Take(signals))
        {
            while (!producer.HasFlow)
                await Task.Delay(1, cancellationToken);
            producer.Send(message);
        }

        await producer.FlushAsync(cancellationToken);
        RequireNothingDropped(producer);
        var began = Stopwatch.GetTimestamp();
        silo.Thaw();
        await Waiting.UntilAsync(async () => await AppliedAsync(silo, cancellationToken) >= before + signals, Limit, () => "all applied", cancellationToken);
        var applied = Stopwatch.GetElapsedTime(began);
        // The next checkpoint in turn: a stop would make one at once, but on a slow disk its time is up before all twins are written.
        await Waiting.UntilAsync(async () => await CommittedAsync(producer) is { } positions && PacedProducer.Covers(positions, producer.Ends), Limit, () => "all durable", cancellationToken);
        var durable = Stopwatch.GetElapsedTime(began);
        await silo.StopAsync(Limit);
        return new IngestRate(signals, signals / applied.TotalSeconds, signals / durable.TotalSeconds);
    }

    /// <summary>Consumes and decodes everything in the log and does nothing with it.</summary>
    public double BareLoop()
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = broker.BootstrapServers,
            GroupId = "bare",
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Error,
        }).Build();
        var left = 0L;
        var starts = new List<TopicPartitionOffset>();
        for (var partition = 0; partition < topics.Partitions; partition++)
        {
            var place = new TopicPartition(topics.Names[0], partition);
            var bounds = consumer.QueryWatermarkOffsets(place, Limit);
            left += bounds.High - bounds.Low;
            starts.Add(new TopicPartitionOffset(place, bounds.Low));
        }

        consumer.Assign(starts);
        var rules = new Domain.Signals.DecodeRules { Now = TimeProvider.System.GetUtcNow() };
        var (count, began) = (left, 0L);
        for (; left > 0; left--)
        {
            var result = consumer.Consume(Limit) ?? throw new TimeoutException("The log gave no message.");
            if (began == 0)
                began = Stopwatch.GetTimestamp();
            if (Domain.Signals.SignalDecoder.Decode(result.Message.Value, rules).Kind != Domain.Signals.DecodedKind.Accepted)
                throw new InvalidOperationException("The decoder refused a signal of the workload.");
        }

        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private async Task<IReadOnlyDictionary<(string Topic, int Partition), long>?> CommittedAsync(PacedProducer producer)
    {
        var positions = await setup.Database.CommittedAsync(setup.LogId);
        if (positions is not null)
            producer.Committed(positions);
        return positions;
    }

    private static async Task<double> AppliedAsync(SiloProcess silo, CancellationToken cancellationToken)
    {
        using var answer = await silo.GetAsync("/metrics", cancellationToken);
        var text = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
        return text.Split('\n').Where(line => line.StartsWith(Counter, StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    private void RequireNothingDropped(PacedProducer producer)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = broker.BootstrapServers, GroupId = "bounds" }).Build();
        foreach (var (topic, partition) in producer.Ends.Keys)
        {
            if (consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), Limit).Low.Value > 0)
                throw new InvalidOperationException("The endpoint dropped messages before they were read: fewer signals, or more partitions.");
        }
    }
}
