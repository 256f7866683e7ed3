using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace AccountTwins.Tests.Conformance;

/// <summary>A service made once per activation and thrown away with it.</summary>
public sealed class PerActivation : IDisposable
{
    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;
}

/// <summary>Writes its comings and goings to the log of its key.</summary>
public interface ILifeGrain : IGrainWithStringKey
{
    [AlwaysInterleave]
    Task<int> Generation();

    Task Hold(string gate);

    Task Leave();

    Task Stay(TimeSpan time);

    Task StartTimer(string gate, bool interleave);

    Task<bool> HasOwnScope();
}

public class LifeGrain(PerActivation service, IGrainContext context) : Grain, ILifeGrain
{
    private int _generation;
    private IGrainTimer? _timer;

    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Gate.Log(Key).Add("activated");
        _generation = Gate.Log(Key).Entries.Count(each => each == "activated");
        return Key.StartsWith("fails-once", StringComparison.Ordinal) && _generation == 1 ? throw new InvalidDataException("first activation fails") : Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Gate.Log(Key).Add($"deactivating {reason.ReasonCode}");
        if (Key.StartsWith("slow", StringComparison.Ordinal))
        {
            Gate.Open($"{Key}:leaving");
            await Gate.Passed($"{Key}:left");
        }

        Gate.Log(Key).Add("deactivated");
    }

    public Task<int> Generation() => Task.FromResult(_generation);

    public async Task Hold(string gate)
    {
        Gate.Open($"{gate}:in");
        await Gate.Passed($"{gate}:go");
        Gate.Log(Key).Add("held");
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Stay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public Task StartTimer(string gate, bool interleave)
    {
        _timer = this.RegisterGrainTimer(
            (state, _) =>
            {
                Gate.Log(Key).Add($"tick {RequestContext.Get("flavour") ?? "plain"} {TaskScheduler.Current != TaskScheduler.Default}");
                Gate.Open($"{state}:ticked");
                _timer!.Dispose();
                return Task.CompletedTask;
            },
            gate,
            new GrainTimerCreationOptions(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50)) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task<bool> HasOwnScope() => Task.FromResult(
        ReferenceEquals(context, GrainContext) && ReferenceEquals(service, ServiceProvider.GetRequiredService<PerActivation>()) && !service.IsDisposed);
}
