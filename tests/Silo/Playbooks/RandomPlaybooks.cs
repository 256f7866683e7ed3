using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Tests.Silo.Playbooks;

/// <summary>Playbooks a few random steps away from another one, in any direction.</summary>
internal sealed class RandomPlaybooks(Random random)
{
    public Playbook Step(Playbook source) => random.Next(12) switch
    {
        0 => Actions(source, rule => rule with { Requires = (Latitude)random.Next(2, 6) }),
        1 => Actions(source, rule => rule with { Reversibility = (Reversibility)random.Next(1, 4), Promises = random.Next(2) == 0 }),
        2 => Actions(source, rule => rule with { Families = [.. Some(Enum.GetValues<Family>().Skip(1))] }),
        3 => Actions(source, Money),
        4 => Actions(source, rule => rule with { Obligations = [.. Some(rule.Obligations)], ConfidenceFloor = random.Next(3) == 0 ? null : random.Next(0, 11) / 10m }),
        5 => source with { Actions = [.. source.Actions.Where(_ => random.Next(12) > 0)] },
        6 => source with { Constraints = [.. source.Constraints.Where(_ => random.Next(8) > 0)] },
        7 => source with { Constraints = [.. source.Constraints.Select(rule => random.Next(6) == 0 ? Changed(rule) : rule)] },
        8 => source with { Freshness = Freshness() },
        9 => source with { Escalation = Escalation(source.Escalation) },
        10 => source with { Matrix = Lower(source.Matrix, random.Next(-1, 2)), AssumedAiContact = random.Next(4) is > 0 and var contact ? (AiContact)contact : null },
        _ => source with
        {
            Mode = (PlaybookMode)random.Next(1, 3),
            Observe = [.. Some([new ObserveRule("smb", null), new ObserveRule(null, "reply")])],
            Money = source.Money with { Rates = [.. source.Money.Rates.Select(rate => rate with { InBase = random.Next(1, 30) / 10m })] },
        },
    };

    private ActionRule Money(ActionRule rule) => rule.TakesAmount
        ? rule with
        {
            AbsoluteCap = random.Next(3) == 0 ? null : random.Next(1, 40) * 10,
            Caps = [.. Some(rule.Caps.Select(cap => cap with { Amount = random.Next(0, 100) }))],
            Budgets = [.. Some(rule.Budgets.Select(budget => budget with { Amount = random.Next(3) == 0 ? null : random.Next(0, 300), Count = random.Next(1, 5) }))],
            Approvers = [.. Some(rule.Approvers)],
        }
        : rule with { Budgets = random.Next(2) == 0 ? [] : [new BudgetRule(BudgetWindow.Day, null, random.Next(0, 4))] };

    private ConstraintRule Changed(ConstraintRule rule) => rule with
    {
        AtMost = (Latitude)random.Next(1, 6),
        Days = rule.Days == 0 ? 0 : random.Next(1, 150),
        Clauses = [.. Some(rule.Clauses)],
        Actions = [.. Some(["reply", "grant_credit", "close_ticket"])],
        Segments = [.. Some(["smb", "enterprise"])],
        Status = (RuleStatus)random.Next(1, 3),
    };

    private FreshnessRules Freshness() => new()
    {
        WhenLate = (Latitude)random.Next(1, 6),
        WhenDead = (Latitude)random.Next(1, 6),
        EvidenceFloor = random.Next(0, 11) / 10m,
        BelowFloor = (Latitude)random.Next(1, 6),
        LateAfter = [.. Some([Family.Billing, Family.Support, Family.Contract]).Select(family => new FreshnessFloor(family, random.Next(1, 60)))],
    };

    private EscalationRules Escalation(EscalationRules rules) => random.Next(2) == 0
        ? rules with { HighValueFrom = (ValueTier)random.Next(1, 5), HighValueAtRisk = Coin(), Incident = Coin(), PersonAskedFor = Coin() }
        : rules with
        {
            ContactsOnOneTicket = random.Next(0, 5),
            Reopened = random.Next(0, 3),
            ClauseCategories = [.. Some(["legal", "billing", "contract"])],
            Exempt = [.. Some(["holding_reply", "reply", "grant_credit"])],
        };

    /// <summary>Every cell one step down (or up) stays in order.</summary>
    private static LatitudeMatrix Lower(LatitudeMatrix matrix, int steps) =>
        LatitudeMatrix.TryCreate((tier, band) => (Latitude)Math.Clamp((int)matrix[tier, band] - steps, 1, 5), out _)!;

    private Playbook Actions(Playbook source, Func<ActionRule, ActionRule> change) =>
        source with { Actions = [.. source.Actions.Select(rule => random.Next(4) == 0 ? change(rule) : rule)] };

    private IEnumerable<T> Some<T>(IEnumerable<T> items) => items.Where(_ => Coin());

    private bool Coin() => random.Next(2) == 0;
}
