using AccountTwins.Silo.Ingestion;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Observability;
using AccountTwins.Tests.Silo.Hosting;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountTwins.Tests.Silo.Ingestion.Kafka;

/// <summary>A consumer that failed for good is made anew: reading goes on, and no signal is lost or counted twice.</summary>
[Collection(WholeSilo.Name)]
public sealed class ConsumerRestartTests : IDisposable
{
    private const int Accounts = 7;

    private readonly UsageLog _log = new();

    [Fact]
    public async Task A_database_from_before_the_stream_makes_the_consumer_start_anew_and_everything_is_read_once()
    {
        await using (var silo = await _log.StartAsync())
        {
            _log.Send(700, Accounts);
            await _log.CommittedAsync(699);

            // Also the number that its stream gets then is one that the twins in memory know.
            await _log.ScalarAsync("BEGIN IMMEDIATE; DELETE FROM account_identifier; DELETE FROM account_twin; DELETE FROM stream; DELETE FROM sqlite_sequence; COMMIT;");
            _log.Send(1);
            await _log.CommittedAsync(700);
            await AssertSumsAsync(silo);
        }

        await using (var silo = await _log.StartAsync())
            await AssertSumsAsync(silo);
    }

    [Fact]
    public async Task A_stream_whose_row_is_gone_ends_the_consumer_and_the_next_one_reads_on()
    {
        var streams = new FakeStreams();
        using var host = new PumpHost(new PumpOptions());
        using var meters = new MeterFactory();
        var factory = new PumpFactory(
            "log", streams, new PumpOptions(), new PumpTools(TimeProvider.System, NullLogger.Instance, new IngestionMetrics(meters)), host,
            (_, control) => new PumpPorts(host, new StreamPositions(streams), host, new MemoryAside(), host, control, host));
        _log.Send(10);

        using (var failed = Started(factory))
        {
            await Until.TrueAsync(() => failed.Pumps.Count == 1);
            var pump = failed.Pumps.Values.Single();
            await Until.TrueAsync(async () => await pump.RequestCheckpointAsync() && pump.Committed == 9);
            streams.Clear();
            pump.RequestRewind("test");

            var why = await Assert.ThrowsAsync<InvalidOperationException>(() => failed.Ended.WaitAsync(TimeSpan.FromSeconds(20)));
            Assert.Contains("was never opened in this database", why.Message, StringComparison.Ordinal);
            Assert.Empty(failed.Pumps);
        }

        using var next = Started(factory);
        await Until.TrueAsync(() => next.Pumps.Count == 1);
        await Until.TrueAsync(async () => await next.Pumps.Values.Single().RequestCheckpointAsync() && next.Pumps.Values.Single().Committed == 9);
    }

    [Fact]
    public async Task A_position_that_cannot_be_read_ends_the_consumer()
    {
        var streams = new FakeStreams { Opening = () => throw new TimeoutException("away") };
        using var host = new PumpHost(new PumpOptions());
        using var meters = new MeterFactory();
        using var thread = Started(new PumpFactory(
            "log", streams, new PumpOptions(), new PumpTools(TimeProvider.System, NullLogger.Instance, new IngestionMetrics(meters)), host,
            (_, control) => new PumpPorts(host, host, host, new MemoryAside(), host, control, host)));

        await Assert.ThrowsAsync<TimeoutException>(() => thread.Ended.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Empty(thread.Pumps);
    }

    public void Dispose() => _log.Dispose();

    private static async Task AssertSumsAsync(RunningSilo silo)
    {
        for (var account = 0; account < Accounts; account++)
            Assert.Equal(account == 0 ? 101 : 100, await UsageLog.SumAsync(silo, $"a{account}"));
    }

    private ConsumerThread Started(IPumpFactory factory)
    {
        var thread = new ConsumerThread(new KafkaOptions(), _log.BootstrapServers, "silo-1", factory, NullLogger.Instance);
        thread.Start();
        thread.Take([UsageLog.Partition]);
        return thread;
    }
}
