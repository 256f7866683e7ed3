using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.State;
using AccountTwins.Tests.Support;
using static AccountTwins.Tests.Grains.Decisions.SessionBench;
using AiContact = AccountTwins.Domain.Signals.AiContact;
using ApproverRole = AccountTwins.Domain.Playbooks.ApproverRole;
using DecisionState = AccountTwins.Grains.Interfaces.Contracts.DecisionState;
using Latitude = AccountTwins.Domain.Latitudes.Latitude;
using VerdictKind = AccountTwins.Grains.Interfaces.Contracts.VerdictKind;

namespace AccountTwins.Tests.Grains.Decisions;

/// <summary>A day that an agent promised binds the next one, whether or not the CRM hears of it.</summary>
public sealed class PromiseFacts
{
    /// <summary>The rule looks at promises of the next seven days.</summary>
    private const int RuleDays = 7;

    private static readonly ActionRule CommitDate = new()
    {
        Type = "commit_date", Requires = Latitude.Supervised, Reversibility = Reversibility.Correctable, Promises = true,
        Approvers = [new ApproverRule(null, ValueTier.Global, ApproverRole.Csm, 1)],
    };

    private readonly SessionBench _bench = new();
    private int _keys;

    public PromiseFacts() => Use(CommitDate);

    private DateOnly Today => DateOnly.FromDateTime(_bench.Clock.GetUtcNow().UtcDateTime);

    [Fact]
    public async Task A_second_day_in_the_same_conversation_waits_for_a_person_and_the_same_day_does_not()
    {
        var session = await _bench.KnownAsync();
        Assert.Equal(VerdictKind.Allow, (await PromiseAsync(session, 20)).Verdict);
        Assert.Equal(VerdictKind.Allow, (await PromiseAsync(session, 20)).Verdict);
        Assert.Equal(VerdictKind.Allow, (await PromiseAsync(session, 30, "c-2")).Verdict);

        var other = await PromiseAsync(session, 30);

        Assert.Equal(VerdictKind.RequireApproval, other.Verdict);
        Assert.Equal("promised_otherwise", Assert.Single(other.Actions[0].Reasons).Code);
        Assert.Equal(VerdictKind.RequireApproval, (await PromiseAsync(session, null, "c-2")).Verdict);
    }

    [Fact]
    public async Task Two_days_in_one_request_are_two_days_in_one_conversation()
    {
        var session = await _bench.KnownAsync();

        Assert.Equal(VerdictKind.RequireApproval, (await AskAsync(session, "c-1", Act(20), Act(21))).Verdict);
        Assert.Equal(VerdictKind.Allow, (await AskAsync(session, "c-2", Act(20), Act(20))).Verdict);
    }

    [Fact]
    public async Task Two_kinds_of_promise_in_one_request_are_compared_too()
    {
        Use(CommitDate, CommitDate with { Type = "commit_fix" });
        var session = await _bench.KnownAsync();

        Assert.Equal(VerdictKind.RequireApproval, (await AskAsync(session, "c-1", Act(20), Act(21) with { Type = "commit_fix" })).Verdict);
        Assert.Equal(VerdictKind.Allow, (await AskAsync(session, "c-2", Act(20), Act(20) with { Type = "commit_fix" })).Verdict);
    }

    [Fact]
    public async Task Close_to_its_day_it_holds_for_all_that_the_rule_touches_until_a_while_after()
    {
        var session = await _bench.KnownAsync();
        await PromiseAsync(session, RuleDays + 1);
        Assert.Equal(VerdictKind.Allow, (await ReplyAsync(session)).Verdict);

        _bench.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(VerdictKind.RequireApproval, (await ReplyAsync(session)).Verdict);

        _bench.Clock.Advance(TimeSpan.FromDays(RuleDays + AgentPromise.KeptDays));
        Assert.Equal(VerdictKind.RequireApproval, (await ReplyAsync(session)).Verdict);
        _bench.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(VerdictKind.Allow, (await ReplyAsync(session)).Verdict);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(-1)]
    [InlineData(-400)]
    public async Task Without_a_day_or_with_one_that_is_past_it_holds_at_once_and_as_long(int? days)
    {
        var session = await _bench.KnownAsync();
        await PromiseAsync(session, days);
        Assert.Equal(VerdictKind.RequireApproval, (await ReplyAsync(session)).Verdict);

        _bench.Clock.Advance(TimeSpan.FromDays(AgentPromise.KeptDays));
        Assert.Equal(VerdictKind.RequireApproval, (await ReplyAsync(session)).Verdict);
        _bench.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(VerdictKind.Allow, (await ReplyAsync(session)).Verdict);
    }

    [Fact]
    public async Task The_last_day_of_all_is_a_day_like_others()
    {
        var session = await _bench.KnownAsync();

        await AskAsync(session, "c-1", new ActionAsk { Type = "commit_date", Due = DateOnly.MaxValue });

        Assert.Equal(VerdictKind.RequireApproval, (await PromiseAsync(session, 1)).Verdict);
    }

    [Theory]
    [InlineData(DecisionState.NotExecuted, VerdictKind.Allow)]
    [InlineData(DecisionState.Failed, VerdictKind.Allow)]
    [InlineData(DecisionState.Executed, VerdictKind.RequireApproval)]
    [InlineData(DecisionState.Partly, VerdictKind.RequireApproval)]
    public async Task What_was_not_done_promised_nothing(DecisionState state, VerdictKind expected)
    {
        var session = await _bench.KnownAsync();
        var promised = await PromiseAsync(session, 1);
        await session.OutcomeAsync(Outcome(promised.DecisionId!, state), CancellationToken.None);

        Assert.Equal(expected, (await ReplyAsync(session)).Verdict);
    }

    [Theory]
    [InlineData("kept under its decision", true)]
    [InlineData("kept under its number", true)]
    [InlineData("broken under its decision", true)]
    [InlineData("kept under another number", false)]
    [InlineData("kept under another account's", false)]
    [InlineData("the same day, made since and kept", true)]
    [InlineData("the same day, made since and open", false)]
    [InlineData("the same day, made before and kept", false)]
    [InlineData("another day, made since and kept", false)]
    [InlineData("the same day, made before, said again since and kept", false)]
    [InlineData("the same day, made since and kept under another decision", false)]
    [InlineData("the same day, made since and kept under another number", false)]
    public async Task The_crm_ends_it_when_it_names_it(string said, bool ends)
    {
        var (session, twin) = _bench.Activate();
        await AcceptAsync(twin, new AccountUpdated { AiContact = AiContact.Allowed });
        var promised = await PromiseAsync(session, 1);
        var (due, since, before) = (Today.AddDays(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(-1));

        await (said switch
        {
            "kept under its decision" => AcceptAsync(twin, new CommitmentKept(promised.DecisionId!)),
            "kept under its number" => AcceptAsync(twin, new CommitmentKept("1@initech")),
            "broken under its decision" => AcceptAsync(twin, new CommitmentBroken(promised.DecisionId!)),
            "kept under another number" => AcceptAsync(twin, new CommitmentKept("2@initech")),
            "kept under another account's" => AcceptAsync(twin, new CommitmentKept("1@acme")),
            "the same day, made since and kept" => MadeAsync(since, due, new CommitmentKept("P-1")),
            "the same day, made since and open" => MadeAsync(since, due, null),
            "the same day, made before and kept" => MadeAsync(before, due, new CommitmentKept("P-1")),
            "the same day, made before, said again since and kept" => SaidTwiceAsync(),
            "the same day, made since and kept under another decision" => MadeAsync(since, due, new CommitmentKept("2-00000000@initech"), "2-00000000@initech"),
            "the same day, made since and kept under another number" => MadeAsync(since, due, new CommitmentKept("2@initech"), "2@initech"),
            "another day, made since and kept" => MadeAsync(since, due.AddDays(1), new CommitmentKept("P-1")),
            _ => throw new ArgumentOutOfRangeException(nameof(said), said, "Not told here."),
        });

        Assert.Equal(ends ? VerdictKind.Allow : VerdictKind.RequireApproval, (await ReplyAsync(session)).Verdict);

        // A second day is in conflict for as long.
        Assert.Equal(ends ? VerdictKind.Allow : VerdictKind.RequireApproval, (await PromiseAsync(session, 20)).Verdict);

        async Task SaidTwiceAsync()
        {
            await MadeAsync(before, due, null);
            await MadeAsync(since, due, new CommitmentKept("P-1"));
        }

        async Task MadeAsync(TimeSpan after, DateOnly day, Fact? then, string id = "P-1")
        {
            await AcceptAsync(twin, new CommitmentMade(id, Promiser.Person, "A fix", Due: day), after);
            if (then is not null)
                await AcceptAsync(twin, then, TimeSpan.FromMinutes(2));
        }
    }

    [Theory]
    [InlineData(Promiser.Ai, true)]
    [InlineData(Promiser.Person, false)]
    public async Task One_without_a_day_is_what_an_ai_promised_since(Promiser by, bool isIt)
    {
        var (session, twin) = _bench.Activate();
        await AcceptAsync(twin, new AccountUpdated { AiContact = AiContact.Allowed });
        await PromiseAsync(session, null);

        await AcceptAsync(twin, new CommitmentMade("P-1", by, "A fix", Due: Today.AddDays(90)), TimeSpan.FromMinutes(1));

        Assert.Equal(isIt ? VerdictKind.Allow : VerdictKind.RequireApproval, (await ReplyAsync(session)).Verdict);
    }

    [Fact]
    public async Task A_day_that_the_crm_moved_is_the_promised_one()
    {
        var (session, twin) = _bench.Activate();
        await AcceptAsync(twin, new AccountUpdated { AiContact = AiContact.Allowed });
        var promised = await PromiseAsync(session, 20);

        await AcceptAsync(twin, new CommitmentMade(promised.DecisionId!, Promiser.Ai, "A fix", Due: Today.AddDays(30)));

        Assert.Equal(VerdictKind.Allow, (await PromiseAsync(session, 30)).Verdict);
        Assert.Equal(VerdictKind.RequireApproval, (await PromiseAsync(session, 20)).Verdict);
    }

    /// <summary>A twin keeps six commitments that are over.</summary>
    [Fact]
    public async Task One_that_the_crm_ended_does_not_come_back_when_the_twin_forgets_that()
    {
        var (session, twin) = _bench.Activate();
        await AcceptAsync(twin, new AccountUpdated { AiContact = AiContact.Allowed });
        var promised = await PromiseAsync(session, 1);
        await AcceptAsync(twin, new CommitmentKept(promised.DecisionId!));
        await ReplyAsync(session);

        for (var number = 0; number < 10; number++)
            await AcceptAsync(twin, new CommitmentKept($"P-{number}"), TimeSpan.FromMinutes(1));

        Assert.Null(twin.Current.Commitments[promised.DecisionId!]);
        Assert.Equal(VerdictKind.Allow, (await ReplyAsync(session)).Verdict);
    }

    /// <summary>Although another promise, close to its day, had sent both to a person for a reason of its own.</summary>
    [Fact]
    public async Task An_approval_is_void_once_another_day_was_promised()
    {
        var session = await _bench.KnownAsync();
        await PromiseAsync(session, 3, "c-9");
        DecisionView[] asked = [await PromiseAsync(session, 20), await PromiseAsync(session, 30)];
        foreach (var one in asked)
            await session.ReviewAsync(Review(one.DecisionId!, "kim", "csm", "accept"), CancellationToken.None);

        Assert.Equal(DecisionState.Permitted, (await session.UseAsync(asked[0].DecisionId!, "agent-1", null, CancellationToken.None)).View!.State);
        Assert.Equal(DecisionState.Pending, (await session.UseAsync(asked[1].DecisionId!, "agent-1", null, CancellationToken.None)).View!.State);
    }

    [Fact]
    public async Task What_waits_for_a_person_promises_nothing_and_what_was_edited_and_used_promises_what_the_edit_left()
    {
        Use(CommitDate with { Requires = Latitude.Full, Reversibility = Reversibility.Irreversible });
        var session = await _bench.KnownAsync();
        var asked = await PromiseAsync(session, 1);
        Assert.Equal((VerdictKind.RequireApproval, VerdictKind.Allow), (asked.Verdict, (await ReplyAsync(session)).Verdict));

        await session.ReviewAsync(Review(asked.DecisionId!, "kim", "csm", "edit", Act(2)), CancellationToken.None);
        Assert.Equal(VerdictKind.Allow, (await ReplyAsync(session)).Verdict);
        var used = await session.UseAsync(asked.DecisionId!, "agent-1", null, CancellationToken.None);

        Assert.Equal(Today.AddDays(2), Assert.Single(used.View!.ApprovedActions!).Due);
        Assert.Equal(VerdictKind.RequireApproval, (await ReplyAsync(session)).Verdict);
        Assert.Equal(Today.AddDays(2), Assert.Single(BookOfAll().Promises).Due);
    }

    [Fact]
    public async Task An_approval_of_one_day_is_not_one_of_another()
    {
        Use(CommitDate with { Reversibility = Reversibility.Irreversible });
        var session = await _bench.KnownAsync();

        Assert.NotEqual((await PromiseAsync(session, 1)).ActionsHash, (await PromiseAsync(session, 2)).ActionsHash);
        var once = Ask("k", 1);
        await session.DecideAsync(once, CancellationToken.None);
        Assert.Equal("idempotency_conflict", (await session.DecideAsync(once with { Actions = [Act(2)] }, CancellationToken.None)).Refusal);
    }

    [Fact]
    public async Task A_promise_made_without_leave_was_made()
    {
        Use(CommitDate with { Reversibility = Reversibility.Irreversible });
        var session = await _bench.KnownAsync();
        var asked = await PromiseAsync(session, 1);

        await session.OutcomeAsync(Outcome(asked.DecisionId!, DecisionState.Executed), CancellationToken.None);

        Assert.Equal(VerdictKind.RequireApproval, (await ReplyAsync(session)).Verdict);
    }

    [Fact]
    public async Task A_promise_made_where_the_playbook_only_watches_was_made()
    {
        Use(CommitDate with { Reversibility = Reversibility.Irreversible });
        _bench.Policies.Use(_bench.Policies.Policy.Playbook with { Hash = "watching", Observe = [new ObserveRule(null, "commit_date")] });
        var session = await _bench.KnownAsync();
        var asked = await PromiseAsync(session, 1);
        Assert.Equal((false, VerdictKind.Allow), (asked.Enforced, (await ReplyAsync(session)).Verdict));

        await session.OutcomeAsync(Outcome(asked.DecisionId!, DecisionState.Executed), CancellationToken.None);

        Assert.Equal(VerdictKind.RequireApproval, (await ReplyAsync(session)).Verdict);
    }

    [Fact]
    public async Task Of_too_many_the_ones_that_bind_first_stay_and_one_without_a_day_stands_for_the_rest()
    {
        var session = await _bench.KnownAsync();
        int[] days = [40, 90, 41, 42, 43, 44, 45, 46, 80];
        for (var number = 0; number < DecisionBook.PromisesMax; number++)
            await PromiseAsync(session, days[number], $"c-{number}");
        Assert.Equal(VerdictKind.Allow, (await ReplyAsync(session)).Verdict);

        Assert.Equal(VerdictKind.Allow, (await PromiseAsync(session, 80, "c-8")).Verdict);

        Assert.Equal(days.Where(day => day != 90).Select(day => (DateOnly?)Today.AddDays(day)), BookOfAll().Promises.Select(promise => promise.Due));
        Assert.Equal(VerdictKind.RequireApproval, (await ReplyAsync(session)).Verdict);
        Assert.Equal(VerdictKind.RequireApproval, (await PromiseAsync(session, 90, "c-1")).Verdict);
        _bench.Clock.Advance(TimeSpan.FromDays(90 + AgentPromise.KeptDays));
        Assert.Equal(VerdictKind.RequireApproval, (await ReplyAsync(session)).Verdict);
        _bench.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(VerdictKind.Allow, (await ReplyAsync(session)).Verdict);
    }

    [Fact]
    public async Task The_context_lists_it_until_the_crm_has_it()
    {
        var (session, twin) = _bench.Activate();
        await AcceptAsync(twin, new AccountUpdated { AiContact = AiContact.Allowed });
        var promised = await PromiseAsync(session, 20);

        var shown = Assert.Single(Listed());
        Assert.Equal(("1@initech", true, Today.AddDays(20), false), (shown.Promise, shown.ByAi, shown.DueOn, shown.Overdue));
        _bench.Clock.Advance(TimeSpan.FromDays(21));
        Assert.True(Assert.Single(Listed()).Overdue);

        await AcceptAsync(twin, new CommitmentKept(promised.DecisionId!));
        Assert.Empty(Listed());

        AccountPromiseView[] Listed() => OpenWorkOf.Promises(twin.Current, BookOfAll(), _bench.Clock.GetUtcNow());
    }

    private void Use(params ActionRule[] rules) => _bench.Policies.Use(FakePolicies.Plain with
    {
        Hash = $"{rules[0].Requires}-{rules[0].Reversibility}-{rules.Length}",
        Actions = [.. FakePolicies.Plain.Actions, .. rules],
        Escalation = new EscalationRules { Exempt = ["reply", "commit_date", "commit_fix"] },
        Constraints = [new ConstraintRule { Name = "open_promise", When = Circumstance.OpenPromise, Days = RuleDays, AtMost = Latitude.Diagnostic }],
    });

    private DecisionBook BookOfAll() => AccountLedger.BookOf([.. _bench.Chain]);

    private ActionAsk Act(int? days) => new() { Type = "commit_date", Due = days is { } ahead ? Today.AddDays(ahead) : null };

    private DecisionAsk Ask(string key, int? days) => SessionBench.Ask(key, "commit_date", conversation: "c-1") with { Actions = [Act(days)] };

    private Task<DecisionView> PromiseAsync(DecisionSession session, int? days, string conversation = "c-1") => AskAsync(session, conversation, Act(days));

    /// <summary>In a conversation of its own.</summary>
    private Task<DecisionView> ReplyAsync(DecisionSession session) => AskAsync(session, $"reply-{_keys}", SessionBench.Act("reply"));

    private async Task<DecisionView> AskAsync(DecisionSession session, string conversation, params ActionAsk[] acts) =>
        (await session.DecideAsync(SessionBench.Ask($"k-{_keys++}", "reply", conversation: conversation) with { Actions = acts }, CancellationToken.None)).View!;

    private async Task AcceptAsync(TwinSession twin, Fact fact, TimeSpan after = default)
    {
        var bundle = new SignalBundle { Bodies = [Signal.Of(fact, _bench.Clock.GetUtcNow() + after, "/crm", $"s{_keys++}").Body] };
        Assert.Equal(TwinStanding.Ready, (await twin.AcceptAsync(bundle)).Standing);
    }
}
