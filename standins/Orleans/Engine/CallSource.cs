using Orleans;
using Orleans.Runtime;

namespace AccountTwins.StandIns.Engine;

/// <summary>Where calls come from: the silo itself, or a client with its own timeout and outgoing filters.</summary>
internal sealed class CallSource(GrainEngine engine, TimeSpan responseTimeout, IOutgoingGrainCallFilter[] filters)
{
    public GrainEngine Engine => engine;

    /// <summary>A call made in a grain's turn is the silo's, whoever made the reference.</summary>
    public static CallSource Here(CallSource own) => RuntimeContext.Current is Activation activation ? activation.Engine.Source : own;

    public Task<T> Send<T>(GrainReference target, GrainMethod method, object?[] arguments)
    {
        method.CopyArguments(arguments);
        var callerToken = method.CancellationIndex >= 0 ? (CancellationToken)arguments[method.CancellationIndex]! : default;
        callerToken.ThrowIfCancellationRequested();
        var timeout = method.Timeout ?? responseTimeout;
        var call = new Call<T>((GrainMethod<T>)method, arguments)
        {
            Target = target,
            Source = RuntimeContext.Current,
            Context = filters.Length == 0 ? RequestContext.Current : null,
            IsAlwaysInterleave = method.IsAlwaysInterleave,
            IsReadOnly = method.IsReadOnly,
            TimeoutSpan = timeout,
            Deadline = timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : Environment.TickCount64 + (long)timeout.TotalMilliseconds,
        };
        return filters.Length == 0 ? Dispatch(call, callerToken) : Filtered(call, callerToken);
    }

    private Task<T> Dispatch<T>(Call<T> call, CancellationToken callerToken)
    {
        if (callerToken.CanBeCanceled)
            call.LinkCancellation(callerToken);
        if (call.Method!.IsOneWay)
        {
            engine.Dispatch(call);
            return Task.FromResult(default(T)!);
        }

        engine.Pending.Add(call);
        engine.Dispatch(call);
        return call.Answer;
    }

    // The request context is taken after the filters ran: they may add to it.
    private async Task<T> Filtered<T>(Call<T> draft, CancellationToken callerToken)
    {
        var result = await FilterChain.RunOutgoing(filters, draft, async () =>
        {
            var call = new Call<T>((GrainMethod<T>)draft.Method!, draft.Arguments)
            {
                Target = draft.Target,
                Source = draft.Source,
                Context = RequestContext.Current,
                IsAlwaysInterleave = draft.IsAlwaysInterleave,
                IsReadOnly = draft.IsReadOnly,
                TimeoutSpan = draft.TimeoutSpan,
                Deadline = draft.Deadline,
            };
            return await Dispatch(call, callerToken);
        });
        return (T)result!;
    }
}
