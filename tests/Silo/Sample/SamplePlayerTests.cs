
using AccountTwins.Domain.Signals;
using AccountTwins.Silo.Sample;
using AccountTwins.Silo.Sample.Generated;

using Confluent.Kafka;

using Kafka = AccountTwins.Silo.Hosting.EmbeddedKafka;

namespace AccountTwins.Tests.Silo.Samples;

public sealed class SamplePlayerTests : IDisposable
{
    private const string Topic = "signals";
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private readonly Kafka kafka = Kafka.Start(new Dictionary<string, int> { [Topic] = 3 });
    private readonly ISample sample = new GeneratedSample(new SampleSize(Accounts: 10, Days: 120), Now);

    private ClientConfig Settings => new() { BootstrapServers = kafka.BootstrapServers };

    [Fact]
    public async Task Every_event_arrives_and_an_account_keeps_to_one_partition_and_its_order()
    {
        var progress = new Progress();
        await Player().PlayAsync(sample, Settings, _ => Topic, () => 0, progress, CancellationToken.None);

        var read = ReadAll();
        Assert.Equal(sample.Count, read.Count);
        foreach (var account in sample.Read().GroupBy(happened => happened.Account.ToString()))
        {
            var mine = read.Where(message => message.Message.Key == account.Key).ToList();
            Assert.Single(mine.Select(message => message.Partition).Distinct());
            Assert.Equal(
                account.Select(happened => SignalWriter.Structured(happened.Account, happened.Fact, happened.Time, happened.Source, happened.Id)),
                mine.OrderBy(message => message.Offset.Value).Select(message => message.Message.Value));
        }

        Assert.Equal(new SampleProgress(sample.Count, sample.Count, sample.Count), progress.Last);
    }

    [Fact]
    public async Task No_more_is_sent_than_the_pumps_have_room_for()
    {
        var options = new SampleOptions { WaitingMax = 1000 };
        long applied = 0, most = 0;
        var player = new SamplePlayer(options, TimeProvider.System);
        await player.PlayAsync(sample, Settings, _ => Topic, Waiting, new Progress(), CancellationToken.None);
        Assert.InRange(most, 1, options.WaitingMax + 1000);

        // A pump that applies 200 signals each time it is asked.
        long Waiting()
        {
            var stored = Stored();
            most = Math.Max(most, stored - applied);
            applied = Math.Min(stored, applied + 200);
            return stored - applied;
        }
    }

    [Fact]
    public async Task A_play_that_nobody_applies_is_given_up()
    {
        var player = new SamplePlayer(new SampleOptions { WaitingMax = 100, StallSecondsMax = 1 }, TimeProvider.System);
        var error = await Assert.ThrowsAsync<SampleException>(
            () => player.PlayAsync(sample, Settings, _ => Topic, () => 1_000_000, new Progress(), CancellationToken.None));
        Assert.Equal(SampleErrors.NotDelivered, error.Code);
    }

    [Fact]
    public void Progress_is_a_line_for_each_tenth_where_there_is_no_terminal()
    {
        var output = new StringWriter();
        var line = new ProgressLine(output, isTerminal: false);
        for (var applied = 0; applied <= 1000; applied++)
            line.Report(new SampleProgress(applied, applied, 1000));
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(11, lines.Length);
        Assert.Equal("sample 100 %: 1000 of 1000 signals", lines[^1].TrimEnd());
    }

    public void Dispose() => kafka.Dispose();

    private static SamplePlayer Player() => new(new SampleOptions(), TimeProvider.System);

    private long Stored()
    {
        using var consumer = Consumer();
        return Enumerable.Range(0, 3).Sum(partition => consumer.QueryWatermarkOffsets(new TopicPartition(Topic, partition), TimeSpan.FromSeconds(10)).High.Value);
    }

    private List<ConsumeResult<string, byte[]>> ReadAll()
    {
        using var consumer = Consumer();
        consumer.Assign(Enumerable.Range(0, 3).Select(partition => new TopicPartitionOffset(Topic, partition, 0)));
        var read = new List<ConsumeResult<string, byte[]>>();
        while (read.Count < sample.Count && consumer.Consume(TimeSpan.FromSeconds(10)) is { } message)
            read.Add(message);
        return read;
    }

    private IConsumer<string, byte[]> Consumer() => new ConsumerBuilder<string, byte[]>(new ConsumerConfig(Settings) { GroupId = "tests", EnableAutoCommit = false }).Build();

    private sealed class Progress : IProgress<SampleProgress>
    {
        public SampleProgress Last { get; private set; }

        public void Report(SampleProgress value) => Last = value;
    }
}
