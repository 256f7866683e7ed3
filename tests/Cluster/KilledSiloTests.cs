using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Grains;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Feeds;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Incidents;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace AccountTwins.Tests.Cluster;

/// <summary>Twins on two silos over one store, and what their pump is told after one of the silos died.</summary>
public sealed class KilledSiloTests
{
    private const int Stream = 1;

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan MovedWithin = TimeSpan.FromMinutes(2);

    private readonly SharedRows _rows = new();

    [ClusterFact]
    public async Task Twins_of_a_killed_silo_come_back_behind_and_take_what_they_lack()
    {
        await using var cluster = Build();
        await cluster.DeployAsync();
        AccountKey[] accounts = [.. Enumerable.Range(0, 60).Select(number => new AccountKey("t", $"a{number}"))];
        await Task.WhenAll(accounts.Select(async account =>
        {
            var twin = Grain(cluster, account);
            Assert.Equal(ApplyStatus.Applied, (await twin.Apply(Batch(account, -1, 0, 4))).Status);
            Assert.Equal(4, (await twin.Checkpoint(Stream, 4)).DurableOffset);
            Assert.Equal(ApplyStatus.Applied, (await twin.Apply(Batch(account, 4, 5, 9))).Status);
        }));

        // What dies writes nothing more.
        _rows.IsAway = true;
        await cluster.KillSiloAsync(cluster.Silos[1]);
        _rows.IsAway = false;

        var behind = 0;
        foreach (var account in accounts)
        {
            var answer = await ApplyAsync(cluster, account, Batch(account, 9, 10, 14));
            if (answer.Status == ApplyStatus.Behind)
            {
                behind++;
                Assert.Equal(4, answer.Offset);
                answer = await ApplyAsync(cluster, account, Batch(account, answer.Offset, 5, 14));
            }

            Assert.Equal((ApplyStatus.Applied, 14), (answer.Status, answer.Offset));
            Assert.Equal(14, (await Grain(cluster, account).Checkpoint(Stream, 14)).DurableOffset);
            Assert.Equal(15, _rows.Twin(account).Provenance.Types.Sum(type => type.Count));
        }

        Assert.InRange(behind, 1, accounts.Length - 1);
    }

    private InProcessTestCluster Build()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddMetrics();
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton<ITwinStore>(_rows);
            silo.Services.AddSingleton<RetiredStreams>();
            silo.Services.AddSingleton<TwinMetrics>();
            silo.Services.AddSingleton(new KeptViews());
            silo.Services.AddSingleton(new AwakeTwins());
            silo.Services.AddSightings();
            silo.Services.AddSingleton(new DecisionParts(new MemoryLedger(), new NoPlaybooks(), new EmptyPolicyBoard()));
            silo.Services.AddSingleton<IFeedBoard, FakeFeedBoard>();
        });
        return builder.Build();
    }

    private static IAccountGrain Grain(InProcessTestCluster cluster, AccountKey account) => cluster.Client.GetGrain<IAccountGrain>(account.ToString());

    /// <summary>Asks as a pump does: until there is an answer.</summary>
    private static async Task<ApplyAnswer> ApplyAsync(InProcessTestCluster cluster, AccountKey account, SignalBatch batch)
    {
        ApplyAnswer? answer = null;
        await Until.TrueAsync(
            async () =>
            {
                try
                {
                    answer = await Grain(cluster, account).Apply(batch);
                    return true;
                }
                catch (Exception exception) when (exception is TimeoutException or OrleansMessageRejectionException)
                {
                    return false;
                }
            },
            MovedWithin,
            "the account has moved");
        return answer!;
    }

    private static SignalBatch Batch(AccountKey account, long previous, int from, int through)
    {
        int[] offsets = [.. Enumerable.Range(from, through - from + 1)];
        return new SignalBatch
        {
            Stream = Stream,
            PreviousOffset = previous,
            Offsets = [.. offsets.Select(offset => (long)offset)],
            Bodies = [.. offsets.Select(offset => Signal.Of(new UsageActivity(offset + 1, 1, null, 1), Noon.AddMinutes(offset), "/test", $"{account.Account}-{offset}").Body)],
        };
    }

    /// <summary>Nothing is decided here.</summary>
    private sealed class NoPlaybooks : IPlaybookTexts
    {
        public ValueTask<Playbook?> FindAsync(string tenant, string hash, CancellationToken cancellationToken) => ValueTask.FromResult<Playbook?>(null);
    }
}
