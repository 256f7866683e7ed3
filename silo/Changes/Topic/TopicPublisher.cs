using AccountTwins.Grains.State;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Storage.Changes;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Changes.Topic;

/// <summary>
/// Passes the log of changes on to the topic: at least once, each account's in order. One silo at a time, by a lease; how far it came is a row beside
/// the changes, written after the acknowledgements, so whoever comes next repeats some under the same ids and misses none.
/// </summary>
internal sealed partial class TopicPublisher(
    IChangeLog log,
    ChangeTip tip,
    Func<IChangeTopic> open,
    string holder,
    IOptions<ChangeOptions> options,
    ChangeMetrics metrics,
    TimeProvider clock,
    ILogger<TopicPublisher> logger) : BackgroundService
{
    /// <summary>Changes sent before their acknowledgements are waited for: what a crash repeats at most.</summary>
    public const int AtOnce = 500;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(3);

    private readonly string _reader = ChangeReaders.OfTopic(options.Value.Topic) ?? "";
    private bool _isFailing;

    private TimeSpan RenewEvery => options.Value.LeaseFor / 3;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_reader.Length == 0)
            return;
        try
        {
            await log.ReleaseAsync(_reader, holder, cancellationToken);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
            LogNotReleased(exception.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_reader.Length > 0 && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await HoldAsync(stoppingToken) is { } position)
                    await PublishAsync(position, stoppingToken);
                else
                    await Task.Delay(RenewEvery, clock, stoppingToken);
                _isFailing = false;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                metrics.Failed("topic");
                if (!_isFailing)
                    LogFailed(exception, options.Value.Topic);
                _isFailing = true;
                await Task.Delay(RetryAfter, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private Task<long?> HoldAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return log.HoldAsync(_reader, holder, now, now + options.Value.LeaseFor, cancellationToken);
    }

    /// <summary>Until another silo holds the lease, the topic fails, or the host stops.</summary>
    private async Task PublishAsync(long position, CancellationToken stoppingToken)
    {
        using var topic = open();
        while (true)
        {
            var changes = await log.ReadAllAsync(position, AtOnce, stoppingToken);
            if (changes.Count > 0)
            {
                if (!await SendAsync(topic, changes, position, stoppingToken))
                    return;
                position = changes[^1].Position;
                metrics.CountPublished(changes.Count, isAcknowledged: true);
                _isFailing = false;
            }
            else
            {
                position = await BehindRemovedAsync(position, stoppingToken);
            }

            if (!await PassedAsync(position, CancellationToken.None))
                return;
            if (changes.Count == 0)
                await Task.WhenAny(tip.BeyondAsync(position), Task.Delay(RenewEvery, clock, stoppingToken));
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>While the topic was turned off, changes were removed without it. They wait for nobody any more, or signals would wait for them for ever.</summary>
    private async Task<long> BehindRemovedAsync(long position, CancellationToken stoppingToken)
    {
        var removed = (await log.EndsAsync(ChangeReaders.AllTenants, stoppingToken)).Removed;
        if (removed <= position)
            return position;
        LogMissed(options.Value.Topic, removed - position);
        return removed;
    }

    /// <summary>Brokers may be away for long: meanwhile the lease is kept. False: it was lost.</summary>
    private async Task<bool> SendAsync(IChangeTopic topic, IReadOnlyList<PlacedChange> changes, long position, CancellationToken stoppingToken)
    {
        var sending = topic.SendAsync(changes);
        try
        {
            while (await Task.WhenAny(sending, Task.Delay(RenewEvery, clock, stoppingToken)) != sending)
            {
                if (stoppingToken.IsCancellationRequested)
                {
                    await sending.WaitAsync(StopWithin, clock, CancellationToken.None);
                    break;
                }

                if (!await PassedAsync(position, stoppingToken))
                    return false;
            }

            await sending;
            return true;
        }
        catch (Exception exception) when (exception is not TimeoutException)
        {
            metrics.CountPublished(changes.Count, isAcknowledged: false);
            throw;
        }
        finally
        {
            // Nobody waits for it any more; what it meets is met again by the next.
            _ = sending.ContinueWith(static done => done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private Task<bool> PassedAsync(long position, CancellationToken cancellationToken) =>
        log.PassedAsync(_reader, holder, position, clock.GetUtcNow() + options.Value.LeaseFor, cancellationToken);

    [LoggerMessage(6010, LogLevel.Warning, "Changes cannot be passed on to topic {Topic} now; they wait and are sent later.")]
    private partial void LogFailed(Exception exception, string topic);

    [LoggerMessage(6012, LogLevel.Warning, "Topic {Topic} never gets {Count} changes: they were removed while it was turned off.")]
    private partial void LogMissed(string topic, long count);

    [LoggerMessage(6011, LogLevel.Information, "The lease on the topic of changes runs out by itself: {Reason}")]
    private partial void LogNotReleased(string reason);
}
