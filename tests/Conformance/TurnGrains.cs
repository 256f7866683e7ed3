using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace AccountTwins.Tests.Conformance;

/// <summary>Calls that announce themselves at the gate "name:in" and wait there for "name:go".</summary>
public interface ITurnGrain : IGrainWithStringKey
{
    Task Hold(string gate);

    [AlwaysInterleave]
    Task HoldInterleaved(string gate);

    [ReadOnly]
    Task HoldReading(string gate);

    [ResponseTimeout("00:00:01")]
    Task HoldForASecond(string gate);

    Task Append(string entry);

    [AlwaysInterleave]
    Task<string[]> Read();

    Task<bool> ComesBackAfterAwait();

    Task<bool> LeavesByConfigureAwaitFalse();

    Task<bool> LeavesByTaskRun();

    Task<bool> StaysByStartNew();

    ValueTask<int> Add(int left, int right);

    ValueTask Nothing();

    [OneWay]
    Task HoldOneWay(string gate);
}

public class TurnGrain : Grain, ITurnGrain
{
    private readonly List<string> _entries = [];

    public Task Hold(string gate) => Pass(gate);

    public Task HoldInterleaved(string gate) => Pass(gate);

    public Task HoldReading(string gate) => Pass(gate);

    public Task HoldForASecond(string gate) => Pass(gate);

    public async Task HoldOneWay(string gate)
    {
        await Pass(gate);
        throw new InvalidOperationException("nobody hears this");
    }

    public Task Append(string entry)
    {
        _entries.Add(entry);
        return Task.CompletedTask;
    }

    public Task<string[]> Read() => Task.FromResult(_entries.ToArray());

    public async Task<bool> ComesBackAfterAwait()
    {
        var before = TaskScheduler.Current;
        await Task.Run(() => { });
        return before != TaskScheduler.Default && TaskScheduler.Current == before;
    }

    public async Task<bool> LeavesByConfigureAwaitFalse()
    {
        // What the analyzer of the real package forbids is what this test is about.
#pragma warning disable ORLEANS0014
        await Task.Delay(1).ConfigureAwait(false);
#pragma warning restore ORLEANS0014
        return TaskScheduler.Current == TaskScheduler.Default;
    }

    public Task<bool> LeavesByTaskRun() => Task.Run(() => TaskScheduler.Current == TaskScheduler.Default);

    public Task<bool> StaysByStartNew()
    {
        var own = TaskScheduler.Current;
        return Task.Factory.StartNew(() => TaskScheduler.Current == own && own != TaskScheduler.Default);
    }

    public ValueTask<int> Add(int left, int right) => new(left + right);

    public ValueTask Nothing() => default;

    private async Task Pass(string gate)
    {
        _entries.Add($"{gate} in");
        Gate.Open($"{gate}:in");
        await Gate.Passed($"{gate}:go");
        _entries.Add($"{gate} out");
    }
}

public interface IReentrantGrain : IGrainWithStringKey
{
    Task Hold(string gate);
}

[Reentrant]
public class ReentrantGrain : Grain, IReentrantGrain
{
    public async Task Hold(string gate)
    {
        Gate.Open($"{gate}:in");
        await Gate.Passed($"{gate}:go");
    }
}

public interface IPredicateGrain : IGrainWithStringKey
{
    Task Hold(string gate);
}

[MayInterleave(nameof(IsUrgent))]
public class PredicateGrain : Grain, IPredicateGrain
{
    public static bool IsUrgent(IInvokable request) => request.GetArgument(0) is string gate && gate.StartsWith("urgent", StringComparison.Ordinal);

    public async Task Hold(string gate)
    {
        Gate.Open($"{gate}:in");
        await Gate.Passed($"{gate}:go");
    }
}

public interface IWorkerGrain : IGrainWithIntegerKey
{
    Task Hold(string gate);
}

[StatelessWorker(2)]
public class WorkerGrain : Grain, IWorkerGrain
{
    public async Task Hold(string gate)
    {
        Gate.Open($"{gate}:in");
        await Gate.Passed($"{gate}:go");
    }
}

public interface ICycleGrain : IGrainWithStringKey
{
    /// <summary>Calls the other grain, which calls back.</summary>
    Task<string> Ask(string other, bool allowReentrancy);

    Task<string> AskBack(string origin);

    [ResponseTimeout("00:00:01")]
    Task<string> Answer();
}

public class CycleGrain : Grain, ICycleGrain
{
    public async Task<string> Ask(string other, bool allowReentrancy)
    {
        if (!allowReentrancy)
            return await GrainFactory.GetGrain<ICycleGrain>(other).AskBack(this.GetPrimaryKeyString());
        using (RequestContext.AllowCallChainReentrancy())
            return await GrainFactory.GetGrain<ICycleGrain>(other).AskBack(this.GetPrimaryKeyString());
    }

    public Task<string> AskBack(string origin) => GrainFactory.GetGrain<ICycleGrain>(origin).Answer();

    public Task<string> Answer() => Task.FromResult("answered");
}
