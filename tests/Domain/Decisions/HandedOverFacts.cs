using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Learning;
using AccountTwins.Silo.Playbooks;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Domain.Decisions;

/// <summary>What people were given to answer stands in the way of the same act under another name.</summary>
public sealed class HandedOverFacts
{
    private readonly BookHistory _history = new();

    [Fact]
    public void What_was_handed_over_gets_no_milder_answer_under_another_category_until_people_should_have_answered()
    {
        var first = Reply("legal");
        var second = Reply("billing");

        Assert.Equal((VerdictKind.Escalate, VerdictKind.Escalate), (first.Verdict.Kind, second.Verdict.Kind));
        Assert.Equal(new LinkedFact(1, VerdictKind.Escalate), second.Input.Actions[0].Linked);
        Assert.Contains(second.Verdict.Actions[0].Reasons, reason => reason.Code == VerdictCodes.LinkedAnswer);
        Assert.Equal(VerdictKind.AllowWithObligations, Reply("billing", "c-2").Verdict.Kind);
        Assert.Equal(VerdictKind.AllowWithObligations, _history.Ask("grant_credit 40 EUR").Verdict.Kind);

        // The repeat had no reason of its own, so it does not begin the time anew.
        _history.Now = first.Verdict.Handover!.By.AddTicks(-1);
        Assert.Equal(VerdictKind.Escalate, Reply("billing").Verdict.Kind);
        _history.Now = first.Verdict.Handover.By;
        Assert.Equal(VerdictKind.AllowWithObligations, Reply("billing").Verdict.Kind);
        Assert.Empty(_history.Book.HandedOver);
    }

    [Fact]
    public void The_starter_playbook_answers_a_contract_question_the_same_when_it_is_called_billing()
    {
        _history.Situation = _history.Situation.WithPlaybook(_ => DefaultPlaybook.Value).WithTenant(tenant => tenant with { Playbook = DefaultPlaybook.Value.Hash });
        Assert.Equal(VerdictKind.AllowWithObligations, Reply("billing").Verdict.Kind);

        Assert.Equal((VerdictKind.Escalate, VerdictKind.Escalate), (Reply("contract").Verdict.Kind, Reply("billing").Verdict.Kind));
    }

    [Fact]
    public void An_escalation_for_reasons_of_its_own_stands_for_its_own_time()
    {
        var first = Reply("legal");
        _history.Now += TimeSpan.FromHours(1);
        Reply("legal");
        _history.Now = first.Verdict.Handover!.By;

        Assert.Equal(new LinkedFact(2, VerdictKind.Escalate), Reply("billing").Input.Actions[0].Linked);
    }

    [Fact]
    public void Who_judges_what_was_handed_over_has_taken_it_up()
    {
        Reply("legal");
        _history.Judge(1, ReviewVerb.Reply);

        Assert.Null(Reply("billing").Input.Actions[0].Linked);
    }

    /// <summary>No category or amount would have changed it, so it ends with its cause.</summary>
    [Fact]
    public void What_a_switch_stopped_is_handed_over_no_longer_than_that()
    {
        var good = _history.Situation;
        _history.Situation = SituationWords.Of("kill switch", "reply");
        var first = Reply("billing");
        _history.Situation = good;

        Assert.Equal((VerdictKind.Escalate, VerdictKind.AllowWithObligations), (first.Verdict.Kind, Reply("billing").Verdict.Kind));
    }

    [Fact]
    public void A_sum_that_no_queue_could_take_gets_no_milder_answer_in_parts()
    {
        var good = _history.Situation;
        _history.Situation = SituationWords.Of("queue full", "reply");
        Assert.Equal(VerdictKind.Escalate, _history.Ask("grant_credit 120 EUR").Verdict.Kind);
        _history.Situation = good;

        Assert.Equal(VerdictKind.Escalate, _history.Ask("grant_credit 40 EUR").Verdict.Kind);
    }

    [Fact]
    public void What_is_only_watched_is_handed_over_to_nobody()
    {
        _history.Situation = SituationWords.Of("observe", "reply");

        Assert.Equal(VerdictKind.Escalate, Reply("legal").Verdict.Kind);
        Assert.Null(Reply("billing").Input.Actions[0].Linked);
    }

    [Fact]
    public void Of_too_many_the_one_whose_time_ends_first_is_forgotten()
    {
        for (var count = 0; count <= DecisionBook.HandedOverMax; count++)
        {
            _history.Now += TimeSpan.FromMinutes(1);
            Reply("legal", $"c-{count}");
        }

        Assert.Equal(Enumerable.Range(2, DecisionBook.HandedOverMax).Select(number => (long)number), _history.Book.HandedOver.Select(handed => handed.Number));
        Assert.Equal(_history.Book.HandedOver, _history.Folded().HandedOver);
        Assert.Equal(_history.Book.HandedOver, LedgerJson.Read<DecisionBook>(LedgerJson.Write(_history.Book)).HandedOver);
    }

    [Fact]
    public void A_book_stored_before_escalations_were_kept_has_none_and_learns_them() =>
        Assert.Empty(LedgerJson.Read<DecisionBook>("{\"schemaVersion\":1,\"lastNumber\":3}"u8).HandedOver);

    private DecisionEntry Reply(string category, string conversation = "c-1") => _history.Ask([Situation.Action("reply") with { Category = category }], conversation);
}
