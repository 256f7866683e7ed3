using System.Diagnostics.Metrics;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Grains.Incidents;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Learning;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Policies;
using AccountTwins.Silo.Value;
using AccountTwins.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.TestingHost;

namespace AccountTwins.Tests.Silo.Policies;

/// <summary>Grains of tenants, budgets and scenarios over a ledger in memory, and boards beside them, each as a silo of its own has it. One fake clock.</summary>
internal sealed class TenantSilos : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private TenantSilos()
    {
        Grains = new GrainCalls(this);
        Board = NewBoard("grains");
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(new ShownTime(Clock));
            silo.Services.AddSingleton<ILedgerStore>(Ledger);
            silo.Services.AddSingleton<IPolicyBoard>(Board);
            silo.Services.AddSingleton<IMeterFactory>(Meters);
            silo.Services.AddSingleton<LearningMetrics>();
            silo.Services.AddSingleton<IncidentMetrics>();
        });
        _cluster = builder.Build();
    }

    public FakeClock Clock { get; } = new();

    public MemoryLedger Ledger { get; } = new();

    public MeterFactory Meters { get; } = new();

    public MemoryPlaybooks Texts { get; } = new();

    public MemoryRenewals Renewals { get; } = new();

    public GrainCalls Grains { get; }

    /// <summary>The board that the grains use.</summary>
    public PolicyBoard Board { get; }

    public IGrainFactory Factory => _cluster.Client;

    public ITenantGrain Tenant => Factory.GetGrain<ITenantGrain>("acme");

    public static async Task<TenantSilos> StartAsync()
    {
        var silos = new TenantSilos();
        await silos._cluster.DeployAsync();
        return silos;
    }

    public PolicyBoard NewBoard(string name) => new(
        new NamedExchange(name, Grains), new PlaybookTexts(Texts, new YamlPlaybooks(), Clock), new SurvivalFits(Renewals, Clock, NullLogger<SurvivalFits>.Instance), Options.Create(new PolicyOptions()), Clock, NullLogger<PolicyBoard>.Instance);

    public IScenarioGrain Scenario(string scenario) => Factory.GetGrain<IScenarioGrain>("acme/" + scenario);

    public Task RestartAsync(Orleans.Runtime.IAddressable grain) => _cluster.DeactivateAsync(grain);

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    /// <summary>The way to the grains, which may hang or fail.</summary>
    internal sealed class GrainCalls(TenantSilos silos)
    {
        public Func<Task>? Behaviour { get; set; }

        public async Task<T> CallAsync<T>(Func<IGrainFactory, Task<T>> call)
        {
            if (Behaviour is { } behaviour)
                await behaviour();
            return await call(silos.Factory);
        }
    }

    private sealed class NamedExchange(string name, GrainCalls calls) : ITenantExchange
    {
        public string Silo => name;

        public Task<TenantAnswer> ExchangeAsync(string tenant, TenantReport report) => calls.CallAsync(grains => grains.GetGrain<ITenantGrain>(tenant).Exchange(report));

        public Task<SliceAnswer> LeaseAsync(string tenant, string release, SliceRequest request) =>
            calls.CallAsync(grains => grains.GetGrain<IReleaseBudgetGrain>($"{tenant}/{release}").LeaseSlice(request));
    }

    internal sealed class MemoryPlaybooks : IPlaybookStore
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<(string, string), byte[]> _texts = new();

        public int Reads;

        public Task SaveAsync(string tenant, string hash, byte[] text, DateTimeOffset at, CancellationToken cancellationToken)
        {
            _texts.TryAdd((tenant, hash), text);
            return Task.CompletedTask;
        }

        public Task<byte[]?> ReadAsync(string tenant, string hash, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref Reads);
            return Task.FromResult(_texts.GetValueOrDefault((tenant, hash)));
        }
    }
}
