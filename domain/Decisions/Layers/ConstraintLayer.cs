using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Layers;

/// <summary>The account's circumstances. What is not known counts as the circumstance being there.</summary>
internal static class ConstraintLayer
{
    public static void Apply(ActionJudgement judgement)
    {
        foreach (var rule in judgement.Playbook.Constraints)
        {
            if (rule.Touches(judgement.Action.Type, judgement.Account.Segment) && IsThere(rule, judgement) is { } why)
                judgement.Cap(LayerKind.Constraint, rule.Name, rule.AtMost, VerdictCodes.Constraint, why, judgement.Binds(rule.AtMost) ? $"no longer: {why}" : null, rule.Status == RuleStatus.Shadow);
        }
    }

    /// <summary>What is so, as a sentence, or null.</summary>
    private static string? IsThere(ConstraintRule rule, ActionJudgement judgement)
    {
        var account = judgement.Account;
        return rule.When switch
        {
            Circumstance.RenewalWindow => account.DaysToRenewal is not { } days
                ? "It is not known when the contract ends."
                : days <= rule.Days ? $"The renewal is {days} days away." : null,
            Circumstance.OpenFlag => account.HasOpenFlag ? "A risk flag is open." : null,
            Circumstance.OpenEscalation => account.OpenEscalations > 0
                ? "A ticket is escalated."
                : account.MayLackTickets == true ? "So many tickets are open that it is not known whether one is escalated." : null,
            Circumstance.ContractClause => Clause(rule, account),
            Circumstance.AiAssistOnly => Consent(judgement) is AiContact.AssistOnly or AiContact.None ? "The customer lets an AI assist, not act." : null,
            Circumstance.AiUnwanted => Consent(judgement) == AiContact.None ? "The customer wants no AI." : null,
            Circumstance.PersonAskedFor => account.PersonAskedFor || judgement.Input.Request.PersonAskedFor
                ? "The customer asked for a person."
                : account.PersonMayBeAskedFor == true ? "So many tickets are open that it is not known whether a person is asked for on one of them." : null,
            Circumstance.FirstTimeCustomer => account.IsFirstTime ? "The customer is new." : null,
            Circumstance.LargeVolumePurchaser => account.Seats is not { } seats
                ? "It is not known how much the customer buys."
                : seats >= judgement.Playbook.Value.LargeVolumeSeats ? "The customer buys in large volume." : null,
            Circumstance.Incident => judgement.Input.Tenant.HasIncident ? "An incident is declared." : null,
            Circumstance.OpenPromise => account.PromiseDays.Any(days => days is null || days <= rule.Days) ? "A promise to the customer is open and close to its day." : null,
            Circumstance.NoContract => account.HasContract ? null : "No contract is in force, or notice was given.",
            Circumstance.OpenDispute => account.OpenDisputes > 0 ? "An invoice is in dispute." : null,
            _ => $"The rule names a circumstance that this release does not know ({(int)rule.When}).",
        };
    }

    /// <summary>What nobody said is what the playbook assumes, and no contact where it assumes nothing.</summary>
    private static AiContact Consent(ActionJudgement judgement) => judgement.Account.AiContact is { } said and not AiContact.Unspecified
        ? said
        : judgement.Playbook.AssumedAiContact is { } assumed and not AiContact.Unspecified ? assumed : AiContact.None;

    private static string? Clause(ConstraintRule rule, AccountFacts account)
    {
        if (!account.IsContractKnown)
            return "It is not known which clauses the contract has.";
        foreach (var clause in account.Clauses)
        {
            if (rule.Clauses.Count == 0 || rule.Clauses.Contains(clause, StringComparer.OrdinalIgnoreCase))
                return $"The contract has the clause {clause}.";
        }

        return null;
    }
}
