using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Learning;
using AccountTwins.Grains.State;
using AccountTwins.Tests.Silo.Policies;
using AccountTwins.Tests.Support;
using Latitude = AccountTwins.Domain.Latitudes.Latitude;
using ReviewKind = AccountTwins.Domain.Learning.ReviewKind;

namespace AccountTwins.Tests.Grains.Learning;

/// <summary>Learning end to end: from a review through the scenario's chain and the tenant's settings to what a board answers.</summary>
public sealed class ScenarioGrainTests : IAsyncLifetime
{
    private const string Name = "reply~other~small";

    private static readonly LedgerSubject Chain = LedgerSubject.OfScenario("acme", Name);

    private TenantSilos silos = null!;
    private int reviews;

    public async Task InitializeAsync() => silos = await TenantSilos.StartAsync();

    public async Task DisposeAsync() => await silos.DisposeAsync();

    private ReviewObserved Review(ReviewVerb verb, Severity severity = Severity.None, string release = "one") => new()
    {
        Id = $"review {++reviews}",
        Release = release,
        Kind = (int)ReviewKind.BeforeSending,
        Judgement = ScenarioMapping.ToView(new Judgement(verb, Severity: severity)),
    };

    private async Task<Latitude?> LatitudeAsync(string release = "one", string scenario = Name)
    {
        await silos.Board.EnsureAsync("acme", default);
        await silos.Board.TickAsync();
        return silos.Board.For("acme")!.FactsFor(scenario, release, null, "reply").ScenarioLatitude;
    }

    private ScenarioBook Book() => LedgerJson.Read<ScenarioBook>(silos.Ledger.Entries(Chain)[^1].Snapshot);

    [Fact]
    public async Task Rejections_tighten_and_say_by_which_bound()
    {
        Assert.Null(await LatitudeAsync());
        for (var rejected = 0; rejected < 12; rejected++)
            Assert.Equal(TwinStanding.Ready, (await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Reject))).Standing);

        Assert.True(await LatitudeAsync() < Latitude.Bounded);
        var change = Book().Changes[0].Change;
        Assert.Equal(LatitudeCause.PreSendDisagreement, change.Cause);
        Assert.True(change.Statistic >= change.Limit);
    }

    [Fact]
    public async Task One_severe_error_tightens_at_once_and_a_new_release_does_not_get_around_it()
    {
        await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Reject, Severity.Severe));

        var tightened = await LatitudeAsync();
        Assert.NotNull(tightened);
        Assert.Equal(tightened, await LatitudeAsync("two"));
        await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Accept, release: "two"));
        Assert.Equal(tightened, await LatitudeAsync("two"));
        Assert.True(Book().Find("two")!.Latitude.IsHeld);
    }

    [Fact]
    public async Task A_hotfix_of_the_release_that_erred_does_not_start_from_the_canary_beside_it()
    {
        await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Accept));
        await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Accept, release: "canary"));
        await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Reject, Severity.Severe));
        await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Accept, release: "canary"));
        var tightened = await LatitudeAsync();

        Assert.NotNull(tightened);
        Assert.Null(await LatitudeAsync("canary"));
        Assert.Equal(tightened, await LatitudeAsync("hotfix"));
        await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Accept, release: "hotfix"));
        Assert.Equal((tightened, true), (await LatitudeAsync("hotfix"), Book().Find("hotfix")!.Latitude.IsHeld));
    }

    [Fact]
    public void A_new_release_takes_the_lowest_step_and_any_hold_of_those_used_within_thirty_days_of_the_last_use()
    {
        var rules = LearningRules.For(LearningParameters.Default, Latitude.Full, 100, 100);
        (Latitude, bool) NewAfter(params (string Release, int Day, Severity Severity)[] reviews)
        {
            var book = ScenarioBook.Empty;
            foreach (var (release, day, severity) in (IEnumerable<(string, int, Severity)>)[("erring", 0, Severity.None), ("canary", 0, Severity.None), .. reviews])
                book = book.With(new ScenarioEntry.Reviewed("r", release, ObservedReview.BeforeSending(new(ReviewVerb.Accept, Severity: severity), false), rules), DateTimeOffset.UnixEpoch.AddDays(day));
            return book.Find("new")!.Latitude is var latitude ? (latitude.Step, latitude.IsHeld) : default;
        }

        Assert.Equal((Latitude.Bounded, true), NewAfter(("erring", 1, Severity.Severe), ("canary", 31, Severity.None), ("new", 31, Severity.None)));
        Assert.Equal((Latitude.Full, false), NewAfter(("erring", 1, Severity.Severe), ("canary", 32, Severity.None), ("new", 32, Severity.None)));
        Assert.Equal((Latitude.Bounded, true), NewAfter(("erring", 1, Severity.Severe), ("new", 400, Severity.None)));
    }

    [Fact]
    public async Task Same_review_again_counts_once_also_after_a_restart()
    {
        var review = Review(ReviewVerb.Accept);
        await silos.Scenario(Name).ObserveReview(review);
        await silos.RestartAsync(silos.Scenario(Name));
        await silos.Scenario(Name).ObserveReview(review);

        Assert.Equal(1, Book().Find("one")!.Latitude.Evidence.Reviews);
        Assert.Single(LedgerJson.Read<ScenarioBook>(silos.Ledger.Entries(LedgerSubject.OfScenario("acme", "reply~*~small"))[^1].Snapshot).Children);
    }

    [Fact]
    public async Task Crash_between_the_entry_and_its_announcement_is_made_up_for_by_the_repeat()
    {
        await LatitudeAsync();
        var review = Review(ReviewVerb.Reject, Severity.Severe);
        silos.Ledger.Before = append => append.Subject == LedgerSubject.OfTenant("acme") ? AppendResult.Unknown : null;
        Assert.Equal(TwinStanding.StoreUnavailable, (await silos.Scenario(Name).ObserveReview(review)).Standing);
        await silos.RestartAsync(silos.Scenario(Name));
        silos.Ledger.Before = null;
        Assert.Null(await LatitudeAsync());

        Assert.Equal(TwinStanding.Ready, (await silos.Scenario(Name).ObserveReview(review)).Standing);

        Assert.NotNull(await LatitudeAsync());
        Assert.Single(silos.Ledger.Entries(Chain), entry => entry.Kind == "reviewed");
        Assert.Equal(Book().Find("one")!.Change, Book().Find("one")!.Announced);
    }

    [Fact]
    public async Task Announcement_whose_answer_was_lost_is_taken_once()
    {
        var review = Review(ReviewVerb.Reject, Severity.Severe);
        silos.Ledger.Before = append => append.Subject == Chain && append.Entries[0].Kind == "announced" ? AppendResult.Unknown : null;
        Assert.NotEqual(TwinStanding.Ready, (await silos.Scenario(Name).ObserveReview(review)).Standing);
        silos.Ledger.Before = null;

        await silos.Scenario(Name).ObserveReview(review);

        Assert.Single(silos.Ledger.Entries(LedgerSubject.OfTenant("acme")), entry => entry.Kind == "scenario_set");
    }

    [Fact]
    public async Task Person_freezes_releases_and_resets()
    {
        await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Reject, Severity.Severe));
        var tightened = await LatitudeAsync();

        Assert.Null((await ActAsync("release")).Refusal);
        Assert.Equal(tightened, await LatitudeAsync());
        Assert.Null((await ActAsync("freeze")).Refusal);
        Assert.Null((await ActAsync("reset", AccountTwins.Grains.Interfaces.Contracts.Latitude.Full)).Refusal);
        Assert.Null((await ActAsync("reset", AccountTwins.Grains.Interfaces.Contracts.Latitude.Full)).Refusal);
        Assert.Equal((tightened, "ann"), (await LatitudeAsync(), Book().Proposed!.By));
        Assert.Null((await ActAsync("reset", AccountTwins.Grains.Interfaces.Contracts.Latitude.Full, "bo")).Refusal);

        Assert.True(await LatitudeAsync() is not { } left || left > tightened);
        Assert.Equal("ann", Book().Find("one")!.Latitude.FrozenBy);
        Assert.Equal("no_offer", (await ActAsync("accept_offer")).Refusal);
        Assert.Equal("bad_act", (await ActAsync("dance")).Refusal);
    }

    [Fact]
    public async Task Sparse_scenario_is_tightened_by_the_others_below_its_parent_and_never_widened()
    {
        var other = silos.Scenario("reply~billing~small");
        for (var rejected = 0; rejected < 30; rejected++)
            await other.ObserveReview(Review(ReviewVerb.Reject));

        for (var review = 0; review < 6; review++)
            await silos.Scenario(Name).ObserveReview(Review(review < 3 ? ReviewVerb.Reject : ReviewVerb.Accept));

        Assert.Contains(Book().Changes, change => change.Change.Cause == LatitudeCause.ParentDisagreement);
        Assert.DoesNotContain(Book().Changes, change => change.Change.IsWidening);
    }

    [Fact]
    public async Task Chain_replays_to_the_snapshot_it_holds()
    {
        for (var review = 0; review < 40; review++)
            await silos.Scenario(Name).ObserveReview(Review((ReviewVerb)(1 + (review % 3)), release: review < 20 ? "one" : "two"));
        await silos.Scenario(Name).ObserveOutcome("o", "two", true);
        var entries = silos.Ledger.Entries(Chain);

        var replayed = entries.Aggregate(ScenarioBook.Empty, (book, entry) => book.With(ScenarioEntry.Read(entry.Kind, entry.Body), entry.At));

        Assert.Equal(entries[^1].Snapshot, LedgerJson.Write(replayed));
    }

    [Fact]
    public void Releases_are_bounded()
    {
        var rules = LearningRules.For(LearningParameters.Default, Latitude.Bounded, 100, 100);
        var book = ScenarioBook.Empty;
        for (var release = 0; release < 50; release++)
            book = book.With(new ScenarioEntry.Reviewed("r", $"release {release}", ObservedReview.BeforeSending(new(ReviewVerb.Accept), false), rules), DateTimeOffset.UnixEpoch.AddDays(release));

        Assert.Equal(ScenarioBook.ReleasesMax, book.Releases.Count);
        Assert.Equal("release 49", book.Releases[^1].Release);
    }

    [Fact]
    public async Task Everything_that_happens_to_a_latitude_is_announced_once_and_in_its_order()
    {
        using var counted = new CountedMeasurements(silos.Meters, LearningMetrics.LatitudeChanges);
        await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Accept));
        await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Reject, Severity.Severe));
        await ActAsync("release");
        await ActAsync("freeze");
        await ActAsync("freeze");
        await ActAsync("unfreeze");
        await ActAsync("reset", AccountTwins.Grains.Interfaces.Contracts.Latitude.Full);
        await ActAsync("reset", AccountTwins.Grains.Interfaces.Contracts.Latitude.Full, "bo");
        await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Accept, release: "two"));

        var happened = Announced();
        Assert.Equal(["tightened", "released", "frozen", "unfrozen", "reset", "new_release"], happened.Select(one => LatitudeChangeKinds.Of(one.Happened!)));
        Assert.Equal((Latitude.Full, Latitude.Bounded), (happened[4].Happened!.Asked, happened[4].Happened!.To));
        Assert.Equal("two", happened[5].Release);
        Assert.Equal(1, counted.ByTags["kind=tightened,cause=severe_error"]);
        Assert.Equal(1, counted.ByTags["kind=frozen,cause=frozen"]);
        Assert.Equal(6, counted.ByTags.Values.Sum());
    }

    [Fact]
    public async Task What_could_not_be_announced_is_made_up_for_before_anything_else_happens()
    {
        await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Accept));
        await LatitudeAsync();
        silos.Ledger.Before = append => append.Subject == LedgerSubject.OfTenant("acme") ? AppendResult.Unknown : null;
        Assert.Equal(TwinStanding.StoreUnavailable, (await ActAsync("freeze")).Standing);
        Assert.Equal(TwinStanding.StoreUnavailable, (await ActAsync("reset", AccountTwins.Grains.Interfaces.Contracts.Latitude.Diagnostic)).Standing);
        silos.Ledger.Before = null;

        await ActAsync("unfreeze");

        Assert.Equal(["frozen", "unfrozen"], Announced().Select(one => LatitudeChangeKinds.Of(one.Happened!)));
    }

    [Fact]
    public async Task An_earned_step_is_announced_as_offered()
    {
        await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Accept));
        await ActAsync("reset", AccountTwins.Grains.Interfaces.Contracts.Latitude.Supervised);
        silos.Clock.Advance(TimeSpan.FromDays(15));
        for (var review = 0; review < 50; review++)
            await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Accept));

        var offered = Announced()[^1].Happened!;
        Assert.Equal(("offered", Latitude.Supervised, Latitude.Bounded, 50), (LatitudeChangeKinds.Of(offered), offered.To, offered.Offered, offered.Reviews));
        Assert.True(offered.Statistic >= offered.Limit);
    }

    [Fact]
    public async Task Directed_review_moves_nothing_unless_it_is_severe_and_a_reply_never_counts()
    {
        for (var review = 0; review < 30; review++)
        {
            await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Reject) with { Kind = (int)ReviewKind.Directed });
            await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Reply));
        }

        Assert.Null(await LatitudeAsync());
        Assert.DoesNotContain(silos.Ledger.Entries(Chain), entry => entry.Snapshot is { } book && LedgerJson.Read<ScenarioBook>(book).Find("one") is { Latitude.Evidence.Reviews: > 0 });

        await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Accept, Severity.Severe) with { Kind = (int)ReviewKind.Directed });

        Assert.NotNull(await LatitudeAsync());
        Assert.True(Book().Find("one")!.Latitude.IsHeld);
        Assert.Equal(0, Book().Find("one")!.Latitude.Evidence.Reviews);
    }

    [Fact]
    public async Task People_who_disagree_among_themselves_stop_the_movement_but_not_a_severe_error()
    {
        for (var pair = 0; pair < 40; pair++)
        {
            await silos.Scenario(Name).ObservePair(new PairObserved
            {
                Id = $"pair {pair}",
                Release = "one",
                First = ScenarioMapping.ToView(new Judgement(pair % 2 == 0 ? ReviewVerb.Accept : ReviewVerb.Reject)),
                Second = ScenarioMapping.ToView(new Judgement(pair % 2 == 0 ? ReviewVerb.Reject : ReviewVerb.Accept)),
            });
        }

        for (var rejected = 0; rejected < 30; rejected++)
            await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Reject));
        Assert.Null(await LatitudeAsync());

        await silos.Scenario(Name).ObserveReview(Review(ReviewVerb.Reject, Severity.Severe));
        Assert.NotNull(await LatitudeAsync());
    }

    private TenantEntry.ScenarioSet[] Announced() =>
        [.. silos.Ledger.Entries(LedgerSubject.OfTenant("acme")).Where(entry => entry.Kind == TenantEntry.ScenarioSetKind).Select(entry => (TenantEntry.ScenarioSet)TenantEntry.Read(entry.Kind, entry.Body)).Where(set => set.Happened is not null)];

    private Task<ScenarioReply> ActAsync(string act, AccountTwins.Grains.Interfaces.Contracts.Latitude to = default, string by = "ann") =>
        silos.Scenario(Name).Act(new ScenarioActAsk { Act = act, To = to, By = by, Reason = "looked at it" });
}
