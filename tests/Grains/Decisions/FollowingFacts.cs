using System.Collections.Frozen;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;
using static AccountTwins.Tests.Grains.Decisions.SessionBench;
using DecisionState = AccountTwins.Grains.Interfaces.Contracts.DecisionState;
using ReviewKind = AccountTwins.Grains.State.ReviewKind;

namespace AccountTwins.Tests.Grains.Decisions;

/// <summary>What becomes of acts by itself, recorded and told once whatever fails on the way.</summary>
public sealed class FollowingFacts
{
    private readonly SessionBench _bench = new();
    private readonly List<OutcomeWord> _told = [];
    private int _signals;
    private TwinStanding _scenarios = TwinStanding.Ready;

    [Fact]
    public async Task A_reopened_ticket_speaks_against_the_reply_on_it_once()
    {
        var (session, twin, id) = await RepliedAsync();
        Assert.True(await SaysAsync(session, twin, new TicketReopened("T-1")));
        await FollowAsync(session);
        await FollowAsync(session);
        await FollowAsync(_bench.Activate().Session);

        var label = Assert.Single(Entries<LabelEntry>(EntryKinds.Label));
        Assert.Equal((1, WeakLabelKind.Reopened, "T-1"), (label.Decision, label.Kind, label.Subject));
        Assert.Equal([new OutcomeWord("reply~other~unknown", id, "r1", true)], _told.Distinct());
        LedgerOracle.Check(_bench.Chain, _bench.Policies);
    }

    [Fact]
    public async Task What_nothing_speaks_against_is_told_when_its_time_is_over()
    {
        var (session, _, id) = await RepliedAsync();
        await FollowAsync(session);
        _bench.Clock.Advance(FollowedDecision.FollowedFor - TimeSpan.FromMinutes(61));
        await FollowAsync(session);
        Assert.Empty(_told);

        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        _scenarios = TwinStanding.StoreUnavailable;
        Assert.Equal(TwinStanding.StoreUnavailable, await session.FollowAsync(TellAsync, default));
        Assert.Empty(Entries<FollowedEntry>(EntryKinds.Followed));
        _scenarios = TwinStanding.Ready;
        await FollowAsync(session);
        await FollowAsync(session);
        Assert.Equal(id, Assert.Single(_told).Id);
        Assert.False(_told[0].SpeaksAgainst);
        Assert.Equal([1L], Assert.Single(Entries<FollowedEntry>(EntryKinds.Followed)).Decisions);
        LedgerOracle.Check(_bench.Chain, _bench.Policies);
    }

    [Fact]
    public async Task What_a_crash_kept_from_being_recorded_or_told_is_found_by_the_next_activation()
    {
        var (session, twin, _) = await RepliedAsync();
        await SaysAsync(session, twin, new TicketReopened("T-1"));
        _scenarios = TwinStanding.StoreUnavailable;
        var next = _bench.Activate().Session;
        Assert.Equal(TwinStanding.StoreUnavailable, await next.FollowAsync(TellAsync, default));
        Assert.Single(Entries<LabelEntry>(EntryKinds.Label));

        _scenarios = TwinStanding.Ready;
        await FollowAsync(_bench.Activate().Session);
        Assert.True(Assert.Single(_told).SpeaksAgainst);
    }

    [Fact]
    public async Task A_label_raises_the_probability_and_the_same_draw_decides()
    {
        var known = new Dictionary<ScenarioRelease, ScenarioStanding> { [new("reply~other~unknown", "r1")] = new(null, 1000, 0.05) };
        _bench.Policies.Policy = _bench.Policies.Policy with { Scenarios = known.ToFrozenDictionary() };
        var (_, twin) = await KnownAsync();
        await twin.AcceptAsync(Bundle([.. Enumerable.Range(0, 20).Select(each => (Fact)new TicketOpened($"T-{each}"))]));
        var session = SessionOf(twin);
        for (var each = 0; each < 20; each++)
            await session.DecideAsync(Ask($"k{each}", "reply", conversation: $"T-{each}"), default);
        var before = _bench.Ledger.Items.Keys.ToHashSet();
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        await twin.AcceptAsync(Bundle([.. Enumerable.Range(0, 20).Select(each => (Fact)new TicketReopened($"T-{each}"))]));
        await FollowAsync(session);

        var sampling = new ReviewSampling(_bench.Policies.Policy.Playbook.Learning, 7);
        var labels = Entries<LabelEntry>(EntryKinds.Label).Where(label => label.Kind == WeakLabelKind.Reopened).ToList();
        Assert.Equal(20, labels.Count);
        Assert.All(labels, label => Assert.Equal((0.05, 0.5), (label.ProbabilityBefore, label.Probability)));
        Assert.All(labels, label => Assert.Equal(sampling.Draw($"{Key}#{label.Decision}") is >= 0.05 and < 0.5, label.IsAudited));
        var queued = _bench.Ledger.Items.Values.Where(item => !before.Contains(item.Id)).ToList();
        Assert.Equal(labels.Where(label => label.IsAudited).Select(label => label.Decision).Order(), queued.Select(item => item.Number).Order());
        Assert.All(queued, item => Assert.Equal((ReviewKind.Audit, _bench.Clock.GetUtcNow()), (item.Kind, item.CreatedAt)));
        Assert.InRange(queued.Count, 1, 19);
        LedgerOracle.Check(_bench.Chain, _bench.Policies);
    }

    [Fact]
    public async Task A_credit_settles_what_was_never_reported_and_leaves_it_spent()
    {
        var (_, twin) = await KnownAsync();
        var session = SessionOf(twin);
        var id = (await session.DecideAsync(Ask("k", "grant_credit", 100), default)).View!.DecisionId!;
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await SaysAsync(session, twin, new CreditIssued(100, "EUR")));
        await FollowAsync(session);
        Assert.Equal(DecisionState.Permitted, (await session.ReadAsync(id, default)).View!.State);
        Assert.False(session.HasNews(twin.Current) || session.IsLookDue);

        _bench.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True(session.IsLookDue);
        await FollowAsync(session);
        await FollowAsync(session);
        Assert.Equal(DecisionState.Executed, (await session.ReadAsync(id, default)).View!.State);
        Assert.Equal(OutcomeEntry.Billing, Assert.Single(Entries<OutcomeEntry>(EntryKinds.Outcome)).By);
        Assert.Equal("outcome_conflict", (await session.OutcomeAsync(Outcome(id, DecisionState.NotExecuted), default)).Refusal);
        Assert.NotEqual(DecisionState.Permitted, (await session.DecideAsync(Ask("k2", "grant_credit", 1), default)).View!.State);
        LedgerOracle.Check(_bench.Chain, _bench.Policies);
    }

    [Fact]
    public async Task What_does_not_concern_an_open_decision_costs_a_look_at_references_alone()
    {
        var (session, twin, _) = await RepliedAsync();
        Assert.False(await SaysAsync(session, twin, new UsageActivity(ActiveUsers: 3)));
        Assert.False(await SaysAsync(session, twin, new CreditIssued(5, "EUR"), isOpen: false));
        var before = twin.Current;
        var started = GC.GetAllocatedBytesForCurrentThread();
        for (var each = 0; each < 1000; each++)
            session.HasNews(before);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - started);
    }

    private async Task<(DecisionSession Session, TwinSession Twin, string Id)> RepliedAsync()
    {
        var (_, twin) = await KnownAsync();
        await twin.AcceptAsync(Bundle(new TicketOpened("T-1")));
        var session = SessionOf(twin);
        var view = (await session.DecideAsync(Ask("k", "reply", conversation: "T-1"), default)).View!;
        Assert.Equal(DecisionState.Permitted, view.State);
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        return (session, twin, view.DecisionId!);
    }

    private async Task<(DecisionSession Session, TwinSession Twin)> KnownAsync()
    {
        await _bench.KnownAsync();
        return _bench.Activate();
    }

    private DecisionSession SessionOf(TwinSession twin) =>
        new(Key, twin, new DecisionParts(_bench.Ledger, _bench.Policies, _bench.Policies, _bench.Twins.Aside), _bench.Policies, () => false, _bench.Clock);

    private async Task<bool> SaysAsync(DecisionSession session, TwinSession twin, Fact fact, bool isOpen = true)
    {
        var before = twin.Current;
        Assert.Equal(TwinStanding.Ready, (await twin.AcceptAsync(Bundle(fact))).Standing);
        return session.HasNews(before) && isOpen;
    }

    private SignalBundle Bundle(params Fact[] facts) => new() { Bodies = [.. facts.Select(fact => Signal.Of(fact, _bench.Clock.GetUtcNow(), "/desk", $"f{_signals++}").Body)] };

    private async Task FollowAsync(DecisionSession session) => Assert.Equal(TwinStanding.Ready, await session.FollowAsync(TellAsync, default));

    private Task<TwinStanding> TellAsync(OutcomeWord word)
    {
        if (_scenarios == TwinStanding.Ready)
            _told.Add(word);
        return Task.FromResult(_scenarios);
    }

    private T[] Entries<T>(string kind) => [.. _bench.Chain.Where(entry => entry.Kind == kind).Select(entry => LedgerJson.Read<T>(entry.Body))];
}
