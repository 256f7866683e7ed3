using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Grains.State;
using AccountTwins.Tests.Silo.Ingestion.Simulation;

namespace AccountTwins.Tests.Grains.Decisions.Simulation;

/// <summary>One schedule: trouble for a while, then a world that heals, and then what must hold of the chain and of every answer.</summary>
internal sealed class DecisionRun
{
    private const int Agents = 6;
    private const int StepsTroubled = 3_000;
    private const int StepsMax = 60_000;

    private readonly SimulatedWorld _world;
    private readonly SimulatedActivations _account;
    private readonly SimulatedAgents _agents;

    public DecisionRun(int seed, LedgerBreak breaks)
    {
        _world = new SimulatedWorld(seed);
        _account = new SimulatedActivations(_world, breaks);
        _agents = new SimulatedAgents(_world, _account);
    }

    public IReadOnlyList<LedgerEntry> Chain => _account.Ledger.Chain(new LedgerSubject(SessionBench.Key.Tenant, SessionBench.Key.Account));

    public int Lost => _account.Lost;

    public int Doubled => _account.Doubled;

    public IReadOnlyList<string> Run()
    {
        var lives = _agents.Start(Agents);
        for (var step = 0; step < StepsMax && !lives.All(life => life.IsCompleted); step++)
        {
            if (step == StepsTroubled)
                _world.Faults = 0;
            if (!_world.Step())
                break;
        }

        var faults = new List<string>(_agents.Faults);
        if (!lives.All(life => life.IsCompleted))
            faults.Add("Somebody never got an answer.");
        faults.AddRange(lives.Where(life => life.IsFaulted).Select(life => life.Exception!.InnerException!.ToString()));
        faults.AddRange(LedgerOracle.Faults(Chain, _account.Policies));
        faults.AddRange(Unkept());
        return faults;
    }

    /// <summary>Answers that the chain does not know, or knows otherwise.</summary>
    private IEnumerable<string> Unkept()
    {
        var decisions = Chain.Where(entry => entry.Kind == EntryKinds.Decision)
            .GroupBy(entry => DecisionId.Of(entry.Number, entry.Hash, SessionBench.Key.Account).ToString())
            .ToDictionary(same => same.Key, same => same.First());
        foreach (var (id, verdict) in _agents.Answered)
        {
            if (!decisions.TryGetValue(id, out var entry))
                yield return $"{id} was answered and is not in the ledger.";
            else if ((int)LedgerJson.Read<DecisionEntry>(entry.Body).Verdict.Kind != (int)verdict)
                yield return $"{id} was answered with {verdict} and is otherwise in the ledger.";
        }

        foreach (var (kind, id) in _agents.Acknowledged)
        {
            var number = DecisionId.TryParse(id)!.Value.Number;
            if (Chain.Count(entry => entry.Kind == kind && DecisionOf(entry) == number) != 1)
                yield return $"The {kind} of {id} was answered and is not in the ledger once.";
        }
    }

    private static long DecisionOf(LedgerEntry entry) => entry.Kind switch
    {
        EntryKinds.Review => LedgerJson.Read<ReviewEntry>(entry.Body).Decision,
        EntryKinds.Permit => LedgerJson.Read<PermitEntry>(entry.Body) is { Tighter.Count: 0 } permit ? permit.Decision : 0,
        EntryKinds.Outcome => LedgerJson.Read<OutcomeEntry>(entry.Body).Decision,
        _ => 0,
    };
}
