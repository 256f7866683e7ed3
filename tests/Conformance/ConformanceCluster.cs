using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace AccountTwins.Tests.Conformance;

/// <summary>One silo of whichever engine the build uses. Only the public API of Orleans is touched, so both engines run the same tests.</summary>
public sealed class ConformanceCluster : IAsyncLifetime
{
    private readonly InProcessTestCluster _cluster;

    public ConformanceCluster()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorage("memory");
            silo.AddIncomingGrainCallFilter<RecordingFilter>();
            silo.Services.AddScoped<PerActivation>();
            silo.AddStartupTask((services, _) =>
            {
                Startup.Add("task");
                return services.GetRequiredService<IGrainFactory>().GetGrain<ITurnGrain>("started").Append("started by task");
            });
            silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(new Participant(Startup));
        });
        _cluster = builder.Build();
    }

    public ConcurrentQueueList Startup { get; } = new();

    public InProcessTestCluster Cluster => _cluster;

    public IClusterClient Client => _cluster.Client;

    public IServiceProvider Silo => _cluster.GetSiloServiceProvider();

    public Task InitializeAsync() => _cluster.DeployAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    private sealed class Participant(ConcurrentQueueList log) : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle)
        {
            lifecycle.Subscribe("late", ServiceLifecycleStage.Last, _ => Note("last"));
            lifecycle.Subscribe("early", ServiceLifecycleStage.First, _ => Note("first"));
            lifecycle.Subscribe("application", ServiceLifecycleStage.ApplicationServices, _ => Note("application"));

            Task Note(string entry)
            {
                log.Add(entry);
                return Task.CompletedTask;
            }
        }
    }
}

/// <summary>What happened, in order.</summary>
public sealed class ConcurrentQueueList
{
    private readonly ConcurrentQueue<string> _entries = new();

    public string[] Entries => [.. _entries];

    public void Add(string entry) => _entries.Enqueue(entry);
}

/// <summary>Doors between a test and the grains in the same process, so that no test waits on a clock.</summary>
public static class Gate
{
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Doors = new();
    private static readonly ConcurrentDictionary<string, ConcurrentQueueList> Logs = new();

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static void Open(string name) => Door(name).TrySetResult();

    public static Task Passed(string name) => Door(name).Task;

    public static Task Reached(string name) => Door(name).Task.WaitAsync(Patience);

    public static ConcurrentQueueList Log(string name) => Logs.GetOrAdd(name, _ => new ConcurrentQueueList());

    private static TaskCompletionSource Door(string name) => Doors.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

[CollectionDefinition(Name)]
public sealed class ConformanceCollection : ICollectionFixture<ConformanceCluster>
{
    public const string Name = "conformance";
}

[Collection(ConformanceCollection.Name)]
public abstract class ConformanceTests(ConformanceCluster cluster)
{
    protected ConformanceCluster Cluster => cluster;

    protected IClusterClient Client => cluster.Client;

    protected static string NewKey() => Guid.NewGuid().ToString("N");

    protected static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(Gate.Patience);

    protected static Task Soon(Task task) => task.WaitAsync(Gate.Patience);
}
