using System.Text.Json;
using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;
using static AccountTwins.Tests.Grains.Decisions.SessionBench;
using VerdictKind = AccountTwins.Grains.Interfaces.Contracts.VerdictKind;

namespace AccountTwins.Tests.Grains.Decisions;

/// <summary>Who takes a conversation over is told, finds it in the queue, and says there that it is answered.</summary>
public sealed class HandoverFacts
{
    private readonly SessionBench _bench = new();

    public HandoverFacts() => _bench.Policies.Use(FakePolicies.Plain with
    {
        Escalation = new EscalationRules { Exempt = ["grant_credit", "refund"], DefaultRoute = HandoverRoute.Specialist, DefaultResponseMinutes = 60 },
    });

    private ReviewItem Item(string decision) => _bench.Ledger.Items[decision + ":h"];

    private IEnumerable<string> Told => _bench.Ledger.Announced.Select(change => change.Kind);

    [Fact]
    public async Task An_escalation_is_told_and_queued_with_the_clock_and_the_route_of_the_answer()
    {
        var session = await _bench.KnownAsync();
        var view = await EscalatedAsync(session, "k-1");

        var item = Item(view.DecisionId!);
        Assert.Equal((ReviewKind.Handover, ReviewState.Open, "specialist", view.Handover!.By), (item.Kind, item.State, item.Role, item.DueAt));
        Assert.Equal((view.DecisionId, view.Handover.By.AddDays(14)), (ReviewQueue.DecisionOf(item), item.ExpiresAt));
        var change = Assert.Single(_bench.Ledger.Announced);
        var data = JsonElement.Parse(change.Data);
        Assert.Equal((ChangeKinds.HandedOver, view.DecisionId), (change.Kind, data.GetProperty("decisionId").GetString()));
        Assert.Equal(("specialist", "c-1", view.Handover.By), (data.GetProperty("to").GetString(), data.GetProperty("conversation").GetString(), data.GetProperty("dueAt").GetDateTimeOffset()));
        Assert.Contains("clause_question", data.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task People_are_told_of_a_conversation_once_until_they_should_have_answered()
    {
        var session = await _bench.KnownAsync();
        var by = (await EscalatedAsync(session, "k-1")).Handover!.By;
        await EscalatedAsync(session, "k-2");
        Assert.Single(Told);

        await EscalatedAsync(session, "k-3", "c-2");
        Assert.Equal(2, Told.Count());

        // What names no conversation is one of the account and the day.
        await EscalatedAsync(session, "k-4", null);
        await EscalatedAsync(session, "k-5", null);
        Assert.Equal(3, Told.Count());

        // The second question of the first conversation has a time of its own, which is the same here.
        _bench.Clock.Advance(by - _bench.Clock.GetUtcNow());
        await EscalatedAsync(session, "k-6");
        Assert.Equal((4, 4), (Told.Count(), _bench.Ledger.Items.Count));
    }

    [Fact]
    public async Task Who_answers_it_takes_up_the_whole_conversation_and_that_is_told()
    {
        var session = await _bench.KnownAsync();
        var first = (await EscalatedAsync(session, "k-1")).DecisionId!;
        await EscalatedAsync(session, "k-2");

        var answer = Review(first, "ana", "csm", "reply") with { IsHandover = true };
        Assert.Null((await session.ReviewAsync(answer, default)).Refusal);
        Assert.Equal((ReviewState.Done, "ana"), (Item(first).State, Item(first).DecidedBy));
        Assert.Equal([ChangeKinds.HandedOver, ChangeKinds.ReviewDone], Told);

        // The same answer sent again is the same answer.
        await session.ReviewAsync(answer, default);
        Assert.Equal(3, _bench.Chain.Count);

        // Nothing of it stands in the way, also in a book read anew; and what the customer asks next is told again.
        var (other, twin) = _bench.Activate();
        await twin.KnownAsync();
        var asked = await other.DecideAsync(Ask("k-3", "reply", conversation: "c-1"), default);
        Assert.DoesNotContain(asked.View!.Actions[0].Reasons, reason => reason.Code == "linked_answer");
        await EscalatedAsync(other, "k-4");
        Assert.Equal(2, Told.Count(kind => kind == ChangeKinds.HandedOver));
    }

    [Fact]
    public async Task Who_judges_the_decision_beside_the_queue_takes_it_out()
    {
        var session = await _bench.KnownAsync();
        var first = (await EscalatedAsync(session, "k-1")).DecisionId!;

        await session.ReviewAsync(Review(first, "ana", "csm", "accept") with { IsDirected = true }, default);

        Assert.Equal(ReviewState.Voided, Item(first).State);
        await EscalatedAsync(session, "k-2");
        Assert.Equal(2, Told.Count(kind => kind == ChangeKinds.HandedOver));
    }

    [Fact]
    public async Task Beyond_what_may_wait_it_is_told_all_the_same()
    {
        _bench.Policies.Policy = _bench.Policies.Policy with { IsHandoverQueueFull = true };
        var session = await _bench.KnownAsync();

        await EscalatedAsync(session, "k-1");

        Assert.Empty(_bench.Ledger.Items);
        Assert.Equal([ChangeKinds.HandedOver], Told);
    }

    [Fact]
    public async Task What_a_switch_stops_is_told_and_what_is_only_watched_or_tried_is_not()
    {
        var session = await _bench.KnownAsync();
        await session.DecideAsync(Ask("k-1", "reply", conversation: "c-1") with { DryRun = true, Actions = [Act("reply") with { Category = "legal" }] }, default);
        _bench.Policies.Use(_bench.Policies.Policy.Playbook with { Mode = PlaybookMode.Observe });
        await EscalatedAsync(session, "k-2");
        Assert.Empty(Told);

        _bench.Policies.Use(FakePolicies.Plain);
        _bench.Policies.Policy = _bench.Policies.Policy with { KillSwitches = [new("all", null, null)] };
        Assert.Equal(VerdictKind.Escalate, (await session.DecideAsync(Ask("k-3", "grant_credit", 10, conversation: "c-3"), default)).View!.Verdict);
        Assert.Equal([ChangeKinds.HandedOver], Told);
    }

    /// <summary>A question about the contract, which people answer.</summary>
    private static async Task<DecisionView> EscalatedAsync(DecisionSession session, string key, string? conversation = "c-1")
    {
        var reply = await session.DecideAsync(Ask(key, "reply", conversation: conversation) with { Actions = [Act("reply") with { Category = "legal" }] }, default);
        Assert.Equal(VerdictKind.Escalate, reply.View!.Verdict);
        return reply.View;
    }
}
