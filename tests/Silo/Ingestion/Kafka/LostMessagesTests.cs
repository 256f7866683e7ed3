using System.Collections.Concurrent;
using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Observability;
using AccountTwins.Tests.Silo.Hosting;
using AccountTwins.Tests.Support;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountTwins.Tests.Silo.Ingestion.Kafka;

/// <summary>The endpoint drops its oldest messages before they are read: they are counted and told, never passed over in silence.</summary>
[Collection(WholeSilo.Name)]
public sealed class LostMessagesTests : IIngestionAlarms, IDisposable
{
    private readonly UsageLog _log = new();
    private readonly ConcurrentQueue<(AlarmKind Kind, string Text)> _raised = new();

    [Fact]
    public async Task What_went_while_no_silo_read_is_counted_at_the_next_start()
    {
        await using (var silo = await _log.StartAsync())
        {
            _log.Send(20);
            await _log.CommittedAsync(19);
        }

        _log.Send(80, padding: 100_000);
        var (low, high) = _log.Bounds;
        Assert.True(low > 20 && high == 100, $"{low} to {high}");

        await using (var silo = await _log.StartAsync())
        {
            await _log.CommittedAsync(high - 1);

            Assert.Equal(
                [$"signals.usage[0]: {low - 20} messages from offset 20 on were removed before they were read."],
                silo.Services.GetRequiredService<IngestionAlarms>().Latest);
            Assert.Equal(20 + (high - low), await UsageLog.SumAsync(silo));
        }
    }

    [Fact]
    public async Task What_goes_while_it_is_about_to_be_read_is_counted_and_the_rest_is_read_once()
    {
        _log.Send(80, padding: 100_000);
        var (low, high) = _log.Bounds;
        Assert.InRange(low, 1, high - 1);
        using var host = new PumpHost(new PumpOptions());
        using var meters = new MeterFactory();
        var applied = new ConcurrentQueue<long>();
        host.Apply = (_, batch) =>
        {
            foreach (var offset in batch.Offsets)
                applied.Enqueue(offset);
            return Task.FromResult(PumpHost.Applied(batch));
        };
        var factory = new PumpFactory(
            "log", new FakeStreams(), new PumpOptions(), new PumpTools(TimeProvider.System, NullLogger.Instance, new IngestionMetrics(meters)), this,
            (_, control) => new PumpPorts(host, host, host, new MemoryAside(), host, control, this));
        using var thread = new ConsumerThread(new KafkaOptions(), _log.BootstrapServers, "silo-1", new BoundsFromBefore(factory), NullLogger.Instance);
        thread.Start();

        thread.Take([UsageLog.Partition]);
        await Until.TrueAsync(() => applied.Count >= high - low);

        Assert.Equal(Enumerable.Range((int)low, (int)(high - low)).Select(offset => (long)offset), applied.Order());
        Assert.Equal([(AlarmKind.SignalsGone, $"signals.usage[0]: {low} messages from offset 0 on were removed before they were read.")], _raised);
    }

    void IIngestionAlarms.Raise(AlarmKind kind, string text) => _raised.Enqueue((kind, text));

    public void Dispose() => _log.Dispose();

    /// <summary>Opens with bounds as they were when the log was still whole.</summary>
    private sealed class BoundsFromBefore(IPumpFactory factory) : IPumpFactory
    {
        public OpenedPump Open(TopicPartition partition, WatermarkOffsets bounds, IPartitionControl control) =>
            factory.Open(partition, new WatermarkOffsets(0, bounds.High), control);

        public PumpStart StartOf(TopicPartition partition, long committed, WatermarkOffsets bounds) => factory.StartOf(partition, committed, bounds);

        public void TellGone(TopicPartition partition, long next, WatermarkOffsets bounds) => factory.TellGone(partition, next, bounds);
    }
}
