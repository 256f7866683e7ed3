using System.Collections.Concurrent;
using System.Text.Json;
using AccountTwins.Grains.Feeds;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Orleans.TestingHost;
using static AccountTwins.Tests.Grains.Feeds.FeedLedgerTests;

namespace AccountTwins.Tests.Grains.Feeds;

public sealed class FeedGrainTests : IAsyncLifetime
{
    private readonly RareStore store = new();
    private readonly InProcessTestCluster cluster;

    public FeedGrainTests()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddKeyedSingleton<IGrainStorage>("rare", store);
            silo.Services.Configure<FeedGrainOptions>(options => options.WriteEvery = TimeSpan.FromMilliseconds(20));
        });
        cluster = builder.Build();
    }

    private IFeedGrain Grain => cluster.Client.GetGrain<IFeedGrain>(0);

    public Task InitializeAsync() => cluster.DeployAsync();

    public async Task DisposeAsync() => await cluster.DisposeAsync();

    [Fact]
    public async Task What_was_ever_connected_survives_a_restart_of_the_grain()
    {
        var before = await Grain.Exchange(Report("a", [Tenant("t", 1000)], [new FeedPartition { Topic = "usage", Partition = 2, CaughtUpTicks = 500 }]));

        await cluster.DeactivateAsync(Grain);
        var after = await Grain.Exchange(Report("b", []));

        Assert.NotEqual(before.Epoch, after.Epoch);
        Assert.Equal(1000, after.Tenants.Single().HeardTicks[1]);
        Assert.Equal(new FeedPartition { Topic = "usage", Partition = 2, CaughtUpTicks = 500 }, after.Partitions.Single());
    }

    [Fact]
    public async Task A_change_is_stored_while_the_grain_runs_on()
    {
        await Grain.Exchange(Report("a", [Tenant("t", 1000)]));

        await Until.TrueAsync(() => store.Stored?.Tenants.SingleOrDefault()?.HeardTicks[1] == 1000);
    }

    [Fact]
    public async Task A_store_that_fails_loses_nothing_and_holds_up_no_exchange()
    {
        store.Failure = () => new IOException("away");
        await Grain.Exchange(Report("a", [Tenant("t", 1000)]));
        var failures = store.Failures;
        await Until.TrueAsync(() => store.Failures > failures + 2);
        Assert.Single((await Grain.Exchange(Report("b", []))).Tenants);

        store.Failure = null;

        await Until.TrueAsync(() => store.Stored?.Tenants.Length == 1);
    }

    [Fact]
    public async Task A_store_that_hangs_holds_up_no_exchange()
    {
        store.Hang = new TaskCompletionSource();
        await Grain.Exchange(Report("a", [Tenant("t", 1000)]));
        await Until.TrueAsync(() => store.Hanging == 1);

        Assert.Equal(2000, (await Grain.Exchange(Report("a", [Tenant("t", 2000)]))).Tenants.Single().HeardTicks[1]);

        store.Hang.SetResult();
        await Until.TrueAsync(() => store.Stored?.Tenants.SingleOrDefault()?.HeardTicks[1] == 2000);
    }

    [Fact]
    public async Task A_row_that_another_activation_wrote_is_merged()
    {
        await Grain.Exchange(Report("a", [Tenant("mine", 1000)]));
        await Until.TrueAsync(() => store.Stored is not null);
        store.Overwrite(new FeedRecord { Tenants = [Tenant("theirs", 3000)] });

        await Grain.Exchange(Report("a", [Tenant("mine", 2000)]));

        await Until.TrueAsync(() => store.Stored!.Tenants.Length == 2);
        Assert.Equal(["mine 2000", "theirs 3000"], store.Stored!.Tenants.Select(each => $"{each.Tenant} {each.HeardTicks[1]}").Order());
    }

    /// <summary>One row, kept as JSON, with faults on demand.</summary>
    private sealed class RareStore : IGrainStorage
    {
        private readonly Lock gate = new();
        private string? json;
        private int etag;
        private int failures;
        private int hanging;

        public volatile Func<Exception>? Failure;

        public volatile TaskCompletionSource? Hang;

        public int Failures => Volatile.Read(ref failures);

        public int Hanging => Volatile.Read(ref hanging);

        public FeedRecord? Stored
        {
            get
            {
                lock (gate)
                    return json is null ? null : JsonSerializer.Deserialize<FeedRecord>(json);
            }
        }

        public void Overwrite(FeedRecord record)
        {
            lock (gate)
                (json, etag) = (JsonSerializer.Serialize(record), etag + 1);
        }

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            lock (gate)
            {
                grainState.State = json is null ? Activator.CreateInstance<T>() : JsonSerializer.Deserialize<T>(json)!;
                grainState.ETag = json is null ? null : $"{etag}";
                grainState.RecordExists = json is not null;
            }

            return Task.CompletedTask;
        }

        public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (Failure is { } failure)
            {
                Interlocked.Increment(ref failures);
                throw failure();
            }

            if (Hang is { } hang)
            {
                Interlocked.Increment(ref hanging);
                await hang.Task;
            }

            lock (gate)
            {
                if (grainState.ETag != (json is null ? null : $"{etag}"))
                    throw new InconsistentStateException("Another wrote.", $"{etag}", grainState.ETag ?? "none");
                (json, etag) = (JsonSerializer.Serialize(grainState.State), etag + 1);
                grainState.ETag = $"{etag}";
                grainState.RecordExists = true;
            }
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException("Feeds are never cleared.");
    }
}
