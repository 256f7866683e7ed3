using Orleans.Runtime;

namespace AccountTwins.StandIns.Engine;

/// <summary>A timer of one activation. A tick is a turn like any other; the next one is due a period after this one ended.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _stopped = new();
    private readonly ITimer _timer;
    private (TimeSpan Due, TimeSpan Period) _schedule;
    private bool _firing;
    private bool _changed;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options, TimeProvider clock)
    {
        Validate(options.DueTime, options.Period);
        _activation = activation;
        _callback = callback;
        _options = options;
        _schedule = (options.DueTime, options.Period);
        _timer = WithoutContext(() => clock.CreateTimer(static state => ((GrainTimer)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        _timer.Change(options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, period);
        _changed = true;
        _schedule = (dueTime, period);
        if (!_firing)
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _stopped.Cancel();
        _timer.Dispose();
        _activation.OnTimerDisposed(this);
    }

    private static void Validate(TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((long)dueTime.TotalMilliseconds, -1, nameof(dueTime));
        ArgumentOutOfRangeException.ThrowIfLessThan((long)period.TotalMilliseconds, -1, nameof(period));
    }

    // A timer must not carry the request context of the call that made it.
    private static T WithoutContext<T>(Func<T> make)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return make();
        using (ExecutionContext.SuppressFlow())
            return make();
    }

    private void Fire()
    {
        _firing = true;
        _activation.Receive(new Tick(this) { IsAlwaysInterleave = _options.Interleave, KeepsAlive = _options.KeepAlive, IsLocalOnly = true });
    }

    private async Task TickAsync()
    {
        _changed = false;
        try
        {
            if (!_stopped.IsCancellationRequested)
                await _callback(_stopped.Token);
        }
        catch (Exception exception)
        {
            _activation.Engine.LogTimerFailed(exception, _activation.GrainId);
        }
        finally
        {
            _firing = false;
            if (!_stopped.IsCancellationRequested)
                _timer.Change(_changed ? _schedule.Due : _schedule.Period, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class Tick(GrainTimer timer) : Call(null, [])
    {
        public override bool IsAnswered => false;

        public override void Fail(Exception exception)
        {
        }

        public override void Run(Activation activation) => _ = RunAsync(activation);

        public override ValueTask<object?> InvokeBoxed(object grain) => throw new NotSupportedException("A timer tick is not a call.");

        private async Task RunAsync(Activation activation)
        {
            await timer.TickAsync();
            activation.OnCompleted(this);
        }
    }
}
