using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace AccountTwins.StandIns.Engine;

/// <summary>
/// One live grain: its turns, its waiting calls and its life. It is its own task scheduler, so that an await inside the grain comes back into the grain's turn.
/// An idle one holds no thread, timer or collection. The lock guards every field; grain code never runs under it.
/// </summary>
internal sealed partial class Activation : TaskScheduler, IGrainContext, ICallTarget
{
    private readonly GrainClass _class;
    private List<Call>? _waiting;
    private Call? _askedBlocking;
    private bool _isBlocked;
    private bool _isBlockingReadOnly;
    private Extras? _extras;
    private State _state;
    private int _running;
    private long _lastUsed;

    public Activation(GrainEngine engine, GrainClass grainClass, GrainId grainId)
    {
        Engine = engine;
        _class = grainClass;
        GrainId = grainId;
        _lastUsed = engine.Clock.GetTimestamp();
    }

    private enum State : byte
    {
        Creating,
        Valid,
        Deactivating,
        Invalid,
    }

    public GrainEngine Engine { get; }

    public GrainClass Class => _class;

    public GrainId GrainId { get; }

    public object? GrainInstance { get; private set; }

    public GrainReference GrainReference => GrainInterface.For(_class.PrimaryInterface).CreateReference(Engine.Source, GrainId);

    public ActivationId ActivationId => Rare().ActivationId;

    public IServiceProvider ActivationServices => this;

    public IGrainLifecycle ObservableLifecycle => Rare().Lifecycle;

    public Task Deactivated => Rare().Deactivated.Task;

    /// <summary>Calls running and waiting; a pool of workers sends the next call where there are fewest.</summary>
    public int Load
    {
        get
        {
            lock (this)
                return _state == State.Valid ? _running + (_waiting?.Count ?? 0) : 1;
        }
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => $"[Activation: {GrainId}{ActivationId} State={_state}]";

    public void Receive(Call call)
    {
        lock (this)
        {
            if (_state != State.Invalid)
            {
                if (_state == State.Valid && MayRun(call))
                    Start(call);
                else
                    (_waiting ??= []).Add(call);
                return;
            }
        }

        Forward(call);
    }

    /// <summary>The call's turn is over: the next ones may start, or a deactivation that waited for it.</summary>
    public void OnCompleted(Call call)
    {
        lock (this)
        {
            _running--;
            if (call.IsBlocking)
                (_isBlocked, _askedBlocking, call.IsBlocking) = (false, null, false);
            if (call.KeepsAlive)
                _lastUsed = Engine.Clock.GetTimestamp();
            if (_state == State.Valid)
                StartWaiting();
            else if (_state == State.Deactivating && _running == 0)
                Post(static activation => _ = activation.FinishDeactivationAsync());
        }
    }

    public void OnFailedCall(Call call, Exception exception)
    {
        if (exception is Orleans.Storage.InconsistentStateException { IsSourceActivation: true } inconsistent)
        {
            // What the grain believes is no longer what is stored. Marked, so that it does not deactivate the callers it passes through.
            inconsistent.IsSourceActivation = false;
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, exception, exception.Message));
        }

        if (call.Method!.IsOneWay)
            Engine.LogOneWayFailed(exception, GrainId);
    }

    public bool IsIdleFor(TimeSpan age)
    {
        lock (this)
        {
            return _state == State.Valid && _running == 0 && _waiting is null or { Count: 0 } && Engine.Clock.GetElapsedTime(_lastUsed) >= age
                && (_extras is null || _extras.KeepAliveUntil <= Engine.Clock.GetUtcNow());
        }
    }

    public bool IsIdlePastItsLimit() => _class.CollectionAge is { } age && IsIdleFor(age);

    public void DelayDeactivation(TimeSpan timeSpan)
    {
        var now = Engine.Clock.GetUtcNow();
        Rare().KeepAliveUntil = timeSpan < TimeSpan.Zero && timeSpan != Timeout.InfiniteTimeSpan ? now
            : timeSpan == Timeout.InfiniteTimeSpan || timeSpan > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue : now + timeSpan;
    }

    public void EnterReentrantSection(Guid id)
    {
        lock (this)
        {
            var sections = Rare().Sections ??= [];
            sections[id] = sections.GetValueOrDefault(id) + 1;
        }
    }

    public void LeaveReentrantSection(Guid id)
    {
        lock (this)
        {
            if (Rare().Sections is { } sections && --sections[id] == 0)
                sections.Remove(id);
        }
    }

    public IGrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options, Engine.Clock);
        lock (this)
            (Rare().Timers ??= []).Add(timer);
        return timer;
    }

    public void OnTimerDisposed(GrainTimer timer)
    {
        lock (this)
            _extras?.Timers?.Remove(timer);
    }

    // The rules of Orleans, also where they are lax: while a read-only call runs beside the first one and the first one ends, nothing blocks any more.
    private bool MayRun(Call call) =>
        _running == 0
        || call.IsAlwaysInterleave
        || !_isBlocked
        || (_isBlockingReadOnly && call.IsReadOnly)
        || (_extras?.Sections is { Count: > 0 } sections && sections.ContainsKey(RequestContext.ReentrancyOf(call.Context)))
        || _class.MayInterleave(GrainInstance!, call)
        || (_askedBlocking is { } blocking && _class.MayInterleave(GrainInstance!, blocking));

    private void Start(Call call)
    {
        _running++;
        if (!_isBlocked && !call.IsAlwaysInterleave)
        {
            (_isBlocked, _isBlockingReadOnly, call.IsBlocking) = (true, call.IsReadOnly, true);
            // Held only where it is asked about: an old object that points to a young one costs a collection more than the call.
            if (_class.AsksAboutCalls)
                _askedBlocking = call;
        }

        Enqueue(call);
    }

    private void StartWaiting()
    {
        for (var i = 0; i < _waiting?.Count;)
        {
            var call = _waiting[i];
            if (call.IsAnswered)
            {
                _waiting.RemoveAt(i);
            }
            else if (MayRun(call))
            {
                _waiting.RemoveAt(i);
                Start(call);
            }
            else
            {
                i++;
            }
        }

        if (_waiting is { Count: 0 })
            _waiting = null;
    }

    private void Forward(Call call)
    {
        if (call.IsLocalOnly)
            return;
        if (++call.Forwards > Call.ForwardsMax)
            call.Fail(new OrleansMessageRejectionException($"Forwarding failed: {GrainId} deactivated {call.Forwards} times in a row before it took the call."));
        else
            Engine.Dispatch(call);
    }

    private Extras Rare()
    {
        if (_extras is { } extras)
            return extras;
        Interlocked.CompareExchange(ref _extras, new Extras(), null);
        return _extras;
    }

    /// <summary>What few activations have, or only while they come and go.</summary>
    private sealed class Extras
    {
        public ActivationId ActivationId { get; } = ActivationId.NewId();

        public LifecycleSubject Lifecycle { get; } = new();

        public TaskCompletionSource Deactivated { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public DateTimeOffset KeepAliveUntil { get; set; }

        public Dictionary<Guid, int>? Sections { get; set; }

        public List<GrainTimer>? Timers { get; set; }

        public AsyncServiceScope? Scope { get; set; }

        public DeactivationReason Reason { get; set; }

        public bool DeactivationAsked { get; set; }
    }
}
