using AccountTwins.Grains.State;
using AccountTwins.Silo.Feeds;
using AccountTwins.Silo.Hosting;
using AccountTwins.Silo.Storage;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Ingestion.Kafka;

/// <summary>
/// Runs the consumer and its pumps: makes it anew when it fails, makes checkpoints, watches how far behind it is, and drains at the end.
/// </summary>
internal sealed partial class IngestionService(
    KafkaEndpoint endpoint,
    PumpFactorySource factories,
    IStreamStore streams,
    RetiredStreams retired,
    FeedBoard feeds,
    IOptions<KafkaOptions> kafka,
    IOptions<PumpOptions> pumps,
    TimeProvider clock,
    ILogger<IngestionService> logger) : BackgroundService
{
    /// <summary>What is told while nobody knows: larger than any lag, and small enough to be added to.</summary>
    public const long UnknownLag = long.MaxValue / 2;

    /// <summary>Moments between two checkpoints of a pump at which others make theirs.</summary>
    private const int Turns = 16;

    /// <summary>Turns from one partition to the next: few partitions stand apart in time as well, and no two of 16 share a turn.</summary>
    private const int Stride = 7;

    private static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BoundsWithin = TimeSpan.FromSeconds(2);

    private ConsumerThread? _consumer;
    private long _lag = UnknownLag;
    private long _observations;
    private HashSet<TopicPartition> _observed = [];

    /// <summary>Signals in the log that no twin holds yet, over this silo's partitions, as last observed; <see cref="UnknownLag"/> before that.</summary>
    public long Lag => Volatile.Read(ref _lag);

    /// <summary>Looks at all partitions so far: a lag of which the second look since an event speaks has seen that event.</summary>
    public long Observations => Interlocked.Read(ref _observations);

    /// <summary>True once partitions are being read.</summary>
    public bool IsReading { get; private set; }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (Interlocked.Exchange(ref _consumer, null) is not { } consumer)
            return;
        var isDone = await consumer.StopAsync(kafka.Value.DrainWithin);
        LogDrained(isDone);
        consumer.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunConsumerAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(exception);
                Interlocked.Exchange(ref _consumer, null)?.Dispose();
            }

            IsReading = false;
            await Task.Delay(RestartAfter, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunConsumerAsync(CancellationToken stoppingToken)
    {
        var logId = await endpoint.LogIdAsync(stoppingToken);
        await RetireAsync(logId, stoppingToken);
        var consumer = _consumer = new ConsumerThread(kafka.Value, endpoint.BootstrapServers, endpoint.SiloName, factories.For(logId), logger);
        consumer.Start();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var checkpoints = CheckpointAsync(consumer, ending.Token);
        var observing = ObserveAsync(consumer, ending.Token);
        try
        {
            await await Task.WhenAny(consumer.Ended, checkpoints, observing);
        }
        finally
        {
            // Nothing may touch this consumer once it is disposed, nor report its partitions beside the next one's.
            await ending.CancelAsync();
            await Task.WhenAll(checkpoints, observing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>An endpoint inside a process is gone with it; the positions in its log make room for others.</summary>
    private async Task RetireAsync(string logId, CancellationToken stoppingToken)
    {
        var rows = await streams.ListAsync(stoppingToken);
        if (endpoint.IsEmbedded)
        {
            var gone = rows.Where(row => !row.Retired && row.Id.LogId != logId && EmbeddedKafka.IsLogId(row.Id.LogId)).Select(row => row.Id.LogId).Distinct();
            foreach (var log in gone.ToList())
                await streams.RetireAsync(log, stoppingToken);
            rows = await streams.ListAsync(stoppingToken);
        }

        retired.Set(rows.Where(row => row.Retired).Select(row => row.Number));
    }

    /// <summary>
    /// Pumps take turns: all at once would pack and write every account of seconds, and questions would wait behind them. Partitions of one
    /// number have the same turn in all topics, because they hold the same accounts: one row then serves all of its streams.
    /// </summary>
    private async Task CheckpointAsync(ConsumerThread consumer, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pumps.Value.CheckpointEvery / Turns, clock);
        for (var turn = 0; await timer.WaitForNextTickAsync(stoppingToken); turn = (turn + 1) % Turns)
        {
            // A pump whose checkpoint is still under way joins it; none waits for another's.
            foreach (var (partition, pump) in consumer.Pumps)
            {
                if (partition.Partition.Value * Stride % Turns == turn)
                    _ = pump.RequestCheckpointAsync();
            }
        }
    }

    private async Task ObserveAsync(ConsumerThread consumer, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(kafka.Value.ObserveEvery, clock);
        do
        {
            try
            {
                IReadOnlyList<TopicPartition> own = [];
                if (!kafka.Value.IsShared)
                    consumer.Take(own = await Task.Run(() => endpoint.Partitions(kafka.Value.TopicNames), stoppingToken));
                await Task.Run(() => ObservePartitionsAsync(consumer, own, stoppingToken), stoppingToken);
            }
            catch (KafkaException exception)
            {
                // Nothing is reported while the broker is away: the feeds grow old, as they must.
                LogNotObserved(exception.Error.Code.ToString(), exception.Error.Reason);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ObservePartitionsAsync(ConsumerThread consumer, IReadOnlyList<TopicPartition> own, CancellationToken stoppingToken)
    {
        var pumps = consumer.Pumps;
        // A partition that is not open yet holds nobody knows how much: no pumps must not look like nothing to do.
        long? lag = pumps.Count > 0 && own.All(pumps.ContainsKey) ? 0 : null;
        foreach (var (partition, pump) in pumps)
        {
            stoppingToken.ThrowIfCancellationRequested();
            lag += await ObserveAsync(consumer, partition, pump);
            feeds.PartitionCaughtUp(partition.Topic, partition.Partition.Value, pump.CaughtUpAt);
        }

        foreach (var partition in _observed.Except(pumps.Keys).ToList())
            feeds.PartitionGone(partition.Topic, partition.Partition.Value);
        _observed = [.. pumps.Keys];
        Volatile.Write(ref _lag, lag ?? UnknownLag);
        IsReading = pumps.Count > 0;
        Interlocked.Increment(ref _observations);
    }

    /// <summary>How far behind one partition is; null while its broker is away, which must not keep the others from being seen.</summary>
    private async Task<long?> ObserveAsync(ConsumerThread consumer, TopicPartition partition, PartitionPump pump)
    {
        try
        {
            var at = clock.GetUtcNow();
            return await pump.ObserveBoundsAsync(consumer.Bounds(partition, BoundsWithin).High.Value, at);
        }
        catch (KafkaException exception)
        {
            LogNotObserved(exception.Error.Code.ToString(), exception.Error.Reason);
            return null;
        }
    }

    [LoggerMessage(3080, LogLevel.Error, "Reading from Kafka failed; it starts anew.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(3081, LogLevel.Warning, "The partitions cannot be observed now ({Code}): {Reason}")]
    private partial void LogNotObserved(string code, string reason);

    [LoggerMessage(3082, LogLevel.Information, "Drained: everything read is committed: {IsDone}.")]
    private partial void LogDrained(bool isDone);
}
