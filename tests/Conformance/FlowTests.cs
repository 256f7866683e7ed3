using Orleans;
using Orleans.Runtime;

namespace AccountTwins.Tests.Conformance;

/// <summary>Contexts, filters, failures, cancellation and references across calls.</summary>
public sealed class FlowTests(ConformanceCluster cluster) : ConformanceTests(cluster)
{
    private IFlowGrain Grain => Client.GetGrain<IFlowGrain>(NewKey());

    [Fact]
    public async Task Request_context_flows_to_the_callee_and_onward()
    {
        RequestContext.Set("colour", "blue");
        Assert.Equal("blue", await Soon(Grain.ContextOf("colour")));
        Assert.Equal("blue", await Soon(Grain.ContextOfNext("colour", NewKey())));
    }

    [Fact]
    public async Task Request_context_does_not_flow_back_nor_stay()
    {
        var grain = Grain;
        await Soon(grain.SetContext("colour", "red"));
        Assert.Null(RequestContext.Get("colour"));
        Assert.Null(await Soon(grain.ContextOf("colour")));
    }

    [Fact]
    public async Task Async_locals_do_not_flow()
    {
        FlowGrain.Ambient.Value = "here";
        Assert.Null(await Soon(Grain.AsyncLocalValue()));
    }

    [Fact]
    public async Task Filters_wrap_the_call_and_may_change_its_result()
    {
        var log = NewKey();
        RequestContext.Set("log", log);

        Assert.Equal("haha", await Soon(Grain.Echo("ha")));

        Assert.Equal(["before Echo", "own filter", "after Echo = ha"], Gate.Log(log).Entries);
    }

    [Fact]
    public async Task An_exception_reaches_the_caller_as_it_was_thrown()
    {
        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => Soon(Grain.Throw("as thrown")));
        Assert.Equal("as thrown", failure.Message);
    }

    [Fact]
    public async Task Cancelling_ends_the_call_and_reaches_the_callee()
    {
        var gate = NewKey();
        using var source = new CancellationTokenSource();
        var call = Grain.WaitForCancellation(gate, source.Token);
        await Gate.Reached($"{gate}:in");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(call));
        await Gate.Reached($"{gate}:cancelled");
    }

    [Fact]
    public async Task A_cancelled_token_makes_no_call()
    {
        var gate = NewKey();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(Grain.WaitForCancellation(gate, new CancellationToken(canceled: true))));
        Assert.False(Gate.Passed($"{gate}:in").IsCompleted);
    }

    [Fact]
    public async Task References_travel_and_are_equal_by_grain()
    {
        var grain = Grain;
        var self = await Soon(grain.Self());
        Assert.Equal((IAddressable)grain, self);
        Assert.Equal("through", await Soon(Grain.EchoThrough(grain, "through")));
    }

    [Fact]
    public async Task Keys_come_back_as_they_were_given()
    {
        var guid = Guid.NewGuid();
        Assert.Equal(long.MinValue, await Soon(Client.GetGrain<INumberGrain>(long.MinValue).Key()));
        Assert.Equal(guid, await Soon(Client.GetGrain<IGuidKeyGrain>(guid).Key()));
        Assert.Equal("tenant/account + ü", Client.GetGrain<IFlowGrain>("tenant/account + ü").GetPrimaryKeyString());
        Assert.Equal("conformance-number/FF", Client.GetGrain<INumberGrain>(255).GetGrainId().ToString());
        Assert.Equal("flow/a", Client.GetGrain<IFlowGrain>("a").GetGrainId().ToString());
        Assert.Throws<ArgumentException>(() => Client.GetGrain<IFlowGrain>(" "));
    }

    [Fact]
    public async Task A_reference_can_be_made_from_the_type_and_the_interface_of_another()
    {
        var known = Assert.IsAssignableFrom<GrainReference>(Client.GetGrain<IFlowGrain>("a"));
        var other = Client.GetGrain(GrainId.Create(known.GrainId.Type, "b"), known.InterfaceType);

        Assert.Equal(Client.GetGrain<IFlowGrain>("b"), Assert.IsAssignableFrom<IFlowGrain>(other));
        Assert.Equal("through", await Soon(Grain.EchoThrough((IFlowGrain)other, "through")));
    }
}
