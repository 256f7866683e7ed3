using AccountTwins.Domain.Health;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Tests.Support.Decisions;

/// <summary>A small playbook in code: one action for each way in which an act is judged, one rule for each circumstance.</summary>
internal static class TestPlaybook
{
    /// <summary>Days of every rule that has some.</summary>
    public const int RuleDays = 60;

    public const int LargeVolumeSeats = 1000;

    public static Playbook Create() => new()
    {
        Version = "test",
        Hash = "test-hash",
        Money = new CurrencyRates("EUR", [new CurrencyRate("USD", 0.9m, new DateOnly(2026, 1, 1))]),
        Value = new ValueRules
        {
            Tiers = new ValueTierRule(0.8m, new TierThreshold(ValueTier.Mid, 20_000, 10_000), new TierThreshold(ValueTier.Strategic, 200_000, 100_000), new TierThreshold(ValueTier.Global, 2_000_000, 1_000_000)),
            LargeVolumeSeats = LargeVolumeSeats,
        },
        Matrix = Matrix((tier, band) => band switch
        {
            HealthBand.Healthy => tier switch
            {
                ValueTier.Small or ValueTier.Mid => Latitude.Bounded,
                ValueTier.Strategic => Latitude.Supervised,
                _ => Latitude.Diagnostic,
            },
            HealthBand.Watch => tier is ValueTier.Small or ValueTier.Mid ? Latitude.Supervised : Latitude.Diagnostic,
            _ => tier == ValueTier.Unspecified ? Latitude.Suspended : Latitude.Diagnostic,
        }),
        Actions = [Reply, HoldingReply, GrantCredit, CloseTicket, SignRenewal, CommitDate],
        Categories = ["billing", "outage"],
        Constraints = [.. Enum.GetValues<Circumstance>().Where(when => when != Circumstance.Unspecified).Select(RuleFor), Shadow],
        Entitlements = [new Entitlement("premium", 240, HandoverRoute.Specialist), new Entitlement("mission_critical", 30, HandoverRoute.Swarm)],
    };

    public static LatitudeMatrix Matrix(Func<ValueTier, HealthBand, Latitude> cell) =>
        LatitudeMatrix.TryCreate(cell, out var fault) ?? throw new ArgumentException(fault);

    private static ActionRule Reply => new()
    {
        Type = "reply",
        Requires = Latitude.Supervised,
        Reversibility = Reversibility.Correctable,
        Families = [Family.Support],
        Obligations = [new Obligation { Kind = ObligationKind.DiscloseAi }],
        Approvers = [new ApproverRule(null, ValueTier.Mid, ApproverRole.Csm, 1), new ApproverRule(null, ValueTier.Global, ApproverRole.Lead, 1)],
        HoldingText = "A colleague reads this first.",
    };

    private static ActionRule HoldingReply => new() { Type = "holding_reply", Requires = Latitude.Diagnostic, Reversibility = Reversibility.Reversible };

    private static ActionRule GrantCredit => new()
    {
        Type = "grant_credit",
        Requires = Latitude.Bounded,
        Reversibility = Reversibility.Correctable,
        Families = [Family.Billing, Family.Contract],
        TakesAmount = true,
        AbsoluteCap = 500,
        Caps = [new TierCap(ValueTier.Small, 100), new TierCap(ValueTier.Mid, 50)],
        Budgets = [new BudgetRule(BudgetWindow.Day, 150, 5), new BudgetRule(BudgetWindow.Month, 300, null)],
        Approvers =
        [
            new ApproverRule(100, ValueTier.Mid, ApproverRole.Csm, 1), new ApproverRule(300, ValueTier.Strategic, ApproverRole.Lead, 1),
            new ApproverRule(400, ValueTier.Global, ApproverRole.Executive, 1),
        ],
    };

    private static ActionRule CloseTicket => new()
    {
        Type = "close_ticket",
        Requires = Latitude.Supervised,
        Reversibility = Reversibility.Reversible,
        ConfidenceFloor = 0.8m,
        Budgets = [new BudgetRule(BudgetWindow.Month, null, 20)],
    };

    private static ActionRule SignRenewal => new()
    {
        Type = "sign_renewal",
        Requires = Latitude.Bounded,
        Reversibility = Reversibility.Irreversible,
        Families = [Family.Contract],
        Approvers = [new ApproverRule(null, ValueTier.Global, ApproverRole.Executive, 2)],
    };

    private static ActionRule CommitDate => new() { Type = "commit_date", Requires = Latitude.Supervised, Reversibility = Reversibility.Correctable, Promises = true };

    private static ConstraintRule Shadow => new()
    {
        Name = "shadowed", When = Circumstance.RenewalWindow, Days = 10_000, AtMost = Latitude.Suspended, Status = RuleStatus.Shadow,
    };

    private static ConstraintRule RuleFor(Circumstance when) => new()
    {
        Name = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(when.ToString()),
        When = when,
        AtMost = when == Circumstance.AiUnwanted ? Latitude.Suspended : Latitude.Diagnostic,
        Days = when is Circumstance.RenewalWindow or Circumstance.OpenPromise ? RuleDays : 0,
        Clauses = when == Circumstance.ContractClause ? ["no_ai_processing"] : [],
    };
}
