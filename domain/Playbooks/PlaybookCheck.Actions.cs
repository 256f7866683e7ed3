using AccountTwins.Domain.Playbooks.Format;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Playbooks;

public static partial class PlaybookCheck
{
    private static readonly ValueTier[] TiersRising = [ValueTier.Small, ValueTier.Mid, ValueTier.Strategic, ValueTier.Global];

    private static IEnumerable<PlaybookProblem> Action(ActionRule action, string path) =>
        [.. Amounts(action, path), .. Caps(action, path), .. Budgets(action, path), .. Approvers(action, path), .. Obligations(action, path)];

    private static IEnumerable<PlaybookProblem> Amounts(ActionRule action, string path)
    {
        if (action.TakesAmount)
            yield break;
        if (action.AbsoluteCap is not null)
            yield return NotTaken($"{path}.absolute_cap");
        if (action.Caps.Count > 0)
            yield return NotTaken($"{path}.caps");
        if (action.ReleaseAmountPerHour is not null)
            yield return NotTaken($"{path}.release_amount_per_hour");

        static PlaybookProblem NotTaken(string path) =>
            new(path, PlaybookCodes.AmountNotTaken, "This limits money of an action that takes no amount; say takes_amount: true, or leave it out.");
    }

    private static IEnumerable<PlaybookProblem> Caps(ActionRule action, string path)
    {
        if (action.Caps.Count == 0)
            yield break;
        for (var index = 1; index < TiersRising.Length; index++)
        {
            var (lower, higher) = (TiersRising[index - 1], TiersRising[index]);
            if (action.CapOf(higher) > action.CapOf(lower))
                yield return new(
                    $"{path}.caps.{EnumWords<ValueTier>.Of(higher)}", PlaybookCodes.CapsRise,
                    $"The cap of {EnumWords<ValueTier>.Of(higher)} is above that of {EnumWords<ValueTier>.Of(lower)}; what is left out counts as 0.");
        }

        foreach (var cap in action.Caps)
        {
            if (cap.Amount > action.AbsoluteCap)
                yield return new(
                    $"{path}.caps.{EnumWords<ValueTier>.Of(cap.Tier)}", PlaybookCodes.CapOverAbsolute, "The agent cannot spend alone what is denied to everyone: it is above absolute_cap.");
        }
    }

    private static IEnumerable<PlaybookProblem> Budgets(ActionRule action, string path)
    {
        for (var index = 0; index < action.Budgets.Count; index++)
        {
            var budget = action.Budgets[index];
            if (budget is { Amount: null, Count: null })
                yield return new($"{path}.budgets[{index}]", PlaybookCodes.BudgetEmpty, "A budget limits an amount, a count or both.");
            if (budget.Amount is not null && !action.TakesAmount)
                yield return new($"{path}.budgets[{index}].amount", PlaybookCodes.AmountNotTaken, "The action takes no amount.");
        }

        foreach (var problem in Duplicates($"{path}.budgets", "window", action.Budgets, budget => EnumWords<BudgetWindow>.Of(budget.Window)))
            yield return problem;
    }

    /// <summary>A higher amount or tier only ever falls to a later rule; so later rules must not ask for less.</summary>
    private static IEnumerable<PlaybookProblem> Approvers(ActionRule action, string path)
    {
        for (var index = 1; index < action.Approvers.Count; index++)
        {
            var (before, after) = (action.Approvers[index - 1], action.Approvers[index]);
            var (less, more) = (before.UpToAmount ?? decimal.MaxValue, after.UpToAmount ?? decimal.MaxValue);
            if (more < less || after.UpToTier < before.UpToTier || (more == less && after.UpToTier == before.UpToTier))
                yield return new($"{path}.approvers[{index}]", PlaybookCodes.ApproversOrder, "Amount and tier must not fall from one approver to the next, and one of them must rise.");
            if (after.Role < before.Role || after.People < before.People)
                yield return new($"{path}.approvers[{index}]", PlaybookCodes.ApproversOrder, "Role and number of people must not fall from one approver to the next.");
        }

        if (action.Reversibility == Reversibility.Irreversible && action.Approvers.Count == 0)
            yield return new($"{path}.approvers", PlaybookCodes.ApproversMissing, "What cannot be undone names who approves it.");
        else if (!action.TwoExecutivesAbove && action.Approvers is not [.., { UpToAmount: null, UpToTier: ValueTier.Global }])
            yield return new(
                $"{path}.approvers", PlaybookCodes.ApproversOpen, "Not every amount and tier has an approver; let the last one cover everything, or say two_executives_above: true.");
    }

    private static IEnumerable<PlaybookProblem> Obligations(ActionRule action, string path)
    {
        for (var index = 0; index < action.Obligations.Count; index++)
        {
            var (obligation, here) = (action.Obligations[index], $"{path}.obligations[{index}]");
            foreach (var (kind, key, isThere) in ((ObligationKind, string, bool)[])
                [
                    (ObligationKind.CapAmount, "max", obligation.Max is not null),
                    (ObligationKind.ReportOutcome, "within_seconds", obligation.WithinSeconds is not null),
                    (ObligationKind.UseTemplate, "template", obligation.Template is not null),
                    (ObligationKind.Copy, "role", obligation.Role != ApproverRole.Unspecified),
                    (ObligationKind.Delay, "until", obligation.Until is not null),
                ])
            {
                var word = EnumWords<ObligationKind>.Of(obligation.Kind);
                if (obligation.Kind == kind && !isThere)
                    yield return new($"{here}.{key}", PlaybookCodes.ObligationIncomplete, $"{word} needs {key}.");
                if (obligation.Kind != kind && isThere)
                    yield return new($"{here}.{key}", PlaybookCodes.ObligationExtra, $"{word} has no {key}.");
            }
        }

        foreach (var problem in Duplicates($"{path}.obligations", "kind", action.Obligations, obligation => EnumWords<ObligationKind>.Of(obligation.Kind)))
            yield return problem;
    }
}
