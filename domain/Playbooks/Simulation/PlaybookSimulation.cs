using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Playbooks.Simulation;

/// <summary>
/// Tries a playbook on what is known. Accounts and decisions are pushed in one by one and only counted, so that a million of them need
/// no more memory than a hundred. A stored decision is put into the tier that its value then has by the new playbook, and keeps the learned latitude that
/// it had. One caller at a time.
/// </summary>
/// <param name="before">The playbook in force, by which accounts are judged now; stored decisions carry their own answers.</param>
/// <param name="after">The playbook to try.</param>
/// <param name="now">The moment of the probes.</param>
/// <param name="progress">Told after every <see cref="ProgressStep"/> accounts or decisions; null: nobody is told.</param>
public sealed class PlaybookSimulation(Playbook before, Playbook after, DateTimeOffset now, Action<SimulationProgress>? progress = null)
{
    public const int ProgressStep = 1000;

    private readonly ProbeRequest _probe = new(before.Actions.Concat(after.Actions).Select(action => action.Type).Distinct());
    private readonly Dictionary<(ValueTier, HealthBand, LatitudeShift), long> _latitudes = [];
    private readonly Dictionary<(VerdictKind, VerdictKind), long> _verdicts = [];
    private readonly List<AccountShift> _accounts = [];
    private readonly List<DecisionShift> _decisions = [];
    private readonly WorkCount _workBefore = new();
    private readonly WorkCount _workAfter = new();
    private long _accountsSeen;
    private long _accountsChanged;
    private long _decisionsSeen;
    private long _decisionsChanged;

    /// <summary>Everything at once, for callers that have it as sequences; they are gone through once.</summary>
    public static SimulationReport Run(
        Playbook before, Playbook after, DateTimeOffset now, IEnumerable<SimulatedAccount> accounts, IEnumerable<StoredDecision> decisions, Action<SimulationProgress>? progress = null)
    {
        var simulation = new PlaybookSimulation(before, after, now, progress);
        foreach (var account in accounts)
            simulation.Probe(account);
        foreach (var decision in decisions)
            simulation.Judge(decision);
        return simulation.Report();
    }

    /// <summary>Compares what each action may do alone for the account.</summary>
    public void Probe(SimulatedAccount account)
    {
        var (old, tried) = (_probe.Judge(account.Facts, before, now), _probe.Judge(account.Tried ?? account.Facts, after, now));
        List<LatitudeShift>? shifts = null;
        for (var index = 0; index < _probe.Actions.Count; index++)
        {
            if (old.Actions[index].Effective != tried.Actions[index].Effective)
                (shifts ??= []).Add(new LatitudeShift(_probe.Actions[index], old.Actions[index].Effective, tried.Actions[index].Effective));
        }

        if (shifts is not null)
            Add(account, shifts);
        _accountsSeen++;
        Tell();
    }

    /// <summary>Judges a stored request again, on the value and the circumstances that it had, by the new playbook.</summary>
    public void Judge(StoredDecision decision)
    {
        var (input, stored) = (decision.Entry.Input, decision.Entry.Verdict);
        var account = input.Account with { Tier = StoredTier.Of(input.Account, after) };
        var tried = VerdictRules.Decide(input with { Account = account, Tenant = input.Tenant with { Playbook = after.Hash } }, after);
        var odds = decision.Entry.Sampling?.Own;
        _workBefore.Add(stored, odds ?? before.Learning.ReviewFloor);
        _workAfter.Add(tried, Math.Max(odds ?? 0, after.Learning.ReviewFloor));
        if (tried.Kind != stored.Kind)
        {
            _decisionsChanged++;
            Count(_verdicts, (stored.Kind, tried.Kind));
            if (_decisions.Count < SimulationReport.NamedMax)
                _decisions.Add(new DecisionShift(decision.Account, decision.Number, stored.Kind, tried.Kind, [.. tried.Actions.SelectMany(action => action.Reasons).Select(reason => reason.Code).Distinct()]));
        }

        _decisionsSeen++;
        Tell();
    }

    public SimulationReport Report() => new()
    {
        Accounts = _accountsSeen,
        AccountsChanged = _accountsChanged,
        LatitudeShifts =
        [
            .. from pair in _latitudes
               orderby pair.Value descending, pair.Key.Item1, pair.Key.Item2, pair.Key.Item3.Action, pair.Key.Item3.From, pair.Key.Item3.To
               select new LatitudeShiftCount(pair.Key.Item1, pair.Key.Item2, pair.Key.Item3, pair.Value),
        ],
        NamedAccounts = [.. _accounts],
        Decisions = _decisionsSeen,
        DecisionsChanged = _decisionsChanged,
        VerdictShifts =
        [
            .. from pair in _verdicts
               orderby pair.Value descending, pair.Key.Item1, pair.Key.Item2
               select new VerdictShiftCount(pair.Key.Item1, pair.Key.Item2, pair.Value),
        ],
        NamedDecisions = [.. _decisions],
        Before = _workBefore.Sum(),
        After = _workAfter.Sum(),
    };

    private void Add(SimulatedAccount account, List<LatitudeShift> shifts)
    {
        _accountsChanged++;
        foreach (var shift in shifts)
            Count(_latitudes, (account.Facts.Tier, account.Facts.LatitudeBand, shift));
        if (_accounts.Count < SimulationReport.NamedMax)
            _accounts.Add(new AccountShift(account.Account, account.Facts.Tier, account.Facts.LatitudeBand, [.. shifts]));
    }

    private void Tell()
    {
        if ((_accountsSeen + _decisionsSeen) % ProgressStep == 0)
            progress?.Invoke(new SimulationProgress(_accountsSeen, _decisionsSeen));
    }

    private static void Count<T>(Dictionary<T, long> counts, T key)
        where T : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
