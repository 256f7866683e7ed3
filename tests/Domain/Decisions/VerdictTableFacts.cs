using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Domain.Decisions;

/// <summary>What is answered when. Each situation is a small, healthy, fully known account with the named things changed.</summary>
public sealed class VerdictTableFacts
{
    // situation | action | verdict | latitude | codes | approver | next
    private const string Table =
        """
        good                                   | grant_credit 40 EUR  | allow_with_obligations | bounded    | -                                              | -           | proceed
        good                                   | grant_credit 100 EUR | allow_with_obligations | bounded    | -                                              | -           | proceed
        good                                   | grant_credit 0 EUR   | allow_with_obligations | bounded    | -                                              | -           | proceed
        good                                   | holding_reply        | allow                  | bounded    | -                                              | -           | proceed
        good                                   | reply                | allow_with_obligations | bounded    | -                                              | -           | proceed
        good                                   | close_ticket 0.8     | allow                  | bounded    | -                                              | -           | proceed
        watch                                  | close_ticket 0.8     | allow                  | supervised | -                                              | -           | proceed
        account unknown                        | reply                | escalate               | -          | unknown_account                                | -           | hand_over
        good                                   | teleport             | deny                   | -          | action_unknown                                 | -           | stop
        good                                   | grant_credit         | deny                   | bounded    | amount_missing                                 | -           | stop
        good                                   | grant_credit -5 EUR  | deny                   | bounded    | amount_missing                                 | -           | stop
        good                                   | reply 5 EUR          | require_approval       | bounded    | amount_unexpected                              | csm 1       | wait
        good                                   | grant_credit 5 JPY   | require_approval       | bounded    | no_rate                                        | executive 2 | wait
        good                                   | grant_credit 100.01 EUR | require_approval    | bounded    | over_tier_cap                                  | lead 1      | wait
        good                                   | grant_credit 111 USD | allow_with_obligations | bounded    | -                                              | -           | proceed
        good                                   | grant_credit 112 USD | require_approval       | bounded    | over_tier_cap                                  | lead 1      | wait
        good                                   | grant_credit 200 EUR | require_approval       | bounded    | over_tier_cap budget_spent                     | lead 1      | wait
        good                                   | grant_credit 450 EUR | require_approval       | bounded    | over_tier_cap budget_spent budget_spent        | executive 2 | wait
        good                                   | grant_credit 501 EUR | deny                   | bounded    | over_cap over_tier_cap budget_spent budget_spent | -         | stop
        conversation spent 160                 | grant_credit 40 EUR  | require_approval       | bounded    | over_tier_cap                                  | lead 1      | wait
        conversation spent 480                 | grant_credit 40 EUR  | deny                   | bounded    | over_cap over_tier_cap                         | -           | stop
        day spent 120                          | grant_credit 40 EUR  | require_approval       | bounded    | budget_spent                                   | csm 1       | wait
        day count 5                            | grant_credit 40 EUR  | require_approval       | bounded    | budget_spent                                   | csm 1       | wait
        month spent 270                        | grant_credit 40 EUR  | require_approval       | bounded    | budget_spent                                   | csm 1       | wait
        month count 20                         | close_ticket 0.9     | require_approval       | bounded    | budget_spent                                   | executive 2 | wait
        release spent                          | grant_credit 40 EUR  | require_approval       | bounded    | release_budget_spent                           | csm 1       | wait
        release unknown                        | grant_credit 40 EUR  | require_approval       | bounded    | release_budget_unknown                         | csm 1       | wait
        book full                              | reply                | escalate               | bounded    | book_full                                      | -           | hand_over
        mid                                    | grant_credit 50 EUR  | allow_with_obligations | bounded    | -                                              | -           | proceed
        mid                                    | grant_credit 51 EUR  | require_approval       | bounded    | over_tier_cap                                  | csm 1       | wait
        strategic                              | grant_credit 40 EUR  | require_approval       | supervised | playbook_cell over_tier_cap high_value         | lead 1      | wait
        global                                 | grant_credit 40 EUR  | require_approval       | diagnostic | playbook_cell over_tier_cap high_value         | executive 1 | wait
        global                                 | holding_reply        | allow                  | diagnostic | -                                              | -           | proceed
        global, renewal in 60                  | grant_credit 40 EUR  | require_approval       | diagnostic | playbook_cell constraint over_tier_cap high_value | executive 1 | wait
        tier unknown                           | reply                | require_approval       | diagnostic | playbook_cell high_value                       | lead 1      | wait
        watch                                  | grant_credit 40 EUR  | require_approval       | supervised | playbook_cell                                  | csm 1       | wait
        last known at risk                     | reply                | require_approval       | diagnostic | playbook_cell at_risk                          | csm 1       | wait
        band unknown                           | reply                | require_approval       | diagnostic | playbook_cell at_risk                          | csm 1       | wait
        strategic, last known at risk          | reply                | escalate               | diagnostic | playbook_cell high_value_at_risk high_value at_risk | -      | hand_over
        tier unknown, band unknown             | holding_reply        | escalate               | suspended  | playbook_cell                                  | -           | hand_over
        renewal in 61                          | reply                | allow_with_obligations | bounded    | -                                              | -           | proceed
        renewal in 60                          | reply                | require_approval       | diagnostic | constraint                                     | csm 1       | wait
        renewal in -3                          | reply                | require_approval       | diagnostic | constraint                                     | csm 1       | wait
        renewal unknown                        | reply                | require_approval       | diagnostic | constraint                                     | csm 1       | wait
        renewal in 60                          | holding_reply        | allow                  | diagnostic | -                                              | -           | proceed
        flag                                   | reply                | require_approval       | diagnostic | constraint at_risk                             | csm 1       | wait
        escalated ticket                       | reply                | require_approval       | diagnostic | constraint                                     | csm 1       | wait
        clause                                 | reply                | require_approval       | diagnostic | constraint                                     | csm 1       | wait
        other clause                           | reply                | allow_with_obligations | bounded    | -                                              | -           | proceed
        clauses unknown                        | reply                | require_approval       | diagnostic | constraint                                     | csm 1       | wait
        ai assist only                         | reply                | require_approval       | diagnostic | constraint                                     | csm 1       | wait
        ai unwanted                            | reply                | escalate               | suspended  | constraint constraint                          | -           | hand_over
        ai unwanted                            | holding_reply        | escalate               | suspended  | constraint                                     | -           | hand_over
        consent unknown                        | reply                | escalate               | suspended  | constraint constraint                          | -           | hand_over
        consent unknown, assumed allowed       | reply                | allow_with_obligations | bounded    | -                                              | -           | proceed
        person asked for                       | reply                | escalate               | diagnostic | constraint person_asked_for                    | -           | hand_over
        person asked for now                   | reply                | escalate               | diagnostic | constraint person_asked_for                    | -           | hand_over
        person asked for                       | holding_reply        | allow                  | diagnostic | -                                              | -           | proceed
        first time                             | reply                | require_approval       | diagnostic | constraint                                     | csm 1       | wait
        seats 1000                             | reply                | require_approval       | diagnostic | constraint                                     | csm 1       | wait
        seats 999                              | reply                | allow_with_obligations | bounded    | -                                              | -           | proceed
        seats unknown                          | reply                | require_approval       | diagnostic | constraint                                     | csm 1       | wait
        incident                               | reply                | escalate               | diagnostic | constraint incident                            | -           | hand_over
        promise in 60                          | reply                | require_approval       | diagnostic | constraint                                     | csm 1       | wait
        promise in 61                          | reply                | allow_with_obligations | bounded    | -                                              | -           | proceed
        promise overdue                        | reply                | require_approval       | diagnostic | constraint                                     | csm 1       | wait
        promise without a day                  | reply                | require_approval       | diagnostic | constraint                                     | csm 1       | wait
        promised otherwise                     | commit_date          | require_approval       | bounded    | promised_otherwise                             | executive 2 | wait
        promised otherwise                     | reply                | allow_with_obligations | bounded    | -                                              | -           | proceed
        good                                   | commit_date          | allow                  | bounded    | -                                              | -           | proceed
        no contract                            | reply                | require_approval       | diagnostic | constraint                                     | csm 1       | wait
        dispute                                | reply                | require_approval       | diagnostic | constraint                                     | csm 1       | wait
        support late                           | reply                | allow_with_obligations | supervised | -                                              | -           | proceed
        billing late                           | grant_credit 40 EUR  | require_approval       | supervised | feed_late                                      | csm 1       | wait
        billing late                           | reply                | allow_with_obligations | bounded    | -                                              | -           | proceed
        billing at most 30 s                   | grant_credit 40 EUR  | allow_with_obligations | bounded    | -                                              | -           | proceed
        billing at most 29 s                   | grant_credit 40 EUR  | require_approval       | supervised | feed_late                                      | csm 1       | wait
        billing at most 29 s                   | reply                | allow_with_obligations | bounded    | -                                              | -           | proceed
        billing dead                           | grant_credit 40 EUR  | require_approval       | diagnostic | feed_dead                                      | csm 1       | wait
        billing never connected                | grant_credit 40 EUR  | require_approval       | diagnostic | feed_missing                                   | csm 1       | wait
        billing dead, dead is bounded          | grant_credit 40 EUR  | require_approval       | bounded    | feed_dead                                      | csm 1       | wait
        parked                                 | reply                | require_approval       | diagnostic | account_parked                                 | csm 1       | wait
        parked, dead is bounded                | reply                | require_approval       | bounded    | account_parked                                 | csm 1       | wait
        parked                                 | holding_reply        | allow                  | diagnostic | -                                              | -           | proceed
        evidence 0.5                           | reply                | allow_with_obligations | bounded    | -                                              | -           | proceed
        evidence 0.49                          | reply                | require_approval       | diagnostic | evidence_low                                   | csm 1       | wait
        staleness at most 30                   | reply                | allow_with_obligations | bounded    | -                                              | -           | proceed
        staleness at most 29                   | reply                | require_approval       | bounded    | too_stale                                      | csm 1       | wait
        scenario supervised                    | grant_credit 40 EUR  | require_approval       | supervised | scenario_quality                               | csm 1       | wait
        scenario full                          | grant_credit 40 EUR  | allow_with_obligations | bounded    | -                                              | -           | proceed
        kill switch                            | holding_reply        | escalate               | suspended  | kill_switch                                    | -           | hand_over
        breaker                                | reply                | require_approval       | diagnostic | breaker_open                                   | csm 1       | wait
        breaker                                | holding_reply        | allow                  | diagnostic | -                                              | -           | proceed
        policy stale                           | reply                | require_approval       | diagnostic | policy_stale                                   | csm 1       | wait
        policy stale                           | holding_reply        | require_approval       | diagnostic | policy_stale                                   | executive 2 | wait
        override at most supervised            | grant_credit 40 EUR  | require_approval       | supervised | override                                       | csm 1       | wait
        watch, override instead bounded        | grant_credit 40 EUR  | allow_with_obligations | bounded    | -                                              | -           | proceed
        watch, override instead bounded, flag  | grant_credit 40 EUR  | require_approval       | diagnostic | constraint at_risk                             | csm 1       | wait
        good                                   | sign_renewal         | require_approval       | bounded    | irreversible                                   | executive 2 | wait
        full cell                              | sign_renewal         | require_approval       | full       | irreversible                                   | executive 2 | wait
        full cell                              | grant_credit 140 EUR | allow_with_obligations | full       | -                                              | -           | proceed
        contacts 3                             | reply                | allow_with_obligations | bounded    | -                                              | -           | proceed
        contacts 4                             | reply                | escalate               | bounded    | contacts_many                                  | -           | hand_over
        reopened                               | reply                | escalate               | bounded    | ticket_reopened                                | -           | hand_over
        category legal                         | reply                | escalate               | bounded    | clause_question                                | -           | hand_over
        ticket filed under legal               | reply                | escalate               | bounded    | clause_question                                | -           | hand_over
        ticket filed under legal, category legal | reply              | escalate               | bounded    | clause_question                                | -           | hand_over
        ticket filed under data-processing     | grant_credit 40 EUR  | escalate               | bounded    | clause_question                                | -           | hand_over
        ticket filed under legal               | holding_reply        | allow                  | bounded    | -                                              | -           | proceed
        ticket filed under billing             | reply                | allow_with_obligations | bounded    | -                                              | -           | proceed
        ticket not kept                        | reply                | escalate               | bounded    | clause_question                                | -           | hand_over
        ticket not kept, no clause categories  | reply                | allow_with_obligations | bounded    | -                                              | -           | proceed
        ticket filed under legal, no clause categories | reply        | allow_with_obligations | bounded    | -                                              | -           | proceed
        good                                   | close_ticket 0.79    | require_approval       | bounded    | confidence_low                                 | executive 2 | wait
        good                                   | close_ticket         | require_approval       | bounded    | confidence_low                                 | executive 2 | wait
        no obligations supported               | reply                | require_approval       | bounded    | obligation_unsupported                         | csm 1       | wait
        no obligations supported               | grant_credit 40 EUR  | require_approval       | bounded    | obligation_unsupported                         | csm 1       | wait
        linked pending                         | grant_credit 10 EUR  | require_approval       | bounded    | linked_answer                                  | csm 1       | wait
        queue full                             | reply                | allow_with_obligations | bounded    | -                                              | -           | proceed
        queue full, first time                 | reply                | escalate               | diagnostic | constraint review_capacity                     | -           | hand_over
        observe                                | grant_credit 501 EUR | deny                   | bounded    | over_cap over_tier_cap budget_spent budget_spent | -         | proceed
        observe this segment, first time       | reply                | require_approval       | diagnostic | constraint                                     | csm 1       | proceed
        observe, kill switch                   | reply                | escalate               | suspended  | kill_switch                                    | -           | hand_over
        observe this segment, kill switch      | holding_reply        | escalate               | suspended  | kill_switch                                    | -           | hand_over
        """;

    private static readonly string[][] Rows = [.. Table.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries))];

    [Fact]
    public void Every_situation_gets_its_answer()
    {
        var wrong = Rows.Select(row => (Row: row, Answer: Answer(row[0], row[1]))).Where(pair => !pair.Row[2..].SequenceEqual(pair.Answer))
            .Select(pair => $"{pair.Row[0]} | {pair.Row[1]}:\n  expected {string.Join(" | ", pair.Row[2..])}\n  answered {string.Join(" | ", pair.Answer)}");

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_code_is_reached() => Assert.Equal(VerdictCodes.All.Order(), Rows.SelectMany(row => row[4].Split(' ')).Where(code => code != "-").Distinct().Order());

    [Fact]
    public void Every_circumstance_is_reached()
    {
        var reached = Rows.SelectMany(row => Verdict(row[0], row[1]).Actions[0].Layers).Where(layer => layer.Layer == LayerKind.Constraint && !layer.IsShadow);

        Assert.Equal(
            Enum.GetValues<Circumstance>().Where(when => when != Circumstance.Unspecified).Select(Word).Order(),
            reached.Select(layer => layer.Rule).Distinct().Order());
    }

    [Fact]
    public void Every_kind_step_and_obligation_is_known_as_a_word() =>
        Assert.Equal(["allow", "allow_with_obligations", "deny", "escalate", "require_approval"], Rows.Select(row => row[2]).Distinct().Order());

    private static Verdict Verdict(string situation, string action) => SituationWords.Of(situation, action).Verdict;

    private static string[] Answer(string situation, string action)
    {
        var verdict = Verdict(situation, action);
        var first = verdict.Actions[0];
        return
        [
            Word(verdict.Kind),
            first.Effective == default ? "-" : Word(first.Effective),
            first.Reasons.Count == 0 ? "-" : string.Join(' ', first.Reasons.Select(reason => reason.Code)),
            verdict.Approval is { } need ? $"{Word(need.Role)} {need.People}" : "-",
            Word(verdict.Next),
        ];
    }

    private static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
