using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace AccountTwins.StandIns.Engine;

/// <summary>
/// Coming and going. Calls wait while the grain activates and go to the next activation while it deactivates.
/// A failed activation fails the calls that waited for it; the call after them tries again.
/// </summary>
internal sealed partial class Activation : IKeyedServiceProvider
{
    /// <summary>Activates for a call, which waits here already when that begins: an activation that fails at once fails the call it was made for.</summary>
    public void BeginActivation(Call first)
    {
        Receive(first);
        var context = first.Context;
        Post(activation => _ = activation.ActivateAsync(context));
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (this)
        {
            if (_state is State.Deactivating or State.Invalid || Rare().DeactivationAsked)
                return;
            _extras!.Reason = deactivationReason;
            _extras.DeactivationAsked = true;
            if (_state == State.Creating)
                return;
            _state = State.Deactivating;
            if (_running == 0)
                Post(static activation => _ = activation.FinishDeactivationAsync());
        }
    }

    public object? GetService(Type serviceType) => serviceType == typeof(IGrainContext) ? this
        : Services(Engine.Lifetimes.NeedsScope(serviceType)).GetService(serviceType);

    public object? GetKeyedService(Type serviceType, object? serviceKey) => Services(true).GetKeyedService(serviceType, serviceKey);

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => Services(true).GetRequiredKeyedService(serviceType, serviceKey);

    // A scope costs memory, so an activation has one only if it asked for something that is not a singleton.
    private IServiceProvider Services(bool scoped) =>
        scoped ? (Rare().Scope ??= Engine.Services.CreateAsyncScope()).ServiceProvider : _extras?.Scope?.ServiceProvider ?? Engine.Services;

    private async Task ActivateAsync(Dictionary<string, object>? context)
    {
        using var timeout = new CancellationTokenSource(Engine.Collection.ActivationTimeout);
        Exception? failure = null;
        try
        {
            if (context is not null)
                RequestContext.Current = context;
            GrainInstance = _class.Create(this);
            if (_extras is not null)
                await _extras.Lifecycle.StartAsync(timeout.Token).WaitAsync(timeout.Token);
            if (GrainInstance is IGrainBase grain && grain.OnActivateAsync(timeout.Token) is { IsCompletedSuccessfully: false } activating)
                await activating.WaitAsync(timeout.Token);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        if (failure is null)
            BecomeValid();
        else
            await FailActivationAsync(failure);
    }

    private void BecomeValid()
    {
        lock (this)
        {
            _lastUsed = Engine.Clock.GetTimestamp();
            _state = State.Valid;
            if (_extras is not { DeactivationAsked: true })
            {
                StartWaiting();
                return;
            }

            _state = State.Deactivating;
        }

        Post(static activation => _ = activation.FinishDeactivationAsync());
    }

    private async Task FailActivationAsync(Exception failure)
    {
        Engine.LogActivationFailed(failure, GrainId);
        await ReleaseAsync();
        foreach (var call in BecomeInvalid())
        {
            Engine.Pending.Remove(call);
            call.Fail(failure);
        }
    }

    private async Task FinishDeactivationAsync()
    {
        using var timeout = new CancellationTokenSource(Engine.Collection.DeactivationTimeout);
        try
        {
            foreach (var timer in _extras!.Timers?.ToArray() ?? [])
                timer.Dispose();
            if (GrainInstance is IGrainBase grain)
                await grain.OnDeactivateAsync(_extras.Reason, timeout.Token).WaitAsync(timeout.Token);
        }
        catch (Exception exception)
        {
            // The grain is going whatever it says.
            Engine.LogDeactivationFailed(exception, GrainId);
        }

        await ReleaseAsync();
        foreach (var call in BecomeInvalid())
            Forward(call);
    }

    private async Task ReleaseAsync()
    {
        try
        {
            if (_extras is not null)
                await _extras.Lifecycle.StopAsync(CancellationToken.None);
            if (GrainInstance is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else
                (GrainInstance as IDisposable)?.Dispose();
            if (_extras?.Scope is { } scope)
                await scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            Engine.LogDeactivationFailed(exception, GrainId);
        }
    }

    /// <summary>From here on the grain's next call makes a new activation. Returns the calls that waited.</summary>
    private List<Call> BecomeInvalid()
    {
        List<Call> waiting;
        lock (this)
        {
            Engine.Forget(this);
            _state = State.Invalid;
            waiting = _waiting ?? [];
            _waiting = null;
        }

        Rare().Deactivated.TrySetResult();
        return waiting;
    }
}
