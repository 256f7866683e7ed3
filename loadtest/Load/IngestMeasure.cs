using System.Diagnostics;
using AccountTwins.LoadTest.Audit;
using AccountTwins.LoadTest.Load.Metrics;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;
using Confluent.Kafka;

namespace AccountTwins.LoadTest.Load;

/// <summary>Signals per second, and what the stages took.</summary>
/// <param name="Applied">Until every twin holds its signals.</param>
/// <param name="Sustained">Until every twin is durable, without the time in which the store idled until the last checkpoint was due.</param>
/// <param name="Durable">Until the last checkpoint was committed, the wait for it included.</param>
internal sealed record IngestRate(long Signals, double Applied, double Sustained, double Durable, StageTimes Stages);

/// <summary>
/// Fills the log while the silo stands still, then lets it run: the producer takes no part of the processor from what is measured.
/// What the embedded endpoint holds is the longest run there can be.
/// </summary>
internal sealed class IngestMeasure(Place place, Journal journal, string name)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly Oracle _oracle = new();
    private PacedProducer? _producer;

    /// <summary>False: no curves.</summary>
    public bool IsSampled { get; init; } = true;

    /// <param name="warm">Sent first, so that twins are in memory when the clock starts.</param>
    /// <param name="measured">Sent while the silo stands still.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IngestRate> RunAsync(IEnumerable<Outgoing> warm, IEnumerable<Outgoing> measured, CancellationToken cancellationToken)
    {
        using var producer = _producer = new PacedProducer(place.Broker.BootstrapServers, place.Topics);
        using var silo = SiloProcess.Start(place.Setup);
        await silo.AnswersAsync("/health/ready", cancellationToken);
        foreach (var message in warm)
        {
            if (!producer.HasRoom)
                await Waiting.UntilAsync(async () => await CommittedAsync(producer) is not null && producer.HasRoom, Limit, () => "room in the log", cancellationToken);
            Send(producer, message);
        }

        await producer.FlushAsync(cancellationToken);
        await Waiting.UntilAsync(() => IsDurableAsync(producer), Limit, () => "twins in memory", cancellationToken);
        var before = await silo.MetricsAsync(cancellationToken);
        var read = await CommittedAsync(producer) ?? new Dictionary<(string Topic, int Partition), long>();

        silo.Freeze();
        var signals = 0L;
        foreach (var message in measured)
        {
            while (!producer.HasFlow)
                await Task.Delay(1, cancellationToken);
            Send(producer, message);
            signals += message.Kind == OutgoingKind.Signal ? 1 : 0;
        }

        await producer.FlushAsync(cancellationToken);
        RequireNothingDropped(producer, read);
        var rate = await LetRunAsync(silo, producer, signals, before, cancellationToken);
        await silo.StopAsync(Limit);
        return rate;
    }

    /// <summary>Compares every twin with what was sent to it, field by field, and the dead letters with what was malformed.</summary>
    public async Task AuditAsync()
    {
        journal.Say($"{name}: audit of {_oracle.Accounts} twins");
        var report = await Auditor.AuditAsync(_oracle, place.Database, _producer!.Malformed, place.Broker.BootstrapServers, withOrder: true);
        journal.Add(name, $"audit: signals lost or counted twice in {report.Twins} twins", report.Lost + report.Doubled, "signals", Bar.AtMost(0));
        if (!report.IsClean)
            journal.Fault($"{name}: {report}");
    }

    private async Task<IngestRate> LetRunAsync(SiloProcess silo, PacedProducer producer, long signals, MetricsPage before, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        silo.Thaw();
        await using var sampler = IsSampled ? new SiloSampler(() => silo.MetricsAsync(cancellationToken), silo.Id, journal, name) : null;
        await Waiting.UntilAsync(async () => (await silo.MetricsAsync(cancellationToken)).Applied >= before.Applied + signals, Limit, () => "all applied", cancellationToken);
        var applied = Stopwatch.GetElapsedTime(began);
        var idle = await UntilDurableAsync(silo, producer, cancellationToken);
        var durable = Stopwatch.GetElapsedTime(began);
        var stages = StageTimes.Between(before, await silo.MetricsAsync(cancellationToken));
        return new IngestRate(signals, signals / applied.TotalSeconds, signals / (durable - idle).TotalSeconds, signals / durable.TotalSeconds, stages);
    }

    /// <summary>Microseconds that the rules take for a signal, one thread.</summary>
    public double RulesPerSignal()
    {
        var began = Stopwatch.GetTimestamp();
        var signals = _oracle.Twins().Sum(twin => twin.Provenance.Types.Sum(type => type.Count));
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / signals;
    }

    private void Send(PacedProducer producer, Outgoing message)
    {
        _oracle.Note(message);
        producer.Send(message);
    }

    /// <summary>
    /// The next checkpoint in turn: a stop would make one at once, but on a slow disk its time is up before all twins are written.
    /// Answers how long nothing was written while it was waited for.
    /// </summary>
    private async Task<TimeSpan> UntilDurableAsync(SiloProcess silo, PacedProducer producer, CancellationToken cancellationToken)
    {
        var (idle, last, rows) = (TimeSpan.Zero, Stopwatch.GetTimestamp(), (await silo.MetricsAsync(cancellationToken)).RowsWritten);
        await Waiting.UntilAsync(
            async () =>
            {
                var (written, now) = ((await silo.MetricsAsync(cancellationToken)).RowsWritten, Stopwatch.GetTimestamp());
                if (written == rows)
                    idle += Stopwatch.GetElapsedTime(last, now);
                (last, rows) = (now, written);
                return await IsDurableAsync(producer);
            },
            Limit,
            () => "all durable",
            cancellationToken);
        return idle;
    }

    private async Task<bool> IsDurableAsync(PacedProducer producer) =>
        await CommittedAsync(producer) is { } positions && PacedProducer.Covers(positions, producer.Ends);

    private async Task<IReadOnlyDictionary<(string Topic, int Partition), long>?> CommittedAsync(PacedProducer producer)
    {
        var positions = await place.Database.CommittedAsync(place.Setup.LogId);
        if (positions is not null)
            producer.Committed(positions);
        return positions;
    }

    /// <param name="producer">Knows the partitions.</param>
    /// <param name="read">The last offset of each that needs no endpoint any more.</param>
    private void RequireNothingDropped(PacedProducer producer, IReadOnlyDictionary<(string Topic, int Partition), long> read)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = place.Broker.BootstrapServers, GroupId = "bounds" }).Build();
        foreach (var (topic, partition) in producer.Ends.Keys)
        {
            var next = read.TryGetValue((topic, partition), out var last) ? last + 1 : 0;
            if (consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), Limit).Low.Value > next)
                throw new InvalidOperationException("The endpoint dropped messages before they were read: fewer signals, or more partitions.");
        }
    }
}
