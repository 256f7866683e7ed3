using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace AccountTwins.Tests.Conformance;

[GenerateSerializer]
public sealed class Tally
{
    [Id(0)]
    public int Count { get; set; }

    [Id(1)]
    public List<string> Names { get; set; } = [];
}

public interface IStateGrain : IGrainWithStringKey
{
    [AlwaysInterleave]
    Task<(int Count, bool Exists, string? Etag, int Activation)> Look();

    Task Write(int count);

    /// <summary>Changes the state after the write was asked for and before it is awaited.</summary>
    Task WriteAndChangeAfterwards(int count, int afterwards);

    Task Clear();

    Task Reread();

    Task<bool> FailsOutsideItsTurn();
}

public class StateGrain([PersistentState("tally", "memory")] IPersistentState<Tally> state) : Grain, IStateGrain
{
    private int _activation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Gate.Log(this.GetPrimaryKeyString()).Add($"found {state.State.Count}");
        _activation = Gate.Log(this.GetPrimaryKeyString()).Entries.Length;
        return Task.CompletedTask;
    }

    public Task<(int Count, bool Exists, string? Etag, int Activation)> Look() => Task.FromResult((state.State.Count, state.RecordExists, state.Etag, _activation));

    public Task Write(int count)
    {
        state.State.Count = count;
        return state.WriteStateAsync();
    }

    public async Task WriteAndChangeAfterwards(int count, int afterwards)
    {
        state.State.Count = count;
        var write = state.WriteStateAsync();
        state.State.Count = afterwards;
        await write;
    }

    public Task Clear() => state.ClearStateAsync();

    public Task Reread() => state.ReadStateAsync();

    public Task<bool> FailsOutsideItsTurn() => Task.Run(async () =>
    {
        try
        {
            await state.WriteStateAsync();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    });
}
