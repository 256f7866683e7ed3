using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;
using static AccountTwins.Tests.Grains.Decisions.SessionBench;

namespace AccountTwins.Tests.Grains.Decisions;

/// <summary>Asking: what is answered, when, and what a repeat gets.</summary>
public sealed class DeciderFacts
{
    private readonly SessionBench _bench = new();

    [Fact]
    public async Task The_answer_comes_only_after_the_entry_is_durable()
    {
        var session = await _bench.KnownAsync();
        var answer = new TaskCompletionSource();
        _bench.Ledger.Around = async effect =>
        {
            await answer.Task;
            return effect();
        };

        var asked = session.DecideAsync(Ask("k", "grant_credit", 10), default);
        Assert.False(asked.IsCompleted);
        answer.SetResult();

        var view = (await asked).View!;
        Assert.Equal((VerdictKind.AllowWithObligations, DecisionState.Permitted), (view.Verdict, view.State));
        Assert.Equal(view.DecisionId, $"1-{Convert.ToHexStringLower(_bench.Chain[0].Hash.AsSpan(0, 4))}@initech");
        Assert.True(view.ExpiresAt <= _bench.Clock.GetUtcNow().AddSeconds(60));
    }

    [Fact]
    public async Task What_support_filed_under_a_clause_goes_to_people_whatever_the_agent_calls_it_and_only_in_its_conversation()
    {
        // An account of unknown value: an approval at least, and people only for what is asked.
        _bench.Policies.Use(FakePolicies.Plain with { Hash = "clauses", Escalation = new EscalationRules { Exempt = [], HighValueAtRisk = false } });
        var (session, twin) = _bench.Activate();
        await twin.AcceptAsync(_bench.Says(AccountTwins.Domain.Signals.AiContact.Allowed));
        await twin.AcceptAsync(new SignalBundle { Bodies = [Signal.Of(new TicketOpened("T-9", Category: "Legal"), _bench.Clock.GetUtcNow(), "/desk", "t9").Body] });

        var handed = await AnswerAsync("k1", "T-9");
        Assert.Equal((VerdictKind.Escalate, true), (handed.Verdict, handed.Actions[0].Reasons.Any(reason => reason.Code == "clause_question")));
        Assert.Equal(VerdictKind.RequireApproval, (await AnswerAsync("k2", "T-8")).Verdict);
        Assert.Equal(VerdictKind.RequireApproval, (await AnswerAsync("k3", null)).Verdict);

        var stored = _bench.Chain.Select(entry => System.Text.Encoding.UTF8.GetString(entry.Body)).ToArray();
        Assert.Contains("""
            "ticket":{"category":"Legal"}
            """, stored[0]);
        Assert.All(stored[1..], body => Assert.DoesNotContain("\"ticket\"", body));

        async Task<DecisionView> AnswerAsync(string key, string? conversation)
        {
            var ask = Ask(key, "grant_credit", 10, conversation: conversation);
            return (await session.DecideAsync(ask with { Actions = [ask.Actions[0] with { Category = "billing" }] }, default)).View!;
        }
    }

    [Fact]
    public async Task A_repeat_gets_the_first_decision_also_after_a_restart_and_after_200_other_keys()
    {
        var session = await _bench.KnownAsync();
        var first = (await session.DecideAsync(Ask("k", "grant_credit", 10), default)).View!;
        for (var number = 0; number < 200; number++)
            await session.DecideAsync(Ask($"other-{number}", "reply"), default);
        await session.OutcomeAsync(Outcome(first.DecisionId!, DecisionState.Executed, 8), default);

        foreach (var asked in new[] { session, _bench.Activate().Session })
        {
            var again = (await asked.DecideAsync(Ask("k", "grant_credit", 10), default)).View!;
            Assert.Equal((first.DecisionId, true, DecisionState.Executed), (again.DecisionId, again.IsRepeat, again.State));
            Assert.Equal("idempotency_conflict", (await asked.DecideAsync(Ask("k", "grant_credit", 11), default)).Refusal);
        }
    }

    [Fact]
    public async Task A_key_that_memory_forgot_while_on_its_way_is_not_decided_twice()
    {
        var session = await _bench.KnownAsync();
        var answer = new TaskCompletionSource();
        _bench.Ledger.Around = async effect =>
        {
            await answer.Task;
            return effect();
        };
        var first = session.DecideAsync(Ask("k", "grant_credit", 10), default);
        var others = Enumerable.Range(0, 100).Select(number => session.DecideAsync(Ask($"other-{number}", "reply"), default)).ToArray();
        var second = session.DecideAsync(Ask("k", "grant_credit", 10), default);
        answer.SetResult();
        await Task.WhenAll(others);

        Assert.Equal((await first).View!.DecisionId, (await second).View!.DecisionId);
        Assert.True((await second).View!.IsRepeat);
        Assert.Equal(101, _bench.Chain.Count);
    }

    [Fact]
    public async Task A_repeat_of_what_failed_on_its_way_is_decided_anew_and_only_then()
    {
        var session = await _bench.KnownAsync();
        var (answer, away) = (new TaskCompletionSource(), true);
        _bench.Ledger.Around = async effect =>
        {
            await answer.Task;
            return away ? AppendResult.Refused : effect();
        };
        var first = session.DecideAsync(Ask("k", "grant_credit", 10), default);
        var second = session.DecideAsync(Ask("k", "grant_credit", 10), default);
        Assert.False(second.IsCompleted);
        _bench.Ledger.BeforeRead = () =>
        {
            away = false;
            return Task.CompletedTask;
        };
        answer.SetResult();

        Assert.Equal(TwinStanding.Refused, (await first).Standing);
        Assert.Equal((DecisionState.Permitted, false), ((await second).View!.State, (await second).View!.IsRepeat));
        Assert.Single(_bench.Chain);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_append_without_an_answer_counts_once_whether_or_not_it_landed(bool landed)
    {
        var session = await _bench.KnownAsync();
        var lost = true;
        _bench.Ledger.Around = effect =>
        {
            var result = !lost || landed ? effect() : AppendResult.Unknown;
            (result, lost) = (lost ? AppendResult.Unknown : result, false);
            return Task.FromResult(result);
        };

        Assert.Equal(DecisionState.Permitted, (await session.DecideAsync(Ask("k", "grant_credit", 100), default)).View!.State);
        Assert.Single(_bench.Chain);
    }

    [Fact]
    public async Task A_try_that_lands_after_the_look_at_the_end_is_recognised()
    {
        var session = await _bench.KnownAsync();
        Func<AppendResult>? late = null;
        _bench.Ledger.Around = effect =>
        {
            if (late is { } landing)
            {
                landing();
                return Task.FromResult(effect());
            }

            late = effect;
            return Task.FromResult(AppendResult.Unknown);
        };

        Assert.Equal(DecisionState.Permitted, (await session.DecideAsync(Ask("k", "grant_credit", 10), default)).View!.State);
        Assert.Single(_bench.Chain);
    }

    [Fact]
    public async Task While_the_store_is_away_nothing_is_promised_and_nothing_stays_reserved()
    {
        var session = await _bench.KnownAsync();
        _bench.Ledger.Around = _ => Task.FromResult(AppendResult.Unknown);
        Assert.Equal(TwinStanding.StoreUnavailable, (await session.DecideAsync(Ask("a", "grant_credit", 100), default)).Standing);
        _bench.Ledger.Around = effect => Task.FromResult(effect());

        Assert.Equal(DecisionState.Permitted, (await session.DecideAsync(Ask("b", "grant_credit", 100), default)).View!.State);
    }

    [Fact]
    public async Task What_finds_no_room_in_the_queue_leaves_no_trace_in_the_book()
    {
        var session = await _bench.KnownAsync();
        var answer = new TaskCompletionSource();
        _bench.Ledger.Around = async effect =>
        {
            await answer.Task;
            return effect();
        };
        var asked = Enumerable.Range(0, 4300).Select(number => session.DecideAsync(Ask($"k{number}", "reply"), default)).ToArray();
        answer.SetResult();
        var answers = await Task.WhenAll(asked);
        var taken = answers.Count(reply => reply.Standing == TwinStanding.Ready);
        await session.DecideAsync(Ask("after", "reply"), default);

        Assert.InRange(taken, 4096, 4299);
        Assert.Equal(taken + 1, _bench.Chain.Count);
        LedgerOracle.Check(_bench.Chain, _bench.Policies);
    }

    [Fact]
    public async Task An_unknown_account_is_escalated_without_a_record()
    {
        var view = (await _bench.Activate().Session.DecideAsync(Ask("k", "reply"), default)).View!;

        Assert.Equal((VerdictKind.Escalate, "unknown_account", null), (view.Verdict, view.Actions[0].Reasons[0].Code, view.DecisionId));
        Assert.Empty(_bench.Chain);
    }

    [Theory]
    [InlineData(SliceStanding.Unknown, "release_budget_unknown")]
    [InlineData(SliceStanding.Spent, "release_budget_spent")]
    public async Task A_dry_run_leases_nothing_and_says_what_only_a_lease_would_tell(SliceStanding here, string code)
    {
        _bench.Policies.Use(FakePolicies.Plain with { Hash = "hourly", Actions = [.. FakePolicies.Plain.Actions.Select(rule => rule with { ReleaseCountPerHour = 5 })] });
        _bench.Policies.BeforeSlices = () => throw new InvalidOperationException("A lease was asked for.");
        (_bench.Policies.HasSlices, _bench.Policies.Here) = (false, here);
        var session = await _bench.KnownAsync();

        var dry = (await session.DecideAsync(Ask("k", "reply") with { DryRun = true }, default)).View!;

        Assert.Equal((VerdictKind.RequireApproval, code), (dry.Verdict, dry.Actions.Single().Reasons.Single().Code));
        Assert.Empty(_bench.Chain);
    }

    [Fact]
    public async Task A_dry_run_records_and_reserves_nothing_and_uses_no_key()
    {
        var session = await _bench.KnownAsync();
        var dry = (await session.DecideAsync(Ask("k", "grant_credit", 100) with { DryRun = true }, default)).View!;
        var real = (await session.DecideAsync(Ask("k", "grant_credit", 100), default)).View!;

        Assert.Equal((null, false, 1), (dry.DecisionId, real.IsRepeat, _bench.Chain.Count));
        Assert.Equal((VerdictKind.AllowWithObligations, VerdictKind.AllowWithObligations), (dry.Verdict, real.Verdict));
    }

    [Fact]
    public async Task Another_activation_that_decided_meanwhile_makes_this_one_ask_again()
    {
        var session = await _bench.KnownAsync();
        await session.DecideAsync(Ask("a", "grant_credit", 60), default);
        var other = _bench.Activate().Session;
        await other.DecideAsync(Ask("b", "grant_credit", 30), default);

        Assert.Equal(TwinStanding.Superseded, (await session.DecideAsync(Ask("c", "grant_credit", 30), default)).Standing);
        Assert.Equal(VerdictKind.RequireApproval, (await session.DecideAsync(Ask("c", "grant_credit", 30), default)).View!.Verdict);
    }
}
