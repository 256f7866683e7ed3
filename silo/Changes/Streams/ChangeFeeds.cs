using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Changes;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Changes.Streams;

/// <summary>
/// One reader of the log for each tenant that has subscribers here, however many they are; it ends with the last of them. Counts subscribers and
/// turns away those beyond the bounds.
/// </summary>
internal sealed partial class ChangeFeeds(
    IChangeLog log, ChangeTip tip, IOptions<ChangeOptions> options, ChangeMetrics metrics, TimeProvider clock, ILogger<ChangeFeeds> logger) : IDisposable
{
    private const int PageMax = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Feed> _feeds = new(StringComparer.Ordinal);
    private int _streams;

    /// <summary>The tenant's newest changes from now on, or null when there are as many subscribers as may be. Throws <see cref="StoreUnavailableException"/>.</summary>
    public async Task<ChangeSubscription?> JoinAsync(string tenant)
    {
        Feed feed;
        lock (_gate)
        {
            _feeds.TryGetValue(tenant, out var found);
            if (_streams >= options.Value.StreamsMax || found?.Subscribers >= options.Value.StreamsPerTenantMax)
                return null;
            if (found is null || found.Buffer.IsFaulted)
                _feeds[tenant] = found = new Feed(tenant, OpenAsync(tenant));
            feed = found;
            feed.Subscribers++;
            _streams++;
        }

        var subscription = new ChangeSubscription(() => Leave(feed));
        try
        {
            subscription.Buffer = await feed.Buffer;
            Run(feed);
            return subscription;
        }
        catch
        {
            subscription.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var feed in _feeds.Values)
                feed.Ended.Cancel();
            _feeds.Clear();
        }
    }

    private async Task<ChangeBuffer> OpenAsync(string tenant)
    {
        await Task.Yield();
        return new ChangeBuffer(options.Value.BufferMax, (await log.EndsAsync(tenant, CancellationToken.None)).Newest);
    }

    private void Leave(Feed feed)
    {
        lock (_gate)
        {
            _streams--;
            if (--feed.Subscribers > 0)
                return;
            feed.Ended.Cancel();
            if (_feeds.TryGetValue(feed.Tenant, out var present) && ReferenceEquals(present, feed))
                _feeds.Remove(feed.Tenant);
        }
    }

    private void Run(Feed feed)
    {
        lock (_gate)
        {
            if (feed.IsRunning)
                return;
            feed.IsRunning = true;
        }

        _ = Task.Run(() => ReadAsync(feed.Tenant, feed.Buffer.Result, feed.Ended.Token));
        _ = Task.Run(() => BeatAsync(feed.Buffer.Result, feed.Ended.Token));
    }

    private async Task ReadAsync(string tenant, ChangeBuffer buffer, CancellationToken ended)
    {
        // Before the first look, so that what comes while it is under way is looked at again.
        var (known, isFailing) = (-1L, false);
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await tip.BeyondAsync(known).WaitAsync(ended);
                known = tip.Newest;
                while (await ReadPageAsync(tenant, buffer, ended) == PageMax)
                {
                }

                isFailing = false;
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                metrics.Failed("feed");
                if (!isFailing && exception is not StoreUnavailableException)
                    LogFailed(exception);
                (known, isFailing) = (-1, true);
                await Task.Delay(options.Value.LookEvery, clock, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> ReadPageAsync(string tenant, ChangeBuffer buffer, CancellationToken ended)
    {
        var page = await log.ReadAsync(tenant, buffer.Newest, PageMax, ended);
        if (page.Count == 0)
            return 0;
        // What lies between was removed before it was read here.
        if (page[0].Number != buffer.Newest + 1)
            buffer.StartOver(page[0].Number - 1);
        ChangeFrame[] frames = [.. page.Select(ChangeFrame.Of)];
        buffer.Add(frames);
        return page.Count;
    }

    /// <summary>
    /// The subscribers are woken now and then, one timer for all of them: whatever other tenants have to say and whether the log answers or not,
    /// a stream shows that it is alive and ends when its time is up.
    /// </summary>
    private async Task BeatAsync(ChangeBuffer buffer, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(options.Value.HeartbeatEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
                buffer.Pulse();
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The last subscriber has left.
        }
    }

    [LoggerMessage(6020, LogLevel.Error, "A feed of changes failed; it goes on.")]
    private partial void LogFailed(Exception exception);

    private sealed class Feed(string tenant, Task<ChangeBuffer> buffer)
    {
        public string Tenant { get; } = tenant;

        public Task<ChangeBuffer> Buffer { get; } = buffer;

        public CancellationTokenSource Ended { get; } = new();

        public int Subscribers { get; set; }

        public bool IsRunning { get; set; }
    }
}

/// <summary>A place among a tenant's subscribers, given back when it is disposed.</summary>
internal sealed class ChangeSubscription(Action leave) : IDisposable
{
    private int _left;

    public ChangeBuffer Buffer { get; set; } = null!;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
            leave();
    }
}
