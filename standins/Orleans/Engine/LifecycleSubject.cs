using Orleans;
using Orleans.Runtime;

namespace AccountTwins.StandIns.Engine;

/// <summary>Observers by stage: started upwards, each stage after the one below; stopped downwards, those that were started.</summary>
internal sealed class LifecycleSubject : IGrainLifecycle, ISiloLifecycle
{
    private readonly List<Subscription> _subscriptions = [];

    public int HighestCompletedStage { get; private set; } = int.MinValue;

    public int LowestStoppedStage { get; private set; } = int.MaxValue;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new Subscription(this, stage, observer);
        lock (_subscriptions)
            _subscriptions.Add(subscription);
        return subscription;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var stage in Stages(_ => true).OrderBy(each => each.Key))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.WhenAll(stage.Select(each => each.StartAsync(cancellationToken)));
            HighestCompletedStage = stage.Key;
        }
    }

    /// <summary>Stops every stage, also after one failed, and then throws what failed first.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        foreach (var stage in Stages(each => each.Started).OrderByDescending(each => each.Key))
        {
            try
            {
                await Task.WhenAll(stage.Select(each => each.StopAsync(cancellationToken)));
            }
            catch (Exception exception)
            {
                failures.Add(exception);
            }

            LowestStoppedStage = stage.Key;
        }

        if (failures.Count > 0)
            throw new AggregateException(failures);
    }

    private ILookup<int, Subscription> Stages(Func<Subscription, bool> which)
    {
        lock (_subscriptions)
            return _subscriptions.Where(which).ToLookup(each => each.Stage);
    }

    private sealed class Subscription(LifecycleSubject subject, int stage, ILifecycleObserver observer) : IDisposable
    {
        public int Stage => stage;

        public bool Started { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Started = true;
            return observer.OnStart(cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => observer.OnStop(cancellationToken);

        public void Dispose()
        {
            lock (subject._subscriptions)
                subject._subscriptions.Remove(this);
        }
    }
}
