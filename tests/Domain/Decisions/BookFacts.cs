using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Domain.Decisions;

public sealed class BookFacts
{
    private readonly BookHistory _history = new();

    [Fact]
    public void What_is_allowed_is_spent_at_once()
    {
        _history.Ask("grant_credit 40 EUR");

        Assert.Equal((40m, 40m, 1), Spent());
        Assert.Equal(DecisionState.Permitted, _history.Book.StateOf(1, _history.Now));
    }

    [Fact]
    public void What_waits_for_a_person_is_asked_for_and_not_spent()
    {
        _history.Ask("grant_credit 120 EUR");

        Assert.Equal((0m, 120m, 0), Spent());
        Assert.Equal(DecisionState.Pending, _history.Book.StateOf(1, _history.Now));
    }

    [Fact]
    public void What_is_escalated_or_denied_leaves_nothing_open()
    {
        _history.Ask("grant_credit 600 EUR");
        _history.Situation = SituationWords.Of("reopened", "reply");
        _history.Ask("grant_credit 40 EUR");

        Assert.Empty(_history.Book.Open);
        Assert.Equal((0m, 0m, 0), Spent());
    }

    [Theory]
    [InlineData(25_00, 25)]
    [InlineData(60_00, 60)]
    public void What_was_done_counts_with_what_it_really_took(long actualCents, decimal expected)
    {
        _history.Ask("grant_credit 40 EUR");
        _history.Report(1, DecisionState.Executed, actualCents);

        Assert.Equal((expected, expected, 1), Spent());
        Assert.Equal(DecisionState.Executed, _history.Book.StateOf(1, _history.Now));
    }

    [Fact]
    public void What_was_not_done_is_given_back()
    {
        _history.Ask("grant_credit 40 EUR");
        _history.Report(1, DecisionState.NotExecuted, 4_000);

        Assert.Equal((0m, 0m, 0), Spent());
    }

    [Fact]
    public void What_failed_is_given_back_but_for_what_it_took()
    {
        _history.Ask("grant_credit 40 EUR");
        _history.Report(1, DecisionState.Failed);
        _history.Ask("grant_credit 30 EUR");
        _history.Report(3, DecisionState.Failed, 1_000);

        Assert.Equal((10m, 10m, 1), Spent());
    }

    [Fact]
    public void A_second_report_changes_nothing()
    {
        _history.Ask("grant_credit 40 EUR");
        _history.Report(1, DecisionState.Executed);
        _history.Report(1, DecisionState.NotExecuted);

        Assert.Equal((40m, 40m, 1), Spent());
    }

    [Fact]
    public void What_nobody_reports_stays_spent_and_unconfirmed_until_somebody_does()
    {
        _history.Ask("grant_credit 40 EUR");
        _history.Now += TimeSpan.FromSeconds(60);
        Assert.Equal(DecisionState.Unconfirmed, _history.Book.StateOf(1, _history.Now));
        Assert.Equal((40m, 40m, 1), Spent());

        _history.Now += TimeSpan.FromHours(3);
        _history.Report(1, DecisionState.NotExecuted);
        Assert.Equal((0m, 0m, 0), Spent());
        Assert.Equal(DecisionState.NotExecuted, _history.Book.StateOf(1, _history.Now));
    }

    [Fact]
    public void What_is_done_without_leave_is_spent_all_the_same()
    {
        _history.Ask("grant_credit 120 EUR");
        _history.Report(1, DecisionState.Executed);

        Assert.Equal((120m, 120m, 1), Spent());
    }

    [Fact]
    public void What_is_done_against_a_closed_answer_is_spent_and_is_its_end()
    {
        _history.Situation = SituationWords.Of("reopened", "reply");
        var asked = _history.Ask("grant_credit 40 EUR");
        Assert.Equal((VerdictKind.Escalate, null), (asked.Verdict.Kind, _history.Book.StateOf(1, _history.Now)));
        _history.ReportWithoutLeave(1, asked, 25_00);

        Assert.Equal((25m, 25m, 1), Spent());
        Assert.Equal((DecisionState.Executed, true), (_history.Book.StateOf(1, _history.Now), _history.Book.WasWithoutLeave(1)));
        Assert.Equal(_history.Book, _history.Folded());
        Assert.True(LedgerJson.Read<DecisionBook>(LedgerJson.Write(_history.Book)).WasWithoutLeave(1));
    }

    [Fact]
    public void An_end_stored_before_leave_was_asked_for_had_it() =>
        Assert.Equal(new SettledDecision(3, DecisionState.Executed), LedgerJson.Read<SettledDecision>("{\"number\":3,\"state\":\"executed\"}"u8));

    [Fact]
    public void Five_times_forty_in_one_conversation_is_two_hundred()
    {
        var answers = Enumerable.Range(0, 5).Select(_ => _history.Ask("grant_credit 40 EUR")).ToArray();

        Assert.Equal([2, 2, 3, 3, 3], answers.Select(entry => (int)entry.Verdict.Kind));
        Assert.Equal(200, Spent().Conversation);
        Assert.Equal(new ApprovalNeed(ApproverRole.Lead, 1), answers[4].Verdict.Approval);
    }

    [Fact]
    public void Leaving_out_the_conversation_ends_no_adding_up_before_the_day_does()
    {
        var answers = Enumerable.Range(0, 3).Select(_ => _history.Ask("grant_credit 40 EUR", conversation: null)).ToArray();

        Assert.Equal([2, 2, 3], answers.Select(entry => (int)entry.Verdict.Kind));
        Assert.Contains(answers[2].Verdict.Actions[0].Reasons, reason => reason.Code == VerdictCodes.OverTierCap);
        Assert.Equal(0, Spent().Conversation);
        Assert.Null(_history.Ask("grant_credit 10 EUR", conversation: null).Input.Actions[0].Linked);

        _history.Now += TimeSpan.FromDays(1);
        Assert.Equal(0, _history.Ask("grant_credit 40 EUR", conversation: null).Input.Actions[0].SpentConversation);
    }

    [Fact]
    public void What_is_asked_without_a_conversation_before_midnight_is_used_and_given_back_under_its_own_day()
    {
        _history.Now = Situation.Noon.AddHours(11).AddMinutes(59);
        var asked = _history.Ask("grant_credit 120 EUR", conversation: null);
        _history.Review(1, ReviewVerb.Accept, DecisionState.Approved);
        _history.Now += TimeSpan.FromMinutes(2);
        _history.Ask("grant_credit 30 EUR", conversation: null);

        var use = _history.Use(1, asked.Input.Request.Actions, asked.Verdict);
        Assert.Equal((0, 0m), (use.Tighter.Count, use.Input.Actions[0].SpentConversation));
        _history.Report(1, DecisionState.NotExecuted);
        Assert.Equal(30, _history.InputFor([Situation.Action("grant_credit 1 EUR")], null).Actions[0].SpentConversation);
    }

    [Fact]
    public void Five_times_forty_in_one_request_is_two_hundred_too()
    {
        var answer = _history.Ask("grant_credit 40 EUR+grant_credit 40 EUR+grant_credit 40 EUR+grant_credit 40 EUR+grant_credit 40 EUR", conversation: null);

        Assert.Equal(VerdictKind.RequireApproval, answer.Verdict.Kind);
        Assert.Contains(answer.Verdict.Actions[2].Reasons, reason => reason.Code == VerdictCodes.OverTierCap);
        Assert.Equal(new ApprovalNeed(ApproverRole.Lead, 1), answer.Verdict.Approval);
    }

    [Theory]
    [InlineData("grant_credit 10 EUR", "billing")]
    [InlineData("grant_credit 120 EUR", "outage")]
    public void A_repeat_while_the_first_waits_gets_no_milder_answer(string again, string category)
    {
        _history.Ask("grant_credit 120 EUR");
        var second = _history.Ask([Situation.Action(again) with { Category = category }], "c-1");

        Assert.Equal(VerdictKind.RequireApproval, second.Verdict.Kind);
        Assert.Equal(new LinkedFact(1, VerdictKind.RequireApproval), second.Input.Actions[0].Linked);
        Assert.Contains(second.Verdict.Actions[0].Reasons, reason => reason.Code == VerdictCodes.LinkedAnswer);
    }

    [Fact]
    public void Another_conversation_is_not_linked()
    {
        _history.Ask("grant_credit 120 EUR");

        Assert.Null(_history.Ask("grant_credit 10 EUR", "c-2").Input.Actions[0].Linked);
    }

    [Theory]
    [InlineData(DecisionState.Rejected, ReviewVerb.Reject)]
    [InlineData(DecisionState.Replied, ReviewVerb.Reply)]
    public void What_a_person_refuses_is_no_longer_asked_for(DecisionState state, ReviewVerb verb)
    {
        _history.Ask("grant_credit 120 EUR");
        _history.Review(1, verb, state);

        Assert.Equal((0m, 0m, 0), Spent());
        Assert.Equal(VerdictKind.AllowWithObligations, _history.Ask("grant_credit 40 EUR").Verdict.Kind);
    }

    [Fact]
    public void What_nobody_decides_in_time_has_expired_and_is_no_longer_asked_for()
    {
        var waits = _history.Ask("grant_credit 120 EUR");
        _history.Now = waits.Verdict.ExpiresAt!.Value;

        Assert.Equal(DecisionState.Expired, _history.Book.StateOf(1, _history.Now));
        Assert.Equal((0m, 0m, 0), Spent());
        Assert.Null(_history.Ask("grant_credit 40 EUR").Input.Actions[0].Linked);
    }

    [Fact]
    public void An_approval_that_is_used_is_spent_with_what_was_approved()
    {
        var asked = _history.Ask("grant_credit 120 EUR");
        _history.Review(1, ReviewVerb.Edit, DecisionState.ApprovedEdited, [Situation.Action("grant_credit 80 EUR")]);
        Assert.Equal((0m, 80m, 0), Spent());

        _history.Use(1, _history.Book.Find(1)!.Approved!, LedgerJson.Read<ReviewEntry>(_history.Entries[1].Body).Verdict!);
        Assert.Equal((80m, 80m, 1), Spent());
        Assert.Equal(2, _history.Book.Find(1)!.BasisNumber);
        Assert.NotEqual(asked.ActionsHash, Fingerprints.OfActions(_history.Book.Find(1)!.Approved!));
    }

    [Fact]
    public void Nobody_is_two_people()
    {
        _history.Ask("grant_credit 120 EUR");
        _history.Review(1, ReviewVerb.Accept, DecisionState.Pending);
        _history.Review(1, ReviewVerb.Accept, DecisionState.Pending);
        _history.Review(1, ReviewVerb.Accept, DecisionState.Approved, reviewer: "lee");

        Assert.Equal(["kim", "lee"], _history.Book.Find(1)!.ApprovedBy);
    }

    [Fact]
    public void A_void_approval_waits_again_on_the_verdict_that_voided_it()
    {
        var asked = _history.Ask("grant_credit 120 EUR");
        _history.Review(1, ReviewVerb.Accept, DecisionState.Approved);
        _history.Situation = SituationWords.Of("flag", "reply");
        var voided = _history.Use(1, asked.Input.Request.Actions, asked.Verdict);

        Assert.NotEmpty(voided.Tighter);
        Assert.Equal((DecisionState.Pending, 3L, 0), (_history.Book.StateOf(1, _history.Now), _history.Book.Find(1)!.BasisNumber, _history.Book.Find(1)!.ApprovedBy.Count));

        _history.Review(1, ReviewVerb.Accept, DecisionState.Approved);
        Assert.Empty(_history.Use(1, asked.Input.Request.Actions, voided.Verdict).Tighter);
        Assert.Equal((120m, 120m, 1), Spent());
    }

    [Fact]
    public void A_key_is_known_with_its_request_and_the_newest_use_counts()
    {
        _history.Ask("grant_credit 40 EUR", key: 9);
        _history.Ask("reply", key: 9);

        Assert.Equal(2, _history.Book.Keys.Find(9)!.Value.Number);
        Assert.Equal(10UL, _history.Book.Keys.Find(9)!.Value.Request);
        Assert.Null(_history.Book.Keys.Find(8));
    }

    [Fact]
    public void A_book_says_when_the_newest_key_it_forgot_was_used()
    {
        for (ulong key = 1; key <= KnownKeys.Max + 2; key++)
        {
            _history.Now += TimeSpan.FromMinutes(1);
            _history.Ask("holding_reply", key: key);
        }

        Assert.Null(_history.Book.Keys.Find(2));
        Assert.NotNull(_history.Book.Keys.Find(3));
        Assert.Equal(Situation.Noon.AddMinutes(2), _history.Book.KeyForgottenAt);
    }

    [Fact]
    public void Replies_that_nobody_reports_do_not_close_the_account()
    {
        for (var count = 0; count < 3 * DecisionBook.OpenMax; count++)
        {
            _history.Now += TimeSpan.FromMinutes(2);
            Assert.Equal(VerdictKind.Allow, _history.Ask("holding_reply").Verdict.Kind);
        }

        Assert.Equal(DecisionState.Unconfirmed, _history.Book.StateOf(_history.Book.LastNumber - DecisionBook.OpenMax - 1, _history.Now));
        _history.Report(_history.Book.LastNumber - DecisionBook.OpenMax - 1, DecisionState.Executed);
        Assert.Equal(DecisionState.Executed, _history.Book.StateOf(_history.Book.LastNumber - DecisionBook.OpenMax - 2, _history.Now));
    }

    [Fact]
    public void Money_that_nobody_confirms_fills_the_book_until_somebody_does()
    {
        for (var count = 0; count < DecisionBook.OpenMax; count++)
        {
            _history.Now += TimeSpan.FromDays(8);
            Assert.Equal(VerdictKind.AllowWithObligations, _history.Ask("grant_credit 40 EUR", $"c-{count}").Verdict.Kind);
        }

        _history.Now += TimeSpan.FromDays(8);
        Assert.Contains(_history.Ask("reply").Verdict.Actions[0].Reasons, reason => reason.Code == VerdictCodes.BookFull);
        _history.Report(5, DecisionState.Executed);
        Assert.Equal(VerdictKind.AllowWithObligations, _history.Ask("reply").Verdict.Kind);
    }

    [Fact]
    public void A_fraction_of_a_cent_is_a_cent() =>
        Assert.Equal(4_001, DecisionBook.StepsOf([Situation.Action("grant_credit 40.001 EUR")], Situation.Good(Situation.Action("grant_credit 40.001 EUR")).Verdict)[0].Cents);

    [Fact]
    public void The_last_scenarios_are_known_once_each_the_newest_first_and_eight_at_most()
    {
        void AskIn(string scenario)
        {
            _history.Situation = _history.Situation.WithFacts(facts => facts with { Scenario = scenario });
            _history.Ask("reply");
        }

        foreach (var scenario in new[] { "a", "b", "b", "a", "c" })
            AskIn(scenario);
        Assert.Equal(["c", "a", "b"], _history.Book.Scenarios);

        for (var number = 0; number < 20; number++)
            AskIn($"n{number}");
        Assert.Equal(Enumerable.Range(0, DecisionBook.ScenariosMax).Select(back => $"n{19 - back}"), _history.Book.Scenarios);
        Assert.Equal(_history.Book.Scenarios, _history.Folded().Scenarios);
        Assert.Equal(_history.Book.Scenarios, LedgerJson.Read<DecisionBook>(LedgerJson.Write(_history.Book)).Scenarios);
    }

    [Fact]
    public void A_book_stored_before_scenarios_were_kept_has_none_and_learns_them() =>
        Assert.Empty(LedgerJson.Read<DecisionBook>("{\"schemaVersion\":1,\"lastNumber\":3}"u8).Scenarios);

    [Fact]
    public void A_tier_once_known_is_remembered_while_it_is_unknown()
    {
        _history.Situation = SituationWords.Of("mid", "reply");
        _history.Ask("reply");
        _history.Situation = SituationWords.Of("tier unknown", "reply");
        _history.Ask("reply");

        Assert.Equal(ValueTier.Mid, _history.Book.Tier);
    }

    [Fact]
    public void A_ceiling_holds_until_its_moment_beside_a_wider_cell()
    {
        _history.Set(OverrideStep.LooseningProposed, Latitude.Full, TimeSpan.FromHours(9));
        Assert.Null(_history.Book.OverrideAt(_history.Now));
        _history.Set(OverrideStep.Loosened, Latitude.Full, TimeSpan.FromHours(9));
        _history.Set(OverrideStep.Tightened, Latitude.Diagnostic, TimeSpan.FromHours(2));

        Assert.Equal(new OverrideFact(Latitude.Diagnostic, Latitude.Full), _history.Book.OverrideAt(Situation.Noon.AddHours(2).AddTicks(-1)));
        Assert.Equal(new OverrideFact(null, Latitude.Full), _history.Book.OverrideAt(Situation.Noon.AddHours(2)));
        Assert.Null(_history.Book.OverrideAt(Situation.Noon.AddHours(9)));
        Assert.Null(_history.Book.Proposed);
    }

    [Fact]
    public void What_was_set_can_be_lifted()
    {
        _history.Set(OverrideStep.Tightened, Latitude.Diagnostic, TimeSpan.FromHours(2));
        _history.Set(OverrideStep.Loosened, Latitude.Full, TimeSpan.FromHours(2));
        _history.Set(OverrideStep.TighteningLifted, null, default);
        Assert.Equal(new OverrideFact(null, Latitude.Full), _history.Book.OverrideAt(_history.Now));
        _history.Set(OverrideStep.LooseningLifted, null, default);
        Assert.Null(_history.Book.OverrideAt(_history.Now));
    }

    private (decimal Day, decimal Conversation, int Count) Spent()
    {
        var facts = _history.Book.FactsFor(_history.Situation.Facts, Situation.Action("grant_credit"), "c-1", _history.Now);
        return (facts.SpentDay, facts.SpentConversation, facts.CountDay);
    }
}
