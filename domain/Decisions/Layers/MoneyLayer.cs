using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Decisions.Layers;

/// <summary>Amounts against caps, and amounts and counts against budgets. All in base currency; amounts of a conversation add up.</summary>
internal static class MoneyLayer
{
    public static void Apply(ActionJudgement judgement)
    {
        var rule = judgement.Rule;
        var amount = Amount(judgement);
        if (amount is { } asked)
            Caps(judgement, asked);
        foreach (var budget in rule.Budgets)
            Budget(judgement, budget, amount);
        if (!judgement.Facts.ReleaseBudgetCovers)
            Approve(judgement, LayerKind.Budget, "release", VerdictCodes.ReleaseBudgetSpent, "This agent release has used up what it may do in an hour.", "the next hour, or a higher limit");
        else if (judgement.Facts.ReleaseBudgetUnknown == true)
            Unknown(judgement);
        if (judgement.Facts.IsBookFull)
        {
            judgement.Raise(VerdictKind.Escalate, LayerKind.Budget, "book", VerdictCodes.BookFull, "Too many acts of this account wait for people or for their outcome.");
            judgement.PeopleCould("outcomes reported or cleared");
        }
    }

    /// <summary>What is not known is never allowed; asking in earnest takes a slice and so finds out.</summary>
    private static void Unknown(ActionJudgement judgement)
    {
        Approve(judgement, LayerKind.Budget, "release", VerdictCodes.ReleaseBudgetUnknown, "Only a lease would tell whether this hour of the release covers it, and a dry run takes none.", null);
        judgement.AgentCould("ask without dryRun, which finds out");
    }

    /// <summary>What the tightest budget of money leaves after this act.</summary>
    public static BudgetLeft? Left(ActionJudgement judgement)
    {
        BudgetLeft? tightest = null;
        foreach (var budget in judgement.Rule.Budgets)
        {
            if (budget.Amount is not { } limit)
                continue;
            var after = limit - Spent(judgement.Facts, budget.Window) - (judgement.IsAllowed ? judgement.Amount ?? 0 : 0);
            if (tightest is null || after < tightest.Remaining)
                tightest = new BudgetLeft(Math.Max(0, after), judgement.Playbook.Money.Base, budget.Window);
        }

        return tightest;
    }

    /// <summary>What counts against caps and budgets; null where there is no amount or no rate.</summary>
    private static decimal? Amount(ActionJudgement judgement)
    {
        var action = judgement.Action;
        if (action.Amount is not { } asked)
            return judgement.Rule.TakesAmount ? Unusable(judgement) : null;
        if (asked is < 0 or > DecisionRequest.AmountMax)
            return Unusable(judgement);
        if (!judgement.Rule.TakesAmount)
        {
            Approve(judgement, LayerKind.Request, "amount", VerdictCodes.AmountUnexpected, "This action has no amount in the catalogue.", null);
            judgement.AgentCould("ask without the amount");
        }

        judgement.Amount = judgement.Playbook.Money.ToBase(asked, action.Currency);
        if (judgement.Amount is null)
            Approve(judgement, LayerKind.Budget, "rate", VerdictCodes.NoRate, $"There is no rate for {action.Currency ?? "an amount without currency"}.", "a rate in the playbook");
        return judgement.Amount;
    }

    /// <summary>The lowest cap of the tier and those below it, and of all where the tier is not known: a higher stake never gives a higher cap.</summary>
    private static decimal CapOf(ActionRule rule, ValueTier tier)
    {
        var cap = rule.CapOf(tier);
        for (var lower = ValueTier.Small; lower <= (tier == ValueTier.Unspecified ? ValueTier.Global : tier); lower++)
            cap = Math.Min(cap, rule.CapOf(lower));
        return cap;
    }

    /// <summary>Judged on as an amount of 0, so that what would forbid any amount is told at once.</summary>
    private static decimal? Unusable(ActionJudgement judgement)
    {
        judgement.Raise(VerdictKind.Deny, LayerKind.Request, "amount", VerdictCodes.AmountMissing, "This action needs an amount of 0 or more and its currency.");
        judgement.AgentCould("name the amount and its currency");
        return 0;
    }

    private static void Caps(ActionJudgement judgement, decimal amount)
    {
        var (rule, together) = (judgement.Rule, amount + judgement.Facts.SpentConversation);
        if (rule.AbsoluteCap is { } most && together > most)
        {
            judgement.Raise(VerdictKind.Deny, LayerKind.Budget, "absolute_cap", VerdictCodes.OverCap, $"{judgement.Money(together)} in this conversation is over the cap of {judgement.Money(most)}.");
            Less(judgement, most - judgement.Facts.SpentConversation);
        }

        if (judgement.Effective >= Latitude.Full || !rule.TakesAmount)
            return;
        var cap = CapOf(rule, judgement.Account.Tier);
        if (together > cap)
        {
            Approve(judgement, LayerKind.Budget, "tier_cap", VerdictCodes.OverTierCap, $"{judgement.Money(together)} in this conversation is over the {judgement.Money(cap)} that the agent may spend alone.", null);
            Less(judgement, cap - judgement.Facts.SpentConversation);
        }
    }

    private static void Budget(ActionJudgement judgement, BudgetRule budget, decimal? asked)
    {
        var facts = judgement.Facts;
        var (spent, count) = (Spent(facts, budget.Window), budget.Window == BudgetWindow.Day ? facts.CountDay : facts.CountMonth);
        var name = Words<BudgetWindow>.Of(budget.Window);
        if (budget.Amount is { } limit && asked is { } amount && spent + amount > limit)
        {
            Approve(judgement, LayerKind.Budget, name, VerdictCodes.BudgetSpent, $"{judgement.Money(spent)} of {judgement.Money(limit)} a {name} are spent or reserved.", null);
            Less(judgement, limit - spent);
        }

        if (budget.Count is { } most && count >= most)
            Approve(judgement, LayerKind.Budget, name, VerdictCodes.BudgetSpent, $"All {most} acts of a {name} are used.", $"the next {name}, or a higher budget");
    }

    private static decimal Spent(ActionFacts facts, BudgetWindow window) => window == BudgetWindow.Day ? facts.SpentDay : facts.SpentMonth;

    /// <summary>Rounded down: an agent that asks for exactly this much must get it. Where no amount belongs, leaving it out is the way.</summary>
    private static void Less(ActionJudgement judgement, decimal most)
    {
        if (!judgement.Rule.TakesAmount)
            return;
        var cents = decimal.Floor(most * 100);
        if (cents > 0)
            judgement.AgentCould($"an amount of at most {judgement.Money(cents / 100)}");
        else
            judgement.PeopleCould("a higher limit, or time");
    }

    private static void Approve(ActionJudgement judgement, LayerKind layer, string rule, string code, string text, string? remedy)
    {
        judgement.Raise(VerdictKind.RequireApproval, layer, rule, code, text);
        if (remedy is not null)
            judgement.PeopleCould(remedy);
    }
}
