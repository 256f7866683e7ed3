using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Cluster;

/// <summary>Twins on several silos over one store, and what their pump is told after one of the silos died.</summary>
public sealed class KilledSiloTests
{
    [ClusterTheory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Twins_of_a_killed_silo_come_back_behind_and_take_what_they_lack(short silos)
    {
        await using var rig = await TestedCluster.StartAsync(silos);
        AccountKey[] accounts = [.. Enumerable.Range(0, 60).Select(number => new AccountKey("t", $"a{number}"))];
        await Task.WhenAll(accounts.Select(async account =>
        {
            Assert.Equal(ApplyStatus.Applied, (await rig.ApplyAsync(account, -1, 0, 4)).Status);
            Assert.Equal(4, (await rig.Grain(account).Checkpoint(TestedCluster.Stream, 4)).DurableOffset);
            Assert.Equal(ApplyStatus.Applied, (await rig.ApplyAsync(account, 4, 5, 9)).Status);
        }));

        // What dies writes nothing more.
        rig.Rows.IsAway = true;
        await rig.KillAsync(1);
        rig.Rows.IsAway = false;

        var behind = 0;
        foreach (var account in accounts)
        {
            var answer = await rig.ApplyAsync(account, 9, 10, 14);
            if (answer.Status == ApplyStatus.Behind)
            {
                behind++;
                Assert.Equal(4, answer.Offset);
                answer = await rig.ApplyAsync(account, answer.Offset, 5, 14);
            }

            Assert.Equal((ApplyStatus.Applied, 14), (answer.Status, answer.Offset));
            await MakeDurableAsync(rig, account);
            Assert.Equal(15, rig.Rows.Twin(account).Provenance.Types.Sum(type => type.Count));
        }

        Assert.InRange(behind, 1, accounts.Length - 1);
    }

    /// <summary>
    /// As the pump does it: a twin may still move while its directory is mended, and the activation that is asked then has only the row.
    /// </summary>
    private static async Task MakeDurableAsync(TestedCluster rig, AccountKey account)
    {
        for (var moves = 0; moves < 3; moves++)
        {
            var durable = (await rig.Grain(account).Checkpoint(TestedCluster.Stream, 14)).DurableOffset;
            if (durable == 14)
                return;
            Assert.Equal(4, durable);
            await rig.ApplyAsync(account, 4, 5, 14);
        }

        Assert.Fail($"{account} was not durable after three moves.");
    }
}
