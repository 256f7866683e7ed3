using Orleans;
using Orleans.Runtime;

namespace AccountTwins.Tests.Conformance;

/// <summary>Activation, deactivation and collection, and what happens to the calls meanwhile.</summary>
public sealed class LifeTests(ConformanceCluster cluster) : ConformanceTests(cluster)
{
    [Fact]
    public async Task A_failed_activation_fails_its_call_and_the_next_one_tries_again()
    {
        var grain = Life("fails-once", out var key);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Soon(grain.Generation()));
        Assert.Contains("first activation fails", failure.ToString());

        Assert.Equal(2, await Soon(grain.Generation()));
        Assert.Equal(["activated", "activated"], Gate.Log(key).Entries);
    }

    [Fact]
    public async Task Reads_that_meet_a_deactivation_wait_and_reach_the_next_activation()
    {
        var grain = Life("slow", out var key);
        await Soon(grain.Leave());
        await Gate.Reached($"{key}:leaving");
        var read = grain.Generation();
        var held = grain.Hold(key);
        Assert.False(read.IsCompleted);

        Gate.Open($"{key}:left");

        Assert.Equal(2, await Soon(read));
        await Gate.Reached($"{key}:in");
        Gate.Open($"{key}:go");
        await Soon(held);
        Assert.Equal(["activated", "deactivating ApplicationRequested", "deactivated", "activated", "held"], Gate.Log(key).Entries);
    }

    [Fact]
    public async Task A_deactivation_waits_for_the_running_call()
    {
        var grain = Life("plain", out var key);
        var held = grain.Hold(key);
        await Gate.Reached($"{key}:in");
        var deactivation = Cluster.Cluster.DeactivateAsync(grain);
        Assert.Equal(["activated"], Gate.Log(key).Entries);

        Gate.Open($"{key}:go");
        await Soon(held);
        await Soon(deactivation);

        Assert.Equal(["activated", "held", "deactivating ApplicationRequested", "deactivated"], Gate.Log(key).Entries);
    }

    [Fact]
    public async Task Collection_takes_idle_grains_and_spares_busy_and_delayed_ones()
    {
        var idle = Life("idle", out var idleKey);
        var busy = Life("busy", out var busyKey);
        var delayed = Life("delayed", out var delayedKey);
        await Soon(idle.Generation());
        await Soon(delayed.Stay(TimeSpan.FromHours(1)));
        var held = busy.Hold(busyKey);
        await Gate.Reached($"{busyKey}:in");

        await Soon(Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero));

        Assert.Equal(["activated", "deactivating ActivationIdle", "deactivated"], Gate.Log(idleKey).Entries);
        Assert.Equal(["activated"], Gate.Log(busyKey).Entries);
        Assert.Equal(["activated"], Gate.Log(delayedKey).Entries);
        Gate.Open($"{busyKey}:go");
        await Soon(held);
        Assert.Equal(2, await Soon(idle.Generation()));
    }

    [Fact]
    public async Task A_timer_tick_takes_a_turn_of_its_own_and_carries_no_request_context()
    {
        var grain = Life("timer", out var key);
        RequestContext.Set("flavour", "sweet");
        await Soon(grain.StartTimer(key, interleave: false));
        var held = grain.Hold(key);
        await Gate.Reached($"{key}:in");
        await Soon(Client.GetGrain<ILifeGrain>(NewKey()).Generation());

        Gate.Open($"{key}:go");
        await Soon(held);
        await Gate.Reached($"{key}:ticked");

        Assert.Contains("tick plain True", Gate.Log(key).Entries);
    }

    [Fact]
    public async Task An_interleaving_timer_ticks_beside_a_running_call()
    {
        var grain = Life("timer", out var key);
        await Soon(grain.StartTimer(key, interleave: true));
        var held = grain.Hold(key);
        await Gate.Reached($"{key}:in");

        await Gate.Reached($"{key}:ticked");

        Gate.Open($"{key}:go");
        await Soon(held);
    }

    [Fact]
    public async Task A_grain_gets_its_context_and_a_scope_of_its_own() =>
        Assert.True(await Soon(Life("scope", out _).HasOwnScope()));

    [Fact]
    public async Task Silo_lifecycle_starts_by_stage_and_startup_tasks_may_call_grains()
    {
        Assert.Equal(["first", "application", "task", "last"], Cluster.Startup.Entries);
        Assert.Equal(["started by task"], await Soon(Client.GetGrain<ITurnGrain>("started").Read()));
    }

    private ILifeGrain Life(string prefix, out string key)
    {
        key = $"{prefix}-{NewKey()}";
        return Client.GetGrain<ILifeGrain>(key);
    }
}
