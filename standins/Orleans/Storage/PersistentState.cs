using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace AccountTwins.StandIns.Engine;

internal static class PersistentStates
{
    public static object Create(Activation activation, Type stateType, string stateName, string? storageName)
    {
        var storage = string.IsNullOrWhiteSpace(storageName)
            ? activation.Engine.Services.GetService<IGrainStorage>() ?? throw new BadProviderConfigException($"No default storage provider found loading grain type {activation.GrainId.Type}.")
            : activation.Engine.Services.GetKeyedService<IGrainStorage>(storageName) ?? throw new BadProviderConfigException($"No storage provider named \"{storageName}\" found loading grain type {activation.GrainId.Type}.");
        return Activator.CreateInstance(typeof(PersistentState<>).MakeGenericType(stateType), activation, stateName, storage)!;
    }
}

/// <summary>
/// A grain's stored state, read before OnActivateAsync. Operations run one after the other and begin after the caller's turn yields:
/// what is written is the state at that moment, and writes asked for before one begins share it.
/// </summary>
internal sealed class PersistentState<TState> : IPersistentState<TState>, ILifecycleObserver
{
    private readonly Activation _activation;
    private readonly string _name;
    private readonly IGrainStorage _storage;
    private readonly GrainState<TState> _stored = new(New());
    private Operation? _last;
    private bool _loaded;

    public PersistentState(Activation activation, string name, IGrainStorage storage)
    {
        _activation = activation;
        _name = name;
        _storage = storage;
        activation.ObservableLifecycle.Subscribe(name, GrainLifecycleStage.SetupState, this);
    }

    public TState State
    {
        get => _stored.State!;
        set => _stored.State = value;
    }

    public string? Etag => _stored.ETag;

    public bool RecordExists => _loaded ? _stored.RecordExists : throw new InvalidOperationException("State has not yet been loaded");

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) => Run("read", cancellationToken, async () =>
    {
        await _storage.ReadStateAsync(_name, _activation.GrainId, _stored, cancellationToken);
        _stored.State ??= New();
        _loaded = true;
    });

    public Task WriteStateAsync(CancellationToken cancellationToken) => Run("write", cancellationToken, async () =>
    {
        await _storage.WriteStateAsync(_name, _activation.GrainId, _stored, cancellationToken);
        _loaded = true;
    });

    public Task ClearStateAsync(CancellationToken cancellationToken) => Run("clear", cancellationToken, async () =>
    {
        await _storage.ClearStateAsync(_name, _activation.GrainId, _stored, cancellationToken);
        _stored.State ??= New();
    });

    public Task OnStart(CancellationToken cancellationToken) => ReadStateAsync();

    public Task OnStop(CancellationToken cancellationToken) => Task.CompletedTask;

    private static TState New() => typeof(TState) == typeof(string) || typeof(TState).IsArray ? default! : Activator.CreateInstance<TState>();

    private Task Run(string kind, CancellationToken cancellationToken, Func<Task> work)
    {
        if (!ReferenceEquals(RuntimeContext.Current, _activation))
            throw new InvalidOperationException($"The state \"{_name}\" of {_activation.GrainId} was used outside its grain's turn.");
        if (!cancellationToken.CanBeCanceled && kind != "read" && _last is { Started: false } last && last.Kind == kind)
            return last.Completion!;
        var operation = new Operation(kind);
        var before = _last;
        _last = operation;
        return operation.Completion = RunAsync(operation, before, work);
    }

    private async Task RunAsync(Operation operation, Operation? before, Func<Task> work)
    {
        try
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (before?.Completion is { } earlier)
                await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            operation.Started = true;
            await work();
        }
        finally
        {
            if (ReferenceEquals(_last, operation))
                _last = null;
        }
    }

    private sealed class Operation(string kind)
    {
        public string Kind => kind;

        public bool Started { get; set; }

        public Task? Completion { get; set; }
    }
}
