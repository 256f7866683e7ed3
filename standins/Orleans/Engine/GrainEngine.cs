using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace AccountTwins.StandIns.Engine;

/// <summary>Something a call can be handed to: an activation, or a pool of them.</summary>
internal interface ICallTarget
{
    void Receive(Call call);
}

/// <summary>The single silo of this process: it knows every activation and finds or makes the one a call is for.</summary>
internal sealed partial class GrainEngine : IGrainRuntime, IGrainContextAccessor, IDisposable
{
    private readonly ConcurrentDictionary<GrainId, ICallTarget> _targets = new();
    private readonly GrainClasses _classes;
    private readonly ILogger _logger;
    private volatile bool _stopped = true;

    public GrainEngine(
        IServiceProvider services, ServiceLifetimes lifetimes, ILocalSiloDetails silo, ILogger<GrainEngine> logger, IOptions<GrainCollectionOptions> collection,
        IOptions<SiloMessagingOptions> messaging, IEnumerable<IIncomingGrainCallFilter> incomingFilters, IEnumerable<IOutgoingGrainCallFilter> outgoingFilters)
    {
        Services = services;
        Lifetimes = lifetimes;
        SiloAddress = silo.SiloAddress;
        SiloIdentity = silo.SiloAddress.ToString();
        Clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        Collection = collection.Value;
        IncomingFilters = [.. incomingFilters];
        Source = new CallSource(this, messaging.Value.ResponseTimeout, [.. outgoingFilters]);
        GrainFactory = new GrainFactory(Source);
        _logger = logger;
        _classes = new GrainClasses(Collection);
    }

    public IServiceProvider Services { get; }

    public IServiceProvider ServiceProvider => Services;

    public ServiceLifetimes Lifetimes { get; }

    public TimeProvider Clock { get; }

    public TimeProvider TimeProvider => Clock;

    public GrainCollectionOptions Collection { get; }

    public IIncomingGrainCallFilter[] IncomingFilters { get; }

    public bool HasIncomingFilters => IncomingFilters.Length > 0;

    public CallSource Source { get; }

    public IGrainFactory GrainFactory { get; }

    public PendingCalls Pending { get; } = new();

    public SiloAddress SiloAddress { get; }

    public string SiloIdentity { get; }

    public IGrainContext GrainContext => RuntimeContext.Current!;

    public IEnumerable<Activation> Activations => _targets.Values.SelectMany(each => each is Activation one ? [one] : ((WorkerPool)each).Workers);

    public GrainClass ClassImplementing(Type grainInterface, string? prefix) => _classes.Implementing(grainInterface, prefix);

    public void Start()
    {
        _classes.Check();
        _stopped = false;
    }

    public void Dispatch(Call call)
    {
        if (_stopped)
        {
            Pending.Remove(call);
            call.Fail(new SiloUnavailableException($"Silo {SiloIdentity} is not running."));
            return;
        }

        var id = call.Target!.GrainId;
        if (_targets.TryGetValue(id, out var target))
            target.Receive(call);
        else
            DispatchToNew(id, call);
    }

    public void Forget(Activation activation)
    {
        if (_targets.TryGetValue(activation.GrainId, out var target) && target is WorkerPool pool)
            pool.Forget(activation);
        else
            _targets.TryRemove(new KeyValuePair<GrainId, ICallTarget>(activation.GrainId, activation));
    }

    public bool TryFind(GrainId id, out Activation activation)
    {
        activation = (_targets.TryGetValue(id, out var target) ? target as Activation : null)!;
        return activation is not null;
    }

    /// <summary>Deactivates every activation that is due, and waits until they are gone.</summary>
    public Task DeactivateAsync(Func<Activation, bool> which, DeactivationReason reason)
    {
        var due = Activations.Where(which).ToArray();
        foreach (var activation in due)
            activation.Deactivate(reason);
        return Task.WhenAll(due.Select(each => each.Deactivated));
    }

    /// <summary>Lets the grains finish within the deactivation timeout; whoever still waits for an answer then gets none.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "This process is terminating.");
            await DeactivateAsync(_ => true, reason).WaitAsync(Collection.DeactivationTimeout, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            LogStoppedEarly(_targets.Count);
        }

        _stopped = true;
        Pending.FailAll(() => new SiloUnavailableException($"Silo {SiloIdentity} is shutting down."));
    }

    public void Dispose() => Pending.Dispose();

    [LoggerMessage(101, LogLevel.Warning, "A timer callback of {GrainId} failed")]
    public partial void LogTimerFailed(Exception exception, GrainId grainId);

    [LoggerMessage(102, LogLevel.Warning, "A one-way call to {GrainId} failed")]
    public partial void LogOneWayFailed(Exception exception, GrainId grainId);

    [LoggerMessage(103, LogLevel.Error, "{GrainId} could not be activated")]
    public partial void LogActivationFailed(Exception exception, GrainId grainId);

    [LoggerMessage(104, LogLevel.Error, "{GrainId} failed while it deactivated")]
    public partial void LogDeactivationFailed(Exception exception, GrainId grainId);

    [LoggerMessage(105, LogLevel.Warning, "Stopped with {Count} grains still active")]
    private partial void LogStoppedEarly(int count);

    private void DispatchToNew(GrainId id, Call call)
    {
        var known = _classes[id.Type];
        if (known.WorkersMax > 0)
        {
            _targets.GetOrAdd(id, static (key, state) => new WorkerPool(state.Engine, state.Known, key), (Engine: this, Known: known)).Receive(call);
            return;
        }

        var made = new Activation(this, known, id);
        var kept = _targets.GetOrAdd(id, made);
        if (ReferenceEquals(made, kept))
            made.BeginActivation(call);
        else
            kept.Receive(call);
    }
}
