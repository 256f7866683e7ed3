using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Codec;
using AccountTwins.Domain.Streams;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Ingestion;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountTwins.Tests.Silo.Ingestion.Simulation;

/// <summary>
/// Activations of twins: real sessions, but two may live at a time, any may vanish with its silo, and calls fail before or after they
/// took effect, or never answer.
/// </summary>
internal sealed class SimulatedCluster(SimulatedWorld world, SimulatedStore store, ProtocolBreak breaks) : IAccountCalls
{
    private readonly Dictionary<AccountKey, List<Activation>> _activations = [];

    /// <summary>Room for one: every twin goes to rest as soon as another is asked.</summary>
    private readonly AwakeTwins _awake = new(1);

    public int Lost { get; private set; }

    public int Doubled { get; private set; }

    public Task<ApplyAnswer> ApplyAsync(AccountKey account, SignalBatch batch) =>
        CallAsync(account, activation => activation.Session.ApplyAsync(breaks == ProtocolBreak.NoBehind ? batch with { PreviousOffset = -1 } : batch));

    public Task<CheckpointAnswer> CheckpointAsync(AccountKey account, int stream, long offset) => CallAsync(account, async activation =>
    {
        if (breaks == ProtocolBreak.NoCapture && activation.TakenForDurable[stream] >= offset)
            return new CheckpointAnswer(TwinStanding.Ready, activation.TakenForDurable[stream], activation.Session.Activation);
        var answer = await activation.Session.CheckpointAsync(stream, offset);
        if (answer.Standing == TwinStanding.Ready)
            activation.TakenForDurable = activation.Session.Current.Positions;
        return breaks == ProtocolBreak.NoDurableAnswer ? answer with { DurableOffset = offset } : answer;
    });

    public Task<CheckpointAnswer> RecheckAsync(AccountKey account, int stream) => CallAsync(account, activation => breaks == ProtocolBreak.NoRecheck
        ? activation.Session.CheckpointAsync(stream, Positions.Nothing)
        : activation.Session.RecheckAsync(stream));

    public Task ParkAsync(AccountKey account, string code, TimeSpan holdsFor) => CallAsync(account, async activation =>
    {
        await activation.Session.LookAsideAsync(CancellationToken.None);
        return true;
    });

    public Task<AcceptAnswer> AcceptAsync(AccountKey account, SignalBundle bundle) => CallAsync(account, activation => activation.Session.AcceptAsync(bundle));

    /// <summary>Everything in memory vanishes.</summary>
    public void Crash()
    {
        foreach (var account in _activations.Keys.ToList())
            Lose(account);
    }

    /// <summary>An activation vanishes without saving, or is only cut off and goes on with what it has.</summary>
    public void Lose(AccountKey account)
    {
        foreach (var activation in _activations.GetValueOrDefault(account) ?? [])
            activation.Scheduler.IsFrozen = world.Dice.Next(3) > 0;
        _activations.Remove(account);
        Lost++;
    }

    private async Task<T> CallAsync<T>(AccountKey account, Func<Activation, Task<T>> call)
    {
        await world.LaterAsync();
        if (world.Strikes())
            Lose(account);
        if (world.Strikes())
            throw new TimeoutException("The call was lost on its way.");

        var answer = await Pick(account).CallAsync(call);
        await world.LaterAsync();
        if (world.Strikes())
            throw new TimeoutException("The answer was lost on its way.");
        return answer;
    }

    private Activation Pick(AccountKey account)
    {
        if (!_activations.TryGetValue(account, out var live))
            _activations[account] = live = [];
        live.RemoveAll(activation => activation.IsSuperseded);
        if (live.Count == 0)
        {
            live.Add(new Activation(account, world, store, _awake, breaks));
        }
        else if (live.Count == 1 && world.Strikes())
        {
            Doubled++;
            live.Add(new Activation(account, world, store, _awake, breaks));
        }

        return live[world.Dice.Next(live.Count)];
    }

    private sealed class Activation
    {
        public Activation(AccountKey account, SimulatedWorld world, SimulatedStore store, AwakeTwins awake, ProtocolBreak breaks)
        {
            Scheduler = world.NewActor();
            Session = new TwinSession(account, breaks == ProtocolBreak.NoSkip ? new ForgetfulStore(store) : store, _ => false, awake, NullLogger.Instance);
        }

        public TwinSession Session { get; }

        /// <summary>What was in memory when a write ended: what a twin that captures late would take for durable.</summary>
        public Positions TakenForDurable { get; set; } = Positions.Empty;

        public SteppedScheduler Scheduler { get; }

        public bool IsSuperseded { get; private set; }

        public Task<T> CallAsync<T>(Func<Activation, Task<T>> call) => Scheduler.Factory.StartNew(async () =>
        {
            var answer = await call(this);
            IsSuperseded |= await Session.ReadyAsync() == TwinStanding.Superseded;
            return answer;
        }).Unwrap();
    }

    /// <summary>Rows whose positions are lost.</summary>
    private sealed class ForgetfulStore(ITwinStore store) : ITwinStore
    {
        public async Task<StoredAccount> ReadAsync(AccountKey key, CancellationToken cancellationToken) => new(
            (await store.ReadAsync(key, cancellationToken)).Row is { } stored
                ? stored with { State = AccountTwinCodec.Pack(AccountTwinCodec.Unpack(key, stored.State) with { Positions = Positions.Empty }) }
                : null);

        public Task<WriteResult> WriteAsync(TwinWrite write, CancellationToken cancellationToken) => store.WriteAsync(write, cancellationToken);

        public Task<RowVersion?> ReadVersionAsync(AccountKey key, CancellationToken cancellationToken) => store.ReadVersionAsync(key, cancellationToken);
    }
}
