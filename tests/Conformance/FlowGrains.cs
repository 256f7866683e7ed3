using Orleans;
using Orleans.Runtime;

namespace AccountTwins.Tests.Conformance;

/// <summary>What travels with a call.</summary>
public interface IFlowGrain : IGrainWithStringKey
{
    Task<string> Echo(string text);

    Task<string?> ContextOf(string key);

    Task<string?> ContextOfNext(string key, string next);

    Task SetContext(string key, string value);

    Task<string?> AsyncLocalValue();

    Task Throw(string message);

    Task WaitForCancellation(string gate, CancellationToken cancellationToken);

    Task<IFlowGrain> Self();

    Task<string> EchoThrough(IFlowGrain other, string text);
}

public class FlowGrain : Grain, IFlowGrain, IIncomingGrainCallFilter
{
    public static readonly AsyncLocal<string?> Ambient = new();

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (RequestContext.Get("log") is string log)
            Gate.Log(log).Add("own filter");
        await context.Invoke();
    }

    public Task<string> Echo(string text) => Task.FromResult(text);

    public Task<string?> ContextOf(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public async Task<string?> ContextOfNext(string key, string next)
    {
        await Task.Yield();
        return await GrainFactory.GetGrain<IFlowGrain>(next).ContextOf(key);
    }

    public Task SetContext(string key, string value)
    {
        RequestContext.Set(key, value);
        return Task.CompletedTask;
    }

    public Task<string?> AsyncLocalValue() => Task.FromResult(Ambient.Value);

    public Task Throw(string message) => throw new InvalidDataException(message);

    public async Task WaitForCancellation(string gate, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(cancelled.SetResult))
        {
            Gate.Open($"{gate}:in");
            await cancelled.Task;
        }

        Gate.Open($"{gate}:cancelled");
        cancellationToken.ThrowIfCancellationRequested();
    }

    public Task<IFlowGrain> Self() => Task.FromResult(this.AsReference<IFlowGrain>());

    public Task<string> EchoThrough(IFlowGrain other, string text) => other.Echo(text);
}

public interface INumberGrain : IGrainWithIntegerKey
{
    Task<long> Key();
}

[GrainType("conformance-number")]
public class NumberGrain : Grain, INumberGrain
{
    public Task<long> Key() => Task.FromResult(this.GetPrimaryKeyLong());
}

public interface IGuidKeyGrain : IGrainWithGuidKey
{
    Task<Guid> Key();
}

public class GuidKeyGrain : Grain, IGuidKeyGrain
{
    public Task<Guid> Key() => Task.FromResult(this.GetPrimaryKey());
}
