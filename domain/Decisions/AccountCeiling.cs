using AccountTwins.Domain.Decisions.Layers;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions;

/// <summary>
/// How far an account's own circumstances let any agent go with any action: the layers of the verdict that hold for all of them. What an action, an
/// agent release, a scenario or a budget takes comes on top, so a verdict may leave less and never more.
/// </summary>
public static class AccountCeiling
{
    private static readonly ActionRule Any = new() { Type = "", Requires = Latitude.Full, Reversibility = Reversibility.Reversible };
    private static readonly ActionRequest Nothing = new("", null, null, null, null, null);
    private static readonly ActionFacts Facts = new() { Scenario = "" };

    private static readonly DecisionRequest Request = new() { Actions = [Nothing], Agent = new AgentIdentity("", "", null), IdempotencyKey = "", SupportedObligations = [], DryRun = true };

    /// <param name="killSwitch">One that stops all actions of the account's segment, or null.</param>
    public static ActionVerdict Of(AccountFacts account, TenantFacts tenant, OverrideFact? people, string? killSwitch, Playbook playbook, DateTimeOffset now)
    {
        var facts = Facts with { KillSwitch = killSwitch };
        var input = new VerdictInput { Now = now, Request = Request, Account = account, Tenant = tenant, Actions = [facts], Override = people };
        var judgement = new ActionJudgement(Nothing, Any, facts, input, playbook);
        CeilingLayers.Apply(judgement);
        ConstraintLayer.Apply(judgement);
        FreshnessLayer.Apply(judgement);
        return judgement.Seal([], null);
    }
}
