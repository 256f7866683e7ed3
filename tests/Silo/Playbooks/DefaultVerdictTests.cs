using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Silo.Playbooks;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Silo.Playbooks;

/// <summary>What the playbook that ships answers. The good situation: a small healthy account, all feeds live, an agent that keeps every obligation.</summary>
public sealed class DefaultVerdictTests
{
    private const string Allow = "allow";
    private const string Owed = "allow_with_obligations";
    private const string Approve = "require_approval";
    private const string Escalate = "escalate";
    private const string Deny = "deny";

    [Theory]
    // The demo of the product.
    [InlineData("good", "grant_credit 40 EUR", Owed, "")]
    [InlineData("global, renewal in 30", "grant_credit 40 EUR", Approve, "high_value")]
    [InlineData("global, renewal in 30", "grant_credit 40 EUR", Approve, "constraint")]
    [InlineData("global, last known at risk, renewal in 30", "grant_credit 40 EUR", Escalate, "high_value_at_risk")]
    [InlineData("billing dead", "grant_credit 40 EUR", Approve, "feed_dead")]
    // Money.
    [InlineData("mid", "grant_credit 50 EUR", Owed, "")]
    [InlineData("good", "grant_credit 51 EUR", Approve, "over_tier_cap")]
    [InlineData("good", "grant_credit 50 USD", Owed, "")]
    [InlineData("good", "grant_credit 50 GBP", Approve, "over_tier_cap")]
    [InlineData("good", "grant_credit 40 JPY", Approve, "no_rate")]
    [InlineData("good", "grant_credit 10001 EUR", Deny, "over_cap")]
    [InlineData("good", "grant_credit", Deny, "amount_missing")]
    [InlineData("conversation spent 40", "grant_credit 40 EUR", Approve, "over_tier_cap")]
    [InlineData("day spent 80", "grant_credit 40 EUR", Approve, "budget_spent")]
    [InlineData("good", "discount 10 EUR", Approve, "irreversible")]
    [InlineData("good", "change_plan", Approve, "irreversible")]
    [InlineData("good", "wire_money", Deny, "action_unknown")]
    // Tier and band.
    [InlineData("good", "reply", Owed, "")]
    [InlineData("mid, watch", "reply", Owed, "")]
    [InlineData("mid, watch", "grant_credit 40 EUR", Approve, "playbook_cell")]
    [InlineData("strategic", "reply", Approve, "high_value")]
    [InlineData("last known at risk", "reply", Approve, "at_risk")]
    [InlineData("tier unknown", "reply", Approve, "playbook_cell")]
    [InlineData("good", "close_ticket", Allow, "")]
    [InlineData("good", "commit_date", Approve, "playbook_cell")]
    [InlineData("good", "state_contract_term", Approve, "playbook_cell")]
    // A holding reply is possible nearly always.
    [InlineData("global, last known at risk, renewal in 30", "holding_reply", Owed, "")]
    [InlineData("tier unknown", "holding_reply", Owed, "")]
    [InlineData("billing dead", "holding_reply", Owed, "")]
    [InlineData("account unknown", "holding_reply", Escalate, "unknown_account")]
    // Circumstances.
    [InlineData("renewal in 60", "grant_credit 40 EUR", Approve, "constraint")]
    [InlineData("renewal in 61", "grant_credit 40 EUR", Owed, "")]
    [InlineData("renewal in 30", "reply", Owed, "")]
    [InlineData("promise in 3", "close_ticket", Approve, "constraint")]
    [InlineData("contacts 4", "reply", Escalate, "contacts_many")]
    [InlineData("seats 5000", "grant_credit 40 EUR", Owed, "")]
    [InlineData("evidence 0.4", "reply", Approve, "evidence_low")]
    [InlineData("flag", "close_ticket", Approve, "at_risk")]
    [InlineData("escalated ticket", "reply", Approve, "constraint")]
    [InlineData("clause", "reply", Approve, "constraint")]
    [InlineData("other clause", "reply", Owed, "")]
    [InlineData("ai assist only", "reply", Approve, "constraint")]
    [InlineData("ai unwanted", "holding_reply", Escalate, "constraint")]
    [InlineData("person asked for", "reply", Escalate, "person_asked_for")]
    [InlineData("person asked for", "holding_reply", Owed, "")]
    [InlineData("first time", "send_outreach", Approve, "constraint")]
    [InlineData("first time", "reply", Owed, "")]
    [InlineData("seats unknown", "grant_credit 40 EUR", Owed, "")]
    [InlineData("promise overdue", "close_ticket", Approve, "constraint")]
    [InlineData("no contract", "grant_credit 40 EUR", Approve, "constraint")]
    [InlineData("dispute", "chase_invoice", Approve, "constraint")]
    [InlineData("incident", "reply", Escalate, "incident")]
    [InlineData("reopened", "reply", Escalate, "ticket_reopened")]
    [InlineData("category legal", "reply", Escalate, "clause_question")]
    [InlineData("kill switch", "holding_reply", Escalate, "kill_switch")]
    [InlineData("breaker", "reply", Approve, "breaker_open")]
    public void The_default_answers(string situation, string action, string verdict, string code)
    {
        var asked = SituationWords.Of(situation, action).WithTenant(tenant => tenant with { Playbook = DefaultPlaybook.Value.Hash }) with { Playbook = DefaultPlaybook.Value };
        var answer = asked.Verdict;
        Assert.Equal(verdict, Words.Of(answer.Kind));
        var codes = answer.Actions[0].Reasons.Select(reason => reason.Code).ToList();
        if (code.Length == 0)
            Assert.Empty(codes);
        else
            Assert.Contains(code, codes);
    }

    [Fact]
    public void Where_nobody_said_whether_an_ai_may_speak_it_drafts_and_may_still_book()
    {
        Assert.Equal(VerdictKind.RequireApproval, Silent("reply").Kind);
        Assert.Equal(VerdictKind.AllowWithObligations, Silent("holding_reply").Kind);
        Assert.Equal(VerdictKind.AllowWithObligations, Silent("grant_credit 40 EUR").Kind);

        static Verdict Silent(string action) => VerdictRules.Decide(
            SituationWords.Of("good", action).With(account => account with { AiContact = null }).Input with { Tenant = new TenantFacts { Playbook = DefaultPlaybook.Value.Hash } },
            DefaultPlaybook.Value);
    }

    [Theory]
    [InlineData("premium", 240, HandoverRoute.Specialist)]
    [InlineData("Enterprise", 60, HandoverRoute.Swarm)]
    [InlineData("bronze", 480, HandoverRoute.Owner)]
    public void A_support_plan_sets_who_takes_over_and_by_when(string plan, int minutes, HandoverRoute route)
    {
        var asked = SituationWords.Of("contacts 4", "reply").With(account => account with { SupportPlans = [plan] });
        var verdict = VerdictRules.Decide(asked.Input with { Tenant = new TenantFacts { Playbook = DefaultPlaybook.Value.Hash } }, DefaultPlaybook.Value);
        Assert.Equal(new Handover(route, Situation.Noon.AddMinutes(minutes)), verdict.Handover);
    }

    [Theory]
    [InlineData("Enterprise", "standard", 480, HandoverRoute.Specialist)]
    [InlineData("enterprise", "enterprise", 60, HandoverRoute.Swarm)]
    [InlineData("smb", "premium", 240, HandoverRoute.Specialist)]
    [InlineData(null, "standard", 480, HandoverRoute.Owner)]
    public void A_segment_has_a_route_of_its_own_and_the_stronger_one_counts(string? segment, string plan, int minutes, HandoverRoute route)
    {
        var asked = SituationWords.Of("contacts 4", "reply").With(account => account with { Segment = segment, SupportPlans = [plan] });
        var verdict = VerdictRules.Decide(asked.Input with { Tenant = new TenantFacts { Playbook = DefaultPlaybook.Value.Hash } }, DefaultPlaybook.Value);
        Assert.Equal(new Handover(route, Situation.Noon.AddMinutes(minutes)), verdict.Handover);
    }

    private static class Words
    {
        public static string Of(VerdictKind kind) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
    }
}
