using AccountTwins.Domain.Health;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Decisions.Layers;

/// <summary>The context auditor: cases that belong to people whatever the agent wants to do.</summary>
internal static class EscalationLayer
{
    public static void Apply(ActionJudgement judgement)
    {
        var (rules, account) = (judgement.Playbook.Escalation, judgement.Account);
        if (rules.Exempt.Contains(judgement.Action.Type))
            return;
        Stakes(judgement, rules, account);
        if (rules.ContactsOnOneTicket > 0 && account.ContactsMax >= rules.ContactsOnOneTicket)
            Escalate(judgement, VerdictCodes.ContactsMany, $"The customer asked {account.ContactsMax} times about one open ticket.", "the ticket resolved by a person");
        if (rules.Reopened > 0 && account.ReopenedMax >= rules.Reopened)
            Escalate(judgement, VerdictCodes.TicketReopened, "An open ticket was reopened.", "the ticket resolved by a person");
        if (account.MayLackTickets == true && (rules.ContactsOnOneTicket > 0 || rules.Reopened > 0))
            Escalate(judgement, VerdictCodes.ContactsMany, "So many tickets are open that it is not known how often the customer asked about each.", "tickets resolved by a person");
        if (rules.Incident && judgement.Input.Tenant.HasIncident)
            Escalate(judgement, VerdictCodes.Incident, "An incident spans accounts.", "the incident over");
        if (rules.PersonAskedFor && (account.PersonAskedFor || judgement.Input.Request.PersonAskedFor))
            Escalate(judgement, VerdictCodes.PersonAskedFor, "The customer asked for a person.", "a person in touch with the customer");
        else if (rules.PersonAskedFor && account.PersonMayBeAskedFor == true)
            Escalate(judgement, VerdictCodes.PersonAskedFor, "So many tickets are open that it is not known whether a person is asked for on one of them.", "tickets resolved by a person");
        ClauseQuestion(judgement, rules);
    }

    /// <summary>The agent's word for a request only ever adds to that of the support system for its ticket.</summary>
    private static void ClauseQuestion(ActionJudgement judgement, EscalationRules rules)
    {
        const string remedy = "a person answers it";
        if (judgement.Action.Category is { } category && rules.ClauseCategories.Contains(category))
            Escalate(judgement, VerdictCodes.ClauseQuestion, $"A question of the category {category} is about the contract itself.", remedy);
        else if (judgement.Input.Ticket is { Category: { } filed } && rules.ClauseCategories.FirstOrDefault(clause => IsFiledUnder(clause, filed)) is { } clause)
            Escalate(judgement, VerdictCodes.ClauseQuestion, $"Support filed this ticket under {clause}, which is about the contract itself.", remedy);
        else if (judgement.Input.Ticket is { Category: null } && rules.ClauseCategories.Count > 0)
            Escalate(judgement, VerdictCodes.ClauseQuestion, "So many tickets are open that it is not known whether this one is about the contract itself.", remedy);
    }

    /// <summary>Support systems write <c>Data Processing</c> and <c>data-processing</c> where the playbook has <c>data_processing</c>.</summary>
    private static bool IsFiledUnder(string clause, string filed) =>
        filed.Trim().Replace(' ', '_').Replace('-', '_').Equals(clause, StringComparison.OrdinalIgnoreCase);

    /// <summary>High value and at risk together go to people; either alone is approved by the account's owner.</summary>
    private static void Stakes(ActionJudgement judgement, EscalationRules rules, AccountFacts account)
    {
        var isHigh = account.Tier == ValueTier.Unspecified || account.Tier >= rules.HighValueFrom;
        var isAtRisk = account.HasOpenFlag || account.LatitudeBand <= HealthBand.AtRisk;
        if (isHigh && isAtRisk && rules.HighValueAtRisk)
            Escalate(judgement, VerdictCodes.HighValueAtRisk, "The account is of high value and at risk.", "the account no longer at risk");
        if (isHigh)
            Approve(judgement, VerdictCodes.HighValue, "The account is of high value: its owner looks first.");
        if (isAtRisk)
            Approve(judgement, VerdictCodes.AtRisk, "The account is at risk: its owner looks first.");
    }

    private static void Escalate(ActionJudgement judgement, string code, string text, string remedy)
    {
        judgement.Raise(VerdictKind.Escalate, LayerKind.Escalation, code, code, text);
        judgement.PeopleCould(remedy);
    }

    private static void Approve(ActionJudgement judgement, string code, string text)
    {
        judgement.Raise(VerdictKind.RequireApproval, LayerKind.Escalation, code, code, text);
        judgement.PeopleCould("the owner approves");
    }
}
