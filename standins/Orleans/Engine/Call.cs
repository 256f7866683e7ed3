using System.Reflection;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace AccountTwins.StandIns.Engine;

/// <summary>One call on its way to an activation. The caller's task ends with the result, the failure, the timeout or the cancellation, whichever is first.</summary>
internal abstract class Call : IInvokable
{
    public const int ForwardsMax = 10;

    protected Call(GrainMethod? method, object?[] arguments)
    {
        Method = method;
        Arguments = arguments;
    }

    public GrainMethod? Method { get; }

    public object?[] Arguments { get; }

    public GrainReference? Target { get; init; }

    public IGrainContext? Source { get; init; }

    public Dictionary<string, object>? Context { get; init; }

    public bool IsAlwaysInterleave { get; init; }

    public bool IsReadOnly { get; init; }

    /// <summary>Whether the call counts as use of the activation. Timers count only if they ask for it.</summary>
    public bool KeepsAlive { get; init; } = true;

    /// <summary>A call for this very activation; it is dropped rather than passed on to the next one.</summary>
    public bool IsLocalOnly { get; init; }

    public long Deadline { get; init; } = long.MaxValue;

    public TimeSpan TimeoutSpan { get; init; }

    public int Forwards { get; set; }

    /// <summary>Others wait for its end, unless they may interleave; the activation's to set.</summary>
    public bool IsBlocking { get; set; }

    /// <summary>Links of the list of calls that wait for an answer.</summary>
    public Call? Previous { get; set; }

    public Call? Next { get; set; }

    public int Shard { get; set; } = -1;

    public abstract bool IsAnswered { get; }

    public abstract void Fail(Exception exception);

    /// <summary>Starts the call in the activation's turn; ends by calling <see cref="Activation.OnCompleted"/>.</summary>
    public abstract void Run(Activation activation);

    public abstract ValueTask<object?> InvokeBoxed(object grain);

    public int GetArgumentCount() => Arguments.Length;

    public object? GetArgument(int index) => Arguments[index];

    public void SetArgument(int index, object value) => Arguments[index] = value;

    public string GetMethodName() => Method!.Info.Name;

    public string GetInterfaceName() => GetInterfaceType().FullName!;

    public MethodInfo GetMethod() => Method!.Info;

    public Type GetInterfaceType() => Method!.Info.DeclaringType!;

    public void Dispose()
    {
    }
}

internal sealed class Call<T>(GrainMethod<T> method, object?[] arguments) : Call(method, arguments)
{
    // The caller must not go on inside the callee's turn.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _cancellation;
    private Activation? _runningOn;

    public Task<T> Answer => _answer.Task;

    public override bool IsAnswered => _answer.Task.IsCompleted;

    public override void Fail(Exception exception)
    {
        if (exception is OperationCanceledException)
            _answer.TrySetFromTask(Cancelled(exception));
        else
            _answer.TrySetException(exception);
    }

    /// <summary>The callee gets a token of its own, which is cancelled in its own turn.</summary>
    public void LinkCancellation(CancellationToken callerToken)
    {
        _cancellation = new CancellationTokenSource();
        Arguments[Method!.CancellationIndex] = _cancellation.Token;
        var registration = callerToken.UnsafeRegister(static (state, token) => ((Call<T>)state!).Cancel(token), this);
        _answer.Task.ContinueWith((_, _) => registration.Dispose(), null, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public override void Run(Activation activation)
    {
        // Answered before its turn came (timed out, cancelled): nobody would hear the result.
        if (IsAnswered)
            activation.OnCompleted(this);
        else
            _ = RunAsync(activation);
    }

    public override async ValueTask<object?> InvokeBoxed(object grain) => await method.Invoke(grain, Arguments);

    private static async Task<T> Cancelled(Exception exception)
    {
        await Task.CompletedTask;
        throw exception;
    }

    private async Task RunAsync(Activation activation)
    {
        T result = default!;
        Exception? failure = null;
        try
        {
            _runningOn = activation;
            if (Context is not null)
                RequestContext.Current = Context;
            result = activation.Engine.HasIncomingFilters || activation.GrainInstance is IIncomingGrainCallFilter
                ? (T)(await FilterChain.RunIncoming(activation, this))!
                : await method.Invoke(activation.GrainInstance!, Arguments);
            result = method.CopyResult(result);
        }
        catch (Exception exception)
        {
            failure = exception;
            activation.OnFailedCall(this, exception);
        }

        activation.OnCompleted(this);
        if (failure is null)
            _answer.TrySetResult(result);
        else
            Fail(failure);
        activation.Engine.Pending.Remove(this);
    }

    private void Cancel(CancellationToken callerToken)
    {
        _answer.TrySetCanceled(callerToken);
        if (_runningOn is { } activation)
            activation.Post(_cancellation!.Cancel);
        else
            _cancellation!.Cancel();
    }
}
