using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Cluster;

/// <summary>Two pumps read one partition for a while, as when a silo has lost it and does not know: twins take each signal from whoever brings it first.</summary>
public sealed class TwoPumpsTests
{
    private const int Signals = 300;
    private const int Accounts = 40;

    [ClusterFact]
    public async Task A_zombie_beside_the_pump_counts_nothing_twice_and_costs_nothing()
    {
        await using var rig = await TestedCluster.StartAsync(silos: 3);
        AccountKey[] accounts = [.. Enumerable.Range(0, Accounts).Select(number => new AccountKey("t", $"a{number}"))];

        await Task.WhenAll(accounts.SelectMany((account, number) => new[] { PumpAsync(rig, account, new Random(number), 1), PumpAsync(rig, account, new Random(number + 1000), 3) }));

        foreach (var account in accounts)
        {
            Assert.Equal(Signals - 1, (await rig.Grain(account).Checkpoint(TestedCluster.Stream, Signals - 1)).DurableOffset);
            Assert.Equal(Signals, rig.Rows.Twin(account).Provenance.Types.Sum(type => type.Count));
        }
    }

    /// <summary>Sends what one pump would: batches of its own size, from its own memory of what it sent, going back where the twin says so.</summary>
    private static async Task PumpAsync(TestedCluster rig, AccountKey account, Random random, int sizeMin)
    {
        for (var (previous, from) = (-1L, 0); from < Signals;)
        {
            var through = Math.Min(Signals - 1, from + sizeMin + random.Next(20));
            var answer = await rig.ApplyAsync(account, previous, from, through);
            (previous, from) = answer.Status == ApplyStatus.Behind ? (answer.Offset, (int)answer.Offset + 1) : (through, through + 1);
            Assert.Contains(answer.Status, new[] { ApplyStatus.Applied, ApplyStatus.Behind });
            if (random.Next(4) == 0)
                await rig.Grain(account).Checkpoint(TestedCluster.Stream, previous);
        }
    }
}
