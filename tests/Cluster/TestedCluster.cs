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

/// <summary>Silos of the Orleans test host in this process, over one store of rows in memory; what pumps send goes through the cluster's client.</summary>
internal sealed class TestedCluster : IAsyncDisposable
{
    public const int Stream = 1;

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan MovedWithin = TimeSpan.FromMinutes(2);

    private readonly InProcessTestCluster _cluster;

    private TestedCluster(short silos)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddMetrics();
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton<ITwinStore>(Rows);
            silo.Services.AddSingleton<RetiredStreams>();
            silo.Services.AddSingleton<TwinMetrics>();
            silo.Services.AddSingleton(new KeptViews());
            silo.Services.AddSingleton(new AwakeTwins());
            silo.Services.AddSightings();
            silo.Services.AddSingleton(new DecisionParts(new MemoryLedger(), new NoPlaybooks(), new EmptyPolicyBoard(), new MemoryAside()));
            silo.Services.AddSingleton<IFeedBoard, FakeFeedBoard>();
        });
        _cluster = builder.Build();
    }

    public SharedRows Rows { get; } = new();

    public static async Task<TestedCluster> StartAsync(short silos)
    {
        var cluster = new TestedCluster(silos);
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    public Task KillAsync(int silo) => _cluster.KillSiloAsync(_cluster.Silos[silo]);

    public IAccountGrain Grain(AccountKey account) => _cluster.Client.GetGrain<IAccountGrain>(account.ToString());

    /// <summary>Asks as a pump does: until there is an answer.</summary>
    public async Task<ApplyAnswer> ApplyAsync(AccountKey account, long previous, int from, int through)
    {
        ApplyAnswer? answer = null;
        await Until.TrueAsync(
            async () =>
            {
                try
                {
                    answer = await Grain(account).Apply(Batch(account, previous, from, through));
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

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

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
