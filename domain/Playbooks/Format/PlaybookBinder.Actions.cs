using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Playbooks.Format;

internal static partial class PlaybookBinder
{
    private static ActionRule Action(FileValues action) => new()
    {
        Type = action.Text("type")!,
        Requires = action.Word<Latitude>("requires"),
        Reversibility = action.Word<Reversibility>("reversibility"),
        Families = action.Words<Family>("families"),
        TakesAmount = action.Flag("takes_amount", false),
        Promises = action.Flag("promises", false),
        AbsoluteCap = action.Number("absolute_cap"),
        Caps = Caps(action.Group("caps")),
        Budgets = [.. action.Groups("budgets").Select(budget => new BudgetRule(budget.Word<BudgetWindow>("window"), budget.Number("amount"), budget.Whole("count")))],
        ReleaseAmountPerHour = action.Number("release_amount_per_hour"),
        ReleaseCountPerHour = action.Whole("release_count_per_hour"),
        Obligations = [.. action.Groups("obligations").Select(Obligation)],
        Approvers =
        [
            .. action.Groups("approvers").Select(rule => new ApproverRule(
                rule.Number("up_to_amount"), rule.Word("up_to_tier", ValueTier.Global), rule.Word<ApproverRole>("role"), rule.Whole("people") ?? 1)),
        ],
        TwoExecutivesAbove = action.Flag("two_executives_above", false),
        ConfidenceFloor = action.Number("confidence_floor"),
        HoldingText = action.Text("holding_text"),
    };

    private static ValueList<TierCap> Caps(FileValues caps) =>
    [
        .. from tier in EnumWords<ValueTier>.All
           where caps.Has(tier)
           select new TierCap(EnumWords<ValueTier>.Parse(tier), caps.Number(tier)!.Value),
    ];

    private static Obligation Obligation(FileValues obligation) => new()
    {
        Kind = obligation.Word<ObligationKind>("kind"),
        Max = obligation.Number("max"),
        WithinSeconds = obligation.Whole("within_seconds"),
        Template = obligation.Text("template"),
        Role = obligation.Word<ApproverRole>("role"),
        Until = obligation.Moment("until"),
    };

    private static ConstraintRule Constraint(FileValues rule) => new()
    {
        Name = rule.Text("name")!,
        When = rule.Word<Circumstance>("when"),
        AtMost = rule.Word<Latitude>("at_most"),
        Days = rule.Whole("days") ?? 0,
        Clauses = rule.Texts("clauses") ?? [],
        Actions = rule.Texts("actions") ?? [],
        Segments = rule.Texts("segments") ?? [],
        Status = rule.Word("status", RuleStatus.Active),
    };
}
