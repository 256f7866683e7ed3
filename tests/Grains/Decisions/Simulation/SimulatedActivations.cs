using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using AccountTwins.Tests.Silo.Ingestion.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountTwins.Tests.Grains.Decisions.Simulation;

/// <summary>
/// Activations of one account: two may live at a time, any may vanish with what it had on the way or live on unheard, and calls are lost
/// before or after they took effect. The store loses answers, and appends land late or never.
/// </summary>
internal sealed class SimulatedActivations
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SimulatedWorld _world;
    private readonly LedgerBreak _breaks;
    private readonly MemoryTwins _twins = new();
    private readonly List<Activation> _live = [];

    public SimulatedActivations(SimulatedWorld world, LedgerBreak breaks)
    {
        (_world, _breaks) = (world, breaks);
        Ledger = new MemoryLedger(_twins)
        {
            ChecksNumbers = breaks != LedgerBreak.NoNumberCheck, ChecksTwin = breaks != LedgerBreak.NoTwinCondition, BeforeRead = AnswerAsync, Around = AppendAsync,
        };
        _twins.Before = AnswerAsync;
        Policies.BeforeSlices = world.LaterAsync;
    }

    public MemoryLedger Ledger { get; }

    public FakePolicies Policies { get; } = new();

    public int Lost { get; private set; }

    public int Doubled { get; private set; }

    /// <summary>Throws <see cref="TimeoutException"/> when there was no answer: it may have happened or not.</summary>
    public async Task<T> CallAsync<T>(Func<DecisionSession, TwinSession, Task<T>> call, Func<T, TwinStanding> standing)
    {
        await _world.LaterAsync();
        if (_world.Strikes())
            Lose();
        var activation = Pick();
        var answer = await activation.Scheduler.Factory.StartNew(() => call(activation.Session, activation.Twin)).Unwrap().WaitAsync(Patience, _world.Clock);
        if (standing(answer) == TwinStanding.Superseded && _world.Dice.Next(2) == 0)
            _live.Remove(activation);
        await _world.LaterAsync();
        return _world.Strikes() ? throw new TimeoutException("The answer was lost on its way.") : answer;
    }

    private void Lose()
    {
        foreach (var activation in _live)
            activation.Scheduler.IsFrozen = _world.Dice.Next(3) > 0;
        _live.Clear();
        Lost++;
    }

    private Activation Pick()
    {
        if (_live.Count == 0)
        {
            _live.Add(new Activation(this));
        }
        else if (_live.Count == 1 && _world.Strikes())
        {
            Doubled++;
            _live.Add(new Activation(this));
        }

        return _live[_world.Dice.Next(_live.Count)];
    }

    private async Task AnswerAsync()
    {
        await _world.LaterAsync();
        if (_world.Strikes())
            throw new StoreUnavailableException("The store is away.");
        await _world.LaterAsync();
    }

    private Task<AppendResult> AppendAsync(Func<AppendResult> effect)
    {
        if (_breaks == LedgerBreak.AnswerBeforeDurable)
        {
            if (!_world.Strikes())
                _world.Later(() => effect());
            return Task.FromResult(AppendResult.Appended);
        }

        var answer = new TaskCompletionSource<AppendResult>();
        if (_world.Strikes())
        {
            // The connection broke: no answer now, and the append lands at any time, or never.
            if (_world.Dice.Next(3) > 0)
                _world.Later(() => effect());
            _world.Later(() => answer.SetResult(AppendResult.Unknown));
            return answer.Task;
        }

        _world.Later(() =>
        {
            var result = effect();
            _world.Later(() => answer.SetResult(_world.Strikes() ? AppendResult.Unknown : result));
        });
        return answer.Task;
    }

    private sealed class Activation
    {
        public Activation(SimulatedActivations all)
        {
            Scheduler = all._world.NewActor();
            Twin = new TwinSession(SessionBench.Key, all._twins, _ => false, new AwakeTwins(1), NullLogger.Instance);
            Session = new DecisionSession(SessionBench.Key, Twin, new DecisionParts(all.Ledger, all.Policies, all.Policies, all._twins.Aside), all.Policies, () => false, all._world.Clock);
        }

        public SteppedScheduler Scheduler { get; }

        public TwinSession Twin { get; }

        public DecisionSession Session { get; }
    }
}
