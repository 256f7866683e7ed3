using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;

namespace AccountTwins.Domain.Decisions.Layers;

/// <summary>Amounts against caps, and amounts and counts against budgets. All in base currency; amounts of a conversation add up.</summary>
internal static class MoneyLayer
{
    public static void Apply(ActionJudgement judgement)
    {
        var rule = judgement.Rule;
        if (Amount(judgement) is { } amount)
            Caps(judgement, amount);
        foreach (var budget in rule.Budgets)
            Budget(judgement, budget);
        if (!judgement.Facts.ReleaseBudgetCovers)
            Approve(judgement, LayerKind.Budget, "release", VerdictCodes.ReleaseBudgetSpent, "This agent release has used up what it may do in an hour.", "the next hour, or a higher limit");
        if (judgement.Facts.IsBookFull)
        {
            judgement.Raise(VerdictKind.Escalate, LayerKind.Budget, "book", VerdictCodes.BookFull, "Too many acts of this account wait for people or for their outcome.");
            judgement.PeopleCould("outcomes reported or cleared");
        }
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

    private static decimal? Amount(ActionJudgement judgement)
    {
        var action = judgement.Action;
        if (action.Amount is not { } asked)
        {
            if (judgement.Rule.TakesAmount)
            {
                judgement.Raise(VerdictKind.Deny, LayerKind.Request, "amount", VerdictCodes.AmountMissing, "This action needs an amount and its currency.");
                judgement.AgentCould("name the amount and its currency");
            }

            return null;
        }

        if (!judgement.Rule.TakesAmount)
        {
            Approve(judgement, LayerKind.Request, "amount", VerdictCodes.AmountUnexpected, "This action has no amount in the catalogue.", "a catalogue that gives this action an amount");
            judgement.AgentCould("ask without the amount");
        }

        judgement.Amount = judgement.Playbook.Money.ToBase(asked, action.Currency);
        if (judgement.Amount is null)
            Approve(judgement, LayerKind.Budget, "rate", VerdictCodes.NoRate, $"There is no rate for {action.Currency ?? "an amount without currency"}.", "a rate in the playbook");
        return judgement.Amount;
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
        var cap = rule.CapOf(judgement.Account.Tier);
        if (together > cap)
        {
            Approve(judgement, LayerKind.Budget, "tier_cap", VerdictCodes.OverTierCap, $"{judgement.Money(together)} in this conversation is over the {judgement.Money(cap)} that the agent may spend alone.", null);
            Less(judgement, cap - judgement.Facts.SpentConversation);
        }
    }

    private static void Budget(ActionJudgement judgement, BudgetRule budget)
    {
        var facts = judgement.Facts;
        var (spent, count) = (Spent(facts, budget.Window), budget.Window == BudgetWindow.Day ? facts.CountDay : facts.CountMonth);
        var name = Words<BudgetWindow>.Of(budget.Window);
        if (budget.Amount is { } limit && judgement.Amount is { } amount && spent + amount > limit)
        {
            Approve(judgement, LayerKind.Budget, name, VerdictCodes.BudgetSpent, $"{judgement.Money(spent)} of {judgement.Money(limit)} a {name} are spent or reserved.", null);
            Less(judgement, limit - spent);
        }

        if (budget.Count is { } most && count >= most)
            Approve(judgement, LayerKind.Budget, name, VerdictCodes.BudgetSpent, $"All {most} acts of a {name} are used.", $"the next {name}, or a higher budget");
    }

    private static decimal Spent(ActionFacts facts, BudgetWindow window) => window == BudgetWindow.Day ? facts.SpentDay : facts.SpentMonth;

    private static void Less(ActionJudgement judgement, decimal most)
    {
        if (most > 0)
            judgement.AgentCould($"an amount of at most {judgement.Money(most)}");
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
