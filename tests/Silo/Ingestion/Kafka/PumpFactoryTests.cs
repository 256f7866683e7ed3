using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Observability;
using AccountTwins.Tests.Support;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using StreamId = AccountTwins.Silo.Storage.StreamId;

namespace AccountTwins.Tests.Silo.Ingestion.Kafka;

/// <summary>Where a partition is read from: its row against what the log still holds.</summary>
public sealed class PumpFactoryTests : IIngestionAlarms, IDisposable
{
    private static readonly TopicPartition Partition = new("signals.usage", 3);

    private readonly List<(AlarmKind Kind, string Text)> _raised = [];
    private readonly MeterFactory _meters = new();
    private readonly FakeStreams _streams = new();

    // committed: -1 without a row or before the first; the log holds the offsets from low to below high.
    [Theory]
    [InlineData(-1, 0, 0, 0, null, "no row, empty log")]
    [InlineData(-1, 0, 10, 0, null, "no row: from the beginning")]
    [InlineData(-1, 7, 10, 7, null, "no row: what was gone before it was ever read was never ours")]
    [InlineData(0, 0, 1, 0, null, "the committed message itself, to compare it")]
    [InlineData(4, 0, 10, 4, null, "the committed message itself, to compare it")]
    [InlineData(9, 0, 10, 9, null, "all read")]
    [InlineData(4, 4, 10, 4, null, "the committed message is the oldest")]
    [InlineData(4, 5, 10, 5, null, "the committed message is gone, nothing after it")]
    [InlineData(4, 6, 10, 6, "SignalsGone: 1 messages from offset 5 on", "one more is gone")]
    [InlineData(4, 10, 10, 10, "SignalsGone: 5 messages from offset 5 on", "all are gone")]
    [InlineData(9, 10, 10, 10, null, "all read, and then all gone")]
    [InlineData(10, 0, 10, 10, "TopicRecreated: ends at 10, before the committed offset 10", "the log ends at its position")]
    [InlineData(500, 0, 10, 10, "TopicRecreated: ends at 10, before the committed offset 500", "the log ends far before its position")]
    [InlineData(0, 0, 0, 0, "TopicRecreated: ends at 0, before the committed offset 0", "an empty log where there was a message")]
    public void A_partition_starts_at_its_position_or_says_what_is_wrong(long committed, long low, long high, long from, string? alarm, string why)
    {
        var start = Factory().StartOf(Partition, committed, new WatermarkOffsets(low, high));

        Assert.True(start.From.Value == from, why);
        Assert.Equal(alarm?.StartsWith("TopicRecreated", StringComparison.Ordinal) ?? false, start.IsRecreated);
        if (alarm is null)
        {
            Assert.Empty(_raised);
            return;
        }

        var (kind, text) = Assert.Single(_raised);
        Assert.StartsWith(kind.ToString(), alarm, StringComparison.Ordinal);
        Assert.StartsWith("signals.usage[3]", text, StringComparison.Ordinal);
        Assert.Contains(alarm[(alarm.IndexOf(": ", StringComparison.Ordinal) + 2)..], text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_row_of_this_log_counts_and_no_other()
    {
        _streams.Put(new StreamId("other-log", Partition.Topic, Partition.Partition), 7);
        _streams.Put(new StreamId("log", Partition.Topic, 0), 8);
        _streams.Put(new StreamId("log", Partition.Topic, Partition.Partition), 4);
        using var host = new PumpHost(new PumpOptions());

        var opened = Factory().Open(Partition, new WatermarkOffsets(0, 10), host);

        Assert.Equal((4L, 4L), (opened.Start.From.Value, opened.Pump.Committed));
        Assert.Equal(-1, Factory().Open(new TopicPartition(Partition.Topic, 9), new WatermarkOffsets(0, 10), host).Pump.Committed);
    }

    void IIngestionAlarms.Raise(AlarmKind kind, string text) => _raised.Add((kind, text));

    public void Dispose() => _meters.Dispose();

    private PumpFactory Factory() => new(
        "log", _streams, new PumpOptions(), new PumpTools(TimeProvider.System, NullLogger.Instance, new IngestionMetrics(_meters)), this,
        (_, control) => new PumpPorts((PumpHost)control, (PumpHost)control, (PumpHost)control, new MemoryAside(), (PumpHost)control, control, this));
}
