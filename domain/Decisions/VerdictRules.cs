using AccountTwins.Domain.Decisions.Layers;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Decisions;

/// <summary>
/// Judges a request. Latitude is the lowest of all layers, the answer the strictest of all rules, and a request of several actions gets
/// the strictest of theirs. Pure: the same input and playbook give the same verdict.
/// </summary>
public static class VerdictRules
{
    /// <summary>Seconds after which an agent asks again whether a person has decided.</summary>
    public const int PollSeconds = 30;

    private const string DefaultHoldingText = "Thank you for your message. A colleague will get back to you shortly.";

    public static Verdict Decide(VerdictInput input, Playbook playbook)
    {
        if (input.Tenant.Playbook != playbook.Hash)
            throw new ArgumentException($"The input was made for playbook {input.Tenant.Playbook}.", nameof(playbook));
        var role = ApproverRole.Csm;
        var people = 1;
        var verdicts = new ActionVerdict[input.Request.Actions.Count];
        for (var index = 0; index < verdicts.Length; index++)
        {
            var (verdict, need) = Judge(input, index, playbook);
            verdicts[index] = verdict;
            role = need.Role > role ? need.Role : role;
            people = Math.Max(people, need.People);
        }

        return Answer(input, playbook, [.. verdicts], new ApprovalNeed(role, people));
    }

    private static (ActionVerdict Verdict, ApprovalNeed Need) Judge(VerdictInput input, int index, Playbook playbook)
    {
        var action = input.Request.Actions[index];
        if (!input.Account.IsKnown)
            return (Refused(action, VerdictKind.Escalate, new Reason(VerdictCodes.UnknownAccount, LayerKind.Request, "account", "Nobody knows this account: people look first.")), NoNeed);
        if (playbook.Action(action.Type) is not { } rule)
            return (Refused(action, VerdictKind.Deny, new Reason(VerdictCodes.ActionUnknown, LayerKind.Catalogue, action.Type, "The playbook's catalogue has no such action.")), NoNeed);

        var judgement = new ActionJudgement(action, rule, WithEarlierSteps(input, index, playbook), input, playbook);
        CeilingLayers.Apply(judgement);
        ConstraintLayer.Apply(judgement);
        FreshnessLayer.Apply(judgement);
        MoneyLayer.Apply(judgement);
        RequestLayer.Apply(judgement);
        EscalationLayer.Apply(judgement);
        var obligations = RequestLayer.Obligations(judgement);
        if (judgement.Kind == VerdictKind.RequireApproval && input.Tenant.IsReviewQueueFull)
            judgement.Raise(VerdictKind.Escalate, LayerKind.Review, "queue", VerdictCodes.ReviewCapacity, "No more approvals can wait: people take it over.");
        return (judgement.Seal(obligations, MoneyLayer.Left(judgement)), Need(judgement));
    }

    private static Verdict Answer(VerdictInput input, Playbook playbook, ValueList<ActionVerdict> actions, ApprovalNeed need)
    {
        var kind = actions.Max(action => action.Kind);
        // Who throws a switch wants agents to stop, also those that are only watched.
        var enforced = input.Actions.Any(facts => facts.KillSwitch is not null)
            || input.Request.Actions.Any(action => playbook.IsEnforced(input.Account.Segment, action.Type));
        var hint = input.Request.Actions.Select(action => playbook.Action(action.Type)?.HoldingText).FirstOrDefault(text => text is not null);
        return new Verdict
        {
            Kind = kind,
            Enforced = enforced,
            Next = !enforced ? NextStep.Proceed : kind switch
            {
                VerdictKind.Allow or VerdictKind.AllowWithObligations => NextStep.Proceed,
                VerdictKind.RequireApproval => NextStep.Wait,
                VerdictKind.Escalate => NextStep.HandOver,
                _ => NextStep.Stop,
            },
            PollAfter = kind == VerdictKind.RequireApproval ? PollSeconds : null,
            Approval = kind == VerdictKind.RequireApproval ? need : null,
            Handover = kind == VerdictKind.Escalate ? HandoverOf(input, playbook) : null,
            CustomerMessageHint = kind >= VerdictKind.RequireApproval ? hint ?? DefaultHoldingText : null,
            ExpiresAt = kind switch
            {
                VerdictKind.Allow or VerdictKind.AllowWithObligations => input.Now.AddSeconds(playbook.Reviews.PermitSeconds),
                VerdictKind.RequireApproval => input.Now.AddMinutes(2 * playbook.Reviews.DueMinutes),
                _ => null,
            },
            Actions = actions,
            Fingerprint = Fingerprints.Of(input, actions),
        };
    }

    /// <summary>The quickest promise of any of the account's plans, and the strongest route of these and of its segment.</summary>
    private static Handover HandoverOf(VerdictInput input, Playbook playbook)
    {
        var (minutes, route) = (playbook.Escalation.DefaultResponseMinutes, playbook.Escalation.DefaultRoute);
        foreach (var entitlement in playbook.Entitlements)
        {
            if (!input.Account.SupportPlans.Contains(entitlement.Plan, StringComparer.OrdinalIgnoreCase))
                continue;
            minutes = Math.Min(minutes, entitlement.FirstResponseMinutes);
            route = entitlement.Route > route ? entitlement.Route : route;
        }

        foreach (var rule in playbook.Escalation.Segments)
        {
            if (string.Equals(rule.Segment, input.Account.Segment, StringComparison.OrdinalIgnoreCase) && rule.Route > route)
                route = rule.Route;
        }

        return new Handover(route, input.Now.AddMinutes(minutes));
    }

    /// <summary>The steps of one request add up like requests of one conversation: a sum cut into steps is still that sum.</summary>
    private static ActionFacts WithEarlierSteps(VerdictInput input, int index, Playbook playbook)
    {
        var facts = input.Actions[index];
        foreach (var step in input.Request.Actions.Take(index))
        {
            if (playbook.Action(step.Type) is { Promises: true } && (step.Due is null || step.Due != input.Request.Actions[index].Due))
                facts = facts with { PromisedOtherwise = true };
            if (step.Type != input.Request.Actions[index].Type)
                continue;
            var amount = step.Amount is { } asked and >= 0 and <= DecisionRequest.AmountMax ? playbook.Money.ToBase(asked, step.Currency) ?? 0 : 0;
            facts = facts with
            {
                SpentDay = facts.SpentDay + amount,
                SpentMonth = facts.SpentMonth + amount,
                SpentConversation = facts.SpentConversation + amount,
                CountDay = facts.CountDay + 1,
                CountMonth = facts.CountMonth + 1,
            };
        }

        return facts;
    }

    /// <summary>
    /// The first rule that covers amount and tier, but nobody lower than a rule before it names: a higher amount or tier never leads to a
    /// lower approver. What none covers takes two executives.
    /// </summary>
    private static ApprovalNeed Need(ActionJudgement judgement)
    {
        var together = (judgement.Amount ?? (judgement.Action.Amount is null ? 0 : decimal.MaxValue / 2)) + judgement.Facts.SpentConversation;
        var tier = judgement.Account.Tier == ValueTier.Unspecified ? ValueTier.Global : judgement.Account.Tier;
        var (role, people) = (ApproverRole.Csm, 1);
        foreach (var approver in judgement.Rule.Approvers)
        {
            (role, people) = (approver.Role > role ? approver.Role : role, Math.Max(approver.People, people));
            if (together <= (approver.UpToAmount ?? decimal.MaxValue) && tier <= approver.UpToTier)
                return new ApprovalNeed(role, people);
        }

        return new ApprovalNeed(ApproverRole.Executive, Math.Max(2, people));
    }

    private static ApprovalNeed NoNeed => new(ApproverRole.Csm, 1);

    private static ActionVerdict Refused(ActionRequest action, VerdictKind kind, Reason reason) => new() { Type = action.Type, Kind = kind, Reasons = [reason] };
}
