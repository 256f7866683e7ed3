using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Storage;

namespace AccountTwins.Tests.Conformance;

/// <summary>Stored state, its ETag, and what happens when somebody else wrote.</summary>
public sealed class StateTests(ConformanceCluster cluster) : ConformanceTests(cluster)
{
    [Fact]
    public async Task State_is_there_again_after_a_deactivation()
    {
        var grain = State(out var key);
        var before = await Soon(grain.Look());
        Assert.Equal((0, false), (before.Count, before.Exists));
        await Soon(grain.Write(5));
        await Soon(Cluster.Cluster.DeactivateAsync(grain));

        var after = await Soon(grain.Look());

        Assert.Equal((5, true, 2), (after.Count, after.Exists, after.Activation));
        Assert.Equal(["found 0", "found 5"], Gate.Log(key).Entries);
    }

    [Fact]
    public async Task A_write_takes_the_state_as_it_is_when_the_turn_yields()
    {
        var grain = State(out _);
        await Soon(grain.WriteAndChangeAfterwards(1, 2));
        await Soon(grain.Reread());
        Assert.Equal(2, (await Soon(grain.Look())).Count);
    }

    [Fact]
    public async Task A_cleared_state_is_empty_and_can_be_written_again()
    {
        var grain = State(out _);
        await Soon(grain.Write(5));
        await Soon(grain.Clear());
        var cleared = await Soon(grain.Look());
        Assert.Equal((0, false), (cleared.Count, cleared.Exists));
        await Soon(grain.Write(6));
        Assert.True((await Soon(grain.Look())).Exists);
    }

    [Fact]
    public async Task A_write_over_somebody_elses_fails_and_deactivates_the_grain()
    {
        var grain = State(out _);
        await Soon(grain.Write(1));
        await WriteElsewhere(grain, 7);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Soon(grain.Write(2)));

        var after = await Soon(grain.Look());
        Assert.Equal((7, 2), (after.Count, after.Activation));
        await Soon(grain.Write(8));
    }

    [Fact]
    public async Task State_is_refused_outside_the_grains_turn() => Assert.True(await Soon(State(out _).FailsOutsideItsTurn()));

    private async Task WriteElsewhere(IStateGrain grain, int count)
    {
        var storage = Cluster.Silo.GetRequiredKeyedService<IGrainStorage>("memory");
        var state = new GrainState<Tally>(new Tally());
        await storage.ReadStateAsync("tally", grain.GetGrainId(), state);
        state.State!.Count = count;
        await storage.WriteStateAsync("tally", grain.GetGrainId(), state);
    }

    private IStateGrain State(out string key)
    {
        key = NewKey();
        return Client.GetGrain<IStateGrain>(key);
    }
}
