using Orleans;

namespace AccountTwins.Tests.Conformance;

/// <summary>Which calls of one grain may run beside each other.</summary>
public sealed class TurnTests(ConformanceCluster cluster) : ConformanceTests(cluster)
{
    [Fact]
    public async Task Calls_take_turns()
    {
        var (grain, key) = Turn();
        var first = grain.Hold(key);
        await Gate.Reached($"{key}:in");
        var second = grain.Append("second");
        var third = grain.Append("third");
        Assert.Equal([$"{key} in"], await Soon(grain.Read()));

        Gate.Open($"{key}:go");
        await Soon(Task.WhenAll(first, second, third));

        // Which of two waiting calls is first is not promised: Orleans sends them over more than one path.
        var entries = await Soon(grain.Read());
        Assert.Equal([$"{key} in", $"{key} out"], entries[..2]);
        Assert.Equal(["second", "third"], entries[2..].Order());
    }

    [Fact]
    public async Task An_always_interleaving_call_passes_a_running_one()
    {
        var (grain, key) = Turn();
        var blocking = grain.Hold(key);
        await Gate.Reached($"{key}:in");

        var interleaved = grain.HoldInterleaved($"{key}-2");
        await Gate.Reached($"{key}-2:in");

        Gate.Open($"{key}:go");
        Gate.Open($"{key}-2:go");
        await Soon(Task.WhenAll(blocking, interleaved));
    }

    [Fact]
    public async Task An_ordinary_call_does_not_wait_for_interleaving_ones()
    {
        var (grain, key) = Turn();
        var interleaved = grain.HoldInterleaved(key);
        await Gate.Reached($"{key}:in");

        await Soon(grain.Append("beside"));

        Gate.Open($"{key}:go");
        await Soon(interleaved);
    }

    [Fact]
    public async Task Read_only_calls_run_beside_each_other_and_hold_up_a_writing_one()
    {
        var (grain, key) = Turn();
        var first = grain.HoldReading(key);
        await Gate.Reached($"{key}:in");
        var writing = grain.Append("written");
        var second = grain.HoldReading($"{key}-2");
        await Gate.Reached($"{key}-2:in");
        Assert.DoesNotContain("written", await Soon(grain.Read()));

        Gate.Open($"{key}-2:go");
        await Soon(second);
        Assert.DoesNotContain("written", await Soon(grain.Read()));
        Gate.Open($"{key}:go");
        await Soon(Task.WhenAll(first, writing));
    }

    [Fact]
    public async Task A_read_only_call_waits_for_a_writing_one()
    {
        var (grain, key) = Turn();
        var writing = grain.Hold(key);
        await Gate.Reached($"{key}:in");
        var reading = grain.HoldReading($"{key}-2");

        Assert.DoesNotContain($"{key}-2 in", await Soon(grain.Read()));

        Gate.Open($"{key}:go");
        Gate.Open($"{key}-2:go");
        await Soon(Task.WhenAll(writing, reading));
        Assert.Equal([$"{key} in", $"{key} out", $"{key}-2 in", $"{key}-2 out"], await Soon(grain.Read()));
    }

    [Fact]
    public async Task A_reentrant_grain_interleaves_everything()
    {
        var key = NewKey();
        var grain = Client.GetGrain<IReentrantGrain>(key);
        var first = grain.Hold(key);
        await Gate.Reached($"{key}:in");
        var second = grain.Hold($"{key}-2");
        await Gate.Reached($"{key}-2:in");

        Gate.Open($"{key}:go");
        Gate.Open($"{key}-2:go");
        await Soon(Task.WhenAll(first, second));
    }

    [Fact]
    public async Task A_predicate_lets_chosen_calls_interleave()
    {
        var key = NewKey();
        var grain = Client.GetGrain<IPredicateGrain>(key);
        var first = grain.Hold(key);
        await Gate.Reached($"{key}:in");
        var ordinary = grain.Hold($"{key}-2");
        var urgent = grain.Hold($"urgent-{key}");
        await Gate.Reached($"urgent-{key}:in");
        Assert.False(Gate.Passed($"{key}-2:in").IsCompleted);

        Gate.Open($"urgent-{key}:go");
        Gate.Open($"{key}:go");
        Gate.Open($"{key}-2:go");
        await Soon(Task.WhenAll(first, ordinary, urgent));
    }

    [Fact]
    public async Task A_stateless_worker_serves_two_calls_at_once()
    {
        var key = NewKey();
        var grain = Client.GetGrain<IWorkerGrain>(7);
        var first = grain.Hold(key);
        var second = grain.Hold($"{key}-2");
        await Gate.Reached($"{key}:in");
        await Gate.Reached($"{key}-2:in");

        Gate.Open($"{key}:go");
        Gate.Open($"{key}-2:go");
        await Soon(Task.WhenAll(first, second));
    }

    [Fact]
    public async Task An_await_comes_back_into_the_turn() => Assert.True(await Soon(Turn().Grain.ComesBackAfterAwait()));

    [Fact]
    public async Task ConfigureAwait_false_leaves_the_turn() => Assert.True(await Soon(Turn().Grain.LeavesByConfigureAwaitFalse()));

    [Fact]
    public async Task Task_Run_leaves_the_turn() => Assert.True(await Soon(Turn().Grain.LeavesByTaskRun()));

    [Fact]
    public async Task StartNew_stays_in_the_turn() => Assert.True(await Soon(Turn().Grain.StaysByStartNew()));

    [Fact]
    public async Task Value_tasks_are_answered()
    {
        var grain = Turn().Grain;
        Assert.Equal(5, await grain.Add(2, 3));
        await grain.Nothing();
    }

    [Fact]
    public async Task A_one_way_call_returns_before_it_is_done()
    {
        var (grain, key) = Turn();
        await Soon(grain.HoldOneWay(key));
        await Gate.Reached($"{key}:in");
        Gate.Open($"{key}:go");
    }

    [Fact]
    public async Task A_call_cycle_times_out()
    {
        var grain = Client.GetGrain<ICycleGrain>(NewKey());
        await Assert.ThrowsAsync<TimeoutException>(() => Soon(grain.Ask(NewKey(), allowReentrancy: false)));
    }

    [Fact]
    public async Task A_call_cycle_passes_where_the_call_chain_may_come_back()
    {
        var grain = Client.GetGrain<ICycleGrain>(NewKey());
        Assert.Equal("answered", await Soon(grain.Ask(NewKey(), allowReentrancy: true)));
    }

    [Fact]
    public async Task A_response_timeout_reaches_the_caller_while_the_turn_runs_on()
    {
        var (grain, key) = Turn();
        var held = grain.HoldForASecond(key);
        await Gate.Reached($"{key}:in");

        await Assert.ThrowsAsync<TimeoutException>(() => Soon(held));
        var next = grain.Append("next");
        Assert.Equal([$"{key} in"], await Soon(grain.Read()));

        Gate.Open($"{key}:go");
        await Soon(next);
        Assert.Equal([$"{key} in", $"{key} out", "next"], await Soon(grain.Read()));
    }

    [Fact]
    public async Task A_call_that_timed_out_before_its_turn_is_never_made()
    {
        var (grain, key) = Turn();
        var holding = grain.Hold(key);
        await Gate.Reached($"{key}:in");
        await Assert.ThrowsAsync<TimeoutException>(() => Soon(grain.HoldForASecond($"{key}-2")));

        Gate.Open($"{key}:go");
        await Soon(holding);
        await Soon(grain.Append("next"));

        Assert.Equal([$"{key} in", $"{key} out", "next"], await Soon(grain.Read()));
    }

    private (ITurnGrain Grain, string Key) Turn()
    {
        var key = NewKey();
        return (Client.GetGrain<ITurnGrain>(key), key);
    }
}
