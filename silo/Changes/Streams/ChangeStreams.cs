using System.IO.Pipelines;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage.Changes;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Changes.Streams;

/// <summary>What it takes to serve a stream of changes: the feeds, the log behind them, and their bounds.</summary>
internal sealed class ChangeStreams(
    ChangeFeeds feeds, IChangeLog log, IHostApplicationLifetime lifetime, IOptions<ChangeOptions> options, ChangeMetrics metrics, TimeProvider clock) : IDisposable
{
    /// <summary>Subscribers that read the log itself at the same time, because they were away for longer than the feeds remember.</summary>
    private const int CatchingUpMax = 8;

    private readonly SemaphoreSlim _catchingUp = new(CatchingUpMax);

    /// <summary>As <see cref="ChangeFeeds.JoinAsync"/>.</summary>
    public Task<ChangeSubscription?> JoinAsync(string tenant) => feeds.JoinAsync(tenant);

    public Task<ChangeEnds> EndsAsync(string tenant, CancellationToken cancellationToken) => log.EndsAsync(tenant, cancellationToken);

    /// <summary>Serves until the stream ends; how it did is counted. True: its end was orderly, and the response may be completed.</summary>
    public async Task<bool> ServeAsync(ChangeSubscription subscription, PipeWriter body, string tenant, long after, ChangeFilter filter, CredentialWatch right, CancellationToken left)
    {
        var end = StreamEnds.Failed;
        metrics.StreamOpened();
        try
        {
            var stream = new ChangeStream(subscription.Buffer, log, _catchingUp, options.Value, clock);
            end = await stream.RunAsync(body, tenant, after, filter, right, lifetime.ApplicationStopping, left);
        }
        catch (OperationCanceledException)
        {
            end = StreamEnds.Left;
        }
        finally
        {
            metrics.StreamEnded(end);
        }

        return end is not StreamEnds.TooSlow and not StreamEnds.Left;
    }

    public void Dispose() => _catchingUp.Dispose();
}
