using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Silo.Ingestion.Simulation;

/// <summary>
/// What may happen next, and a seeded die that says what does: steps of actors, answers and effects on their way, time passing. Runs on
/// one thread, so a seed is a schedule.
/// </summary>
internal sealed class SimulatedWorld(int seed)
{
    private readonly List<SteppedScheduler> _actors = [];
    private readonly List<Action> _onTheWay = [];

    public Random Dice { get; } = new(seed);

    public FakeClock Clock { get; } = new();

    /// <summary>Chance of each fault at each opportunity; zero once the world heals.</summary>
    public double Faults { get; set; } = 0.03;

    public SteppedScheduler NewActor()
    {
        var actor = new SteppedScheduler();
        _actors.Add(actor);
        return actor;
    }

    public bool Strikes(double weight = 1) => Dice.NextDouble() < Faults * weight;

    /// <summary>Something that will happen, sooner or later, in any order with everything else.</summary>
    public void Later(Action action) => _onTheWay.Add(action);

    /// <summary>Waits its turn among everything that may happen.</summary>
    public Task LaterAsync()
    {
        var arrived = new TaskCompletionSource();
        Later(arrived.SetResult);
        return arrived.Task;
    }

    /// <summary>Lets one thing happen; false when there is nothing but time.</summary>
    public bool Step()
    {
        var ready = _actors.FindAll(actor => actor.HasWork);
        // Once the world heals, time passes only when nothing else can happen, so that no deadline comes before an answer.
        var timeToo = Faults > 0 || (ready.Count == 0 && _onTheWay.Count == 0) ? 1 : 0;
        var choice = Dice.Next(ready.Count * 3 + _onTheWay.Count + timeToo);
        if (choice < ready.Count * 3)
        {
            ready[choice / 3].RunOne();
            return true;
        }

        choice -= ready.Count * 3;
        if (choice < _onTheWay.Count)
        {
            var action = _onTheWay[choice];
            _onTheWay.RemoveAt(choice);
            action();
            return true;
        }

        return Clock.AdvanceToNext() || ready.Count > 0 || _onTheWay.Count > 0;
    }

    public void Retire(Predicate<SteppedScheduler> gone) => _actors.RemoveAll(gone);
}
