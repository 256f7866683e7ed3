using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Playbooks.Simulation;

/// <summary>
/// A request that asks for every action at once, with nothing against it but the account: no amount, full confidence, every obligation kept,
/// nothing spent, nothing learned. What latitude is left is then the account's and the playbook's doing.
/// </summary>
internal sealed class ProbeRequest
{
    private static readonly ValueList<ObligationKind> Obligations = [.. Enum.GetValues<ObligationKind>()];

    private readonly DecisionRequest _request;
    private readonly ValueList<ActionFacts> _facts;

    public ProbeRequest(IEnumerable<string> actions)
    {
        Actions = [.. actions];
        _request = new DecisionRequest
        {
            Actions = [.. Actions.Select(type => new ActionRequest(type, null, null, null, 1, null))],
            Agent = new AgentIdentity("simulation", "probe", null),
            IdempotencyKey = "probe",
            SupportedObligations = Obligations,
            DryRun = true,
        };
        _facts = [.. Actions.Select(type => new ActionFacts { Scenario = $"{type}~probe" })];
    }

    public ValueList<string> Actions { get; }

    public Verdict Judge(AccountFacts account, Playbook playbook, DateTimeOffset now) => VerdictRules.Decide(
        new VerdictInput { Now = now, Request = _request, Account = account, Tenant = new TenantFacts { Playbook = playbook.Hash }, Actions = _facts }, playbook);
}
