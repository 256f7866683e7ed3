using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;

namespace AccountTwins.LoadTest.Load.Scenarios;

/// <summary>What a twin in memory weighs: activation included, its own values alone, and packed; and what an empty grain of the engine weighs.</summary>
internal static class MemoryScenario
{
    public const string Name = "memory";

    private const int Twins = 10_000;
    private const int SignalsEach = 80;
    private const int AtOnce = 200;
    private const int ValuesMax = 2_000;

    public static async Task RunAsync(LoadBench bench, CancellationToken cancellationToken)
    {
        var twins = bench.Twins(Twins);
        await using var place = await bench.OpenAsync(1, IngestScenario.GroupedCheckpoint);
        await using var silo = await InnerSilo.StartAsync(place.Setup, null, cancellationToken);
        bench.Journal.Say($"{Name}: {twins} twins");
        var end = bench.End;
        var empty = await BytesEachAsync(twins, index => silo.Grains.GetGrain<IEmptyGrain>($"{index}").Touch());
        var resident = await BytesEachAsync(twins, async index =>
        {
            var bundle = new SignalBundle { Bodies = [.. AccountHistory.Of(index, SignalsEach, end).Select(signal => signal.Body)] };
            var answer = await silo.Grains.GetGrain<IAccountGrain>(BurstTraffic.AccountOf(index).ToString()).Accept(bundle);
            if (answer.Standing != TwinStanding.Ready)
                throw new InvalidOperationException($"A twin answered {answer.Standing}.");
        });
        var values = new AccountTwin?[Math.Min(twins, ValuesMax)];
        var own = await BytesEachAsync(values.Length, index =>
        {
            values[index] = AccountTwin.Empty(BurstTraffic.AccountOf(index)).Accept(AccountHistory.Of(index, SignalsEach, end)).Twin;
            return Task.CompletedTask;
        });
        GC.KeepAlive(values);
        var packed = await place.Database.PackedBytesAsync();
        bench.Journal.Add(Name, $"a resident twin of {SignalsEach} signals, activation included ({twins:N0} of them)", resident, "bytes", Bar.AtMost(8_192));
        bench.Journal.Add(Name, "of it the twin's own values", own, "bytes");
        bench.Journal.Add(Name, "of it the engine's: an activation that holds nothing", empty, "bytes");
        bench.Journal.Add(Name, "a twin packed", packed, "bytes", Bar.AtMost(4_096));
    }

    /// <summary>Managed bytes that stay for each; the first one, which everything shared is charged to, is left out.</summary>
    internal static async Task<double> BytesEachAsync(int count, Func<int, Task> make)
    {
        await make(0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var start = 1; start < count; start += AtOnce)
            await Task.WhenAll(Enumerable.Range(start, Math.Min(AtOnce, count - start)).Select(make));
        return (GC.GetTotalMemory(forceFullCollection: true) - before) / (count - 1.0);
    }
}
