using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Learning.Lessons;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Learning;
using AccountTwins.Silo.Policies;
using AccountTwins.Tests.Silo.Policies;
using AccountTwins.Tests.Support;
using AccountTwins.Tests.Support.Decisions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ReviewKind = AccountTwins.Grains.State.ReviewKind;

namespace AccountTwins.Tests.Silo.Learning;

/// <summary>From a review in an account's chain to what its scenario knows: once, whatever fails between.</summary>
public sealed class LearningFeederTests : IAsyncLifetime
{
    private static readonly LedgerSubject Account = new("acme", "globex");

    private TenantSilos silos = null!;
    private StoreHost host = null!;
    private LearningFeeder feeder = null!;

    public async Task InitializeAsync()
    {
        silos = await TenantSilos.StartAsync();
        host = await StoreHost.OpenAsync(StoreKind.Sqlite);
        feeder = new LearningFeeder(host.Reviews, host.Ledger, silos.Board, silos.Factory, Options.Create(new PolicyOptions()), new PolicyMetrics(host.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), silos.Board), silos.Clock, NullLogger<LearningFeeder>.Instance);
    }

    public async Task DisposeAsync()
    {
        feeder.Dispose();
        await host.DisposeAsync();
        await silos.DisposeAsync();
    }

    private static DecisionEntry Decision(SamplingFact? sampling)
    {
        var situation = SituationWords.Of("mid, watch, billing late", "grant_credit 120.50 USD");
        return new DecisionEntry
        {
            Input = situation.Input with { Actions = [.. situation.Input.Actions.Select(action => action with { Scenario = Scenario })] },
            Verdict = situation.Verdict,
            ActionsHash = Fingerprints.OfActions(situation.Input.Request.Actions),
            RequestHash = 1,
            Sampling = sampling,
        };
    }

    private const string Scenario = "grant_credit~billing~mid";

    private ScenarioBook Book() => silos.Ledger.Entries(LedgerSubject.OfScenario("acme", Scenario)) is [.., var last] ? LedgerJson.Read<ScenarioBook>(last.Snapshot) : ScenarioBook.Empty;

    private ReviewItem Item(ReviewKind kind, string id) => new()
    {
        Id = id,
        Tenant = "acme",
        Account = "globex",
        Number = 1,
        Kind = kind,
        Scenario = Scenario,
        AgentRelease = "helper/7",
        Role = "csm",
        CreatedAt = silos.Clock.GetUtcNow(),
        DueAt = silos.Clock.GetUtcNow().AddHours(4),
        ExpiresAt = silos.Clock.GetUtcNow().AddHours(8),
    };

    private static ReviewEntry Judged(ReviewVerb verb, Severity severity = Severity.None, bool isBefore = true) => new()
    {
        Decision = 1, Reviewer = "ann", IsBeforeSending = isBefore, Verb = verb, Severity = severity, State = AccountTwins.Domain.Decisions.Book.DecisionState.Rejected,
    };

    private async Task AppendAsync<T>(string kind, T body, Func<LedgerEntry, ReviewChange[]> reviews)
    {
        var end = await host.Ledger.ReadEndAsync(Account, default);
        var (number, bytes, at) = ((end?.Number ?? 0) + 1, LedgerJson.Write(body), silos.Clock.GetUtcNow());
        var entry = new LedgerEntry(number, kind, at, 0, LedgerChain.HashOf(end?.Hash, Account.Tenant, Account.Name, number, kind, at, 0, bytes, default), bytes, null);
        Assert.Equal(AppendResult.Appended, await host.Ledger.AppendAsync(new LedgerAppend(Account, null, [entry], reviews(entry)), default));
    }

    private Task DecideAsync(SamplingFact? sampling, params ReviewItem[] items) =>
        AppendAsync(EntryKinds.Decision, Decision(sampling), _ => [.. items.Select(item => new ReviewChange.Add(item))]);

    private Task ReviewAsync(string id, ReviewEntry review, ReviewState state = ReviewState.Done) =>
        AppendAsync(EntryKinds.Review, review, made => [new ReviewChange.Decided(id, review.Reviewer, state) { Entry = made.Number }]);

    [Fact]
    public async Task Decided_review_is_learned_from_once()
    {
        await DecideAsync(null, Item(ReviewKind.Approval, "d"));
        Assert.Equal(0, await feeder.FeedAsync(default));
        await ReviewAsync("d", Judged(ReviewVerb.Reject));

        Assert.Equal(1, await feeder.FeedAsync(default));
        Assert.Equal(0, await feeder.FeedAsync(default));

        Assert.Equal(1, Book().Find("helper/7")!.Latitude.Evidence.BeforeSending.Reviews);
    }

    [Fact]
    public async Task Corrected_category_speaks_against_the_steps_that_were_declared_otherwise()
    {
        const string other = "grant_credit~other~mid";
        var one = Decision(null);
        var (step, facts) = (one.Input.Request.Actions[0], one.Input.Actions[0]);
        var two = one with
        {
            Input = one.Input with
            {
                Request = one.Input.Request with { Actions = [step with { Category = "billing" }, step with { Category = "other" }] },
                Actions = [facts, facts with { Scenario = other }],
            },
        };
        await AppendAsync(EntryKinds.Decision, two, _ => [new ReviewChange.Add(Item(ReviewKind.Approval, "d"))]);
        await ReviewAsync("d", Judged(ReviewVerb.Accept) with { CorrectedCategory = "billing" });

        Assert.Equal(1, await feeder.FeedAsync(default));

        Assert.Equal((1, 0), (Agreed(Scenario), Agreed(other)));
        double Agreed(string scenario) => LedgerJson.Read<ScenarioBook>(silos.Ledger.Entries(LedgerSubject.OfScenario("acme", scenario))[^1].Snapshot).Find("helper/7")!.Latitude.Evidence.BeforeSending.Agreed;
    }

    [Fact]
    public async Task Crash_before_the_mark_counts_the_review_once_all_the_same()
    {
        await DecideAsync(null, Item(ReviewKind.Approval, "d"));
        await ReviewAsync("d", Judged(ReviewVerb.Accept));
        await feeder.FeedAsync(default);
        await host.ChangeAsync("UPDATE review_item SET fed = 0");
        await silos.RestartAsync(silos.Scenario(Scenario));

        Assert.Equal(1, await feeder.FeedAsync(default));

        Assert.Equal(1, Book().Find("helper/7")!.Latitude.Evidence.Reviews);
    }

    [Fact]
    public async Task Scenario_that_cannot_write_leaves_the_review_for_the_next_look()
    {
        await silos.Board.EnsureAsync("acme", default);
        await DecideAsync(null, Item(ReviewKind.Approval, "d"));
        await ReviewAsync("d", Judged(ReviewVerb.Reject, Severity.Severe));
        silos.Ledger.Before = _ => AppendResult.Unknown;
        Assert.Equal(0, await feeder.FeedAsync(default));
        silos.Ledger.Before = null;

        Assert.Equal(1, await feeder.FeedAsync(default));

        await silos.Board.TickAsync();
        Assert.NotNull(silos.Board.For("acme")!.FactsFor(Scenario, "helper/7", null, "grant_credit").ScenarioLatitude);
    }

    [Fact]
    public async Task Audit_counts_by_its_recorded_odds_and_a_second_one_only_for_kappa()
    {
        await DecideAsync(new SamplingFact(0.25, 0.25, true, true), Item(ReviewKind.Audit, "d"), Item(ReviewKind.SecondAudit, "d:2"));
        await ReviewAsync("d", Judged(ReviewVerb.Accept, isBefore: false));
        await feeder.FeedAsync(default);
        await ReviewAsync("d:2", Judged(ReviewVerb.Reject, isBefore: false));
        await feeder.FeedAsync(default);

        var latitude = Book().Find("helper/7")!.Latitude;
        Assert.Equal(1, latitude.Evidence.Reviews);
        Assert.Equal(4, latitude.Evidence.Audits.Weight);
        Assert.Equal((1, 1), (latitude.Kappa.Pairs, latitude.Kappa.OnlyFirst));
    }

    [Fact]
    public async Task What_only_a_weak_label_brought_before_people_is_no_sample()
    {
        await DecideAsync(new SamplingFact(0.25, 0.25, false, false), Item(ReviewKind.Audit, "d"));
        await ReviewAsync("d", Judged(ReviewVerb.Reject, isBefore: false));

        Assert.Equal(1, await feeder.FeedAsync(default));
        Assert.Equal((0, default), (Book().Find("helper/7")?.Latitude.Evidence.Reviews ?? 0, Book().Find("helper/7")?.Latitude.Evidence.Audits ?? default));
    }

    [Fact]
    public async Task Where_two_people_decide_the_gravest_word_counts_once()
    {
        await DecideAsync(null, Item(ReviewKind.Approval, "d") with { People = 2 });
        await ReviewAsync("d", Judged(ReviewVerb.Edit), ReviewState.Open);
        await feeder.FeedAsync(default);
        Assert.Empty(Book().Releases);
        await ReviewAsync("d", Judged(ReviewVerb.Accept) with { Reviewer = "bo" });
        await feeder.FeedAsync(default);

        var evidence = Book().Find("helper/7")!.Latitude.Evidence.BeforeSending;
        Assert.Equal((1, 0d), (evidence.Reviews, evidence.Agreed));
    }

    [Fact]
    public async Task Item_that_waits_again_after_it_was_fed_is_fed_again()
    {
        await DecideAsync(null, Item(ReviewKind.Approval, "d"));
        await ReviewAsync("d", Judged(ReviewVerb.Accept));
        await feeder.FeedAsync(default);
        await AppendAsync(EntryKinds.Review, Judged(ReviewVerb.Accept), _ => [new ReviewChange.Add(Item(ReviewKind.Approval, "d"))]);
        await ReviewAsync("d", Judged(ReviewVerb.Reject));

        Assert.Equal(1, await feeder.FeedAsync(default));

        Assert.Equal(2, Book().Find("helper/7")!.Latitude.Evidence.Reviews);
    }

    [Fact]
    public async Task What_nobody_decided_in_time_leaves_the_queue()
    {
        await DecideAsync(null, Item(ReviewKind.Approval, "d"));
        silos.Clock.Advance(TimeSpan.FromHours(8));

        await feeder.FeedAsync(default);

        Assert.Equal(ReviewState.Expired, (await host.Reviews.ReadAsync("acme", "d", default))!.State);
        Assert.Empty(await host.Reviews.CountOpenAsync(default));
    }

    [Fact]
    public async Task Reason_for_what_was_wrong_is_proposed_as_a_lesson_once()
    {
        await DecideAsync(null, Item(ReviewKind.Approval, "d"));
        await ReviewAsync("d", Judged(ReviewVerb.Reject) with { Reason = " promises  what\nthe contract rules out " });
        await feeder.FeedAsync(default);
        await host.ChangeAsync("UPDATE review_item SET fed = 0");
        await feeder.FeedAsync(default);

        var lesson = Assert.Single(Lessons().Lessons);
        Assert.Equal((LessonState.Proposed, Scenario, "grant_credit", "globex", "rejected", "promises what the contract rules out", "ann"),
            (lesson.State, lesson.Scenario, lesson.Action, lesson.Account, lesson.Fault, lesson.Text, lesson.Author));
        Assert.StartsWith("1-", lesson.Decision);
    }

    [Fact]
    public async Task What_was_right_or_has_no_reason_teaches_nothing()
    {
        await DecideAsync(null, Item(ReviewKind.Approval, "d"), Item(ReviewKind.Approval, "e"));
        await ReviewAsync("d", Judged(ReviewVerb.Accept) with { Reason = "well done" });
        await ReviewAsync("e", Judged(ReviewVerb.Reject));

        Assert.Equal(2, await feeder.FeedAsync(default));

        Assert.Empty(silos.Ledger.Entries(LedgerSubject.OfLessons("acme")));
    }

    [Fact]
    public async Task Directed_review_teaches_but_is_no_sample_and_a_severe_one_tightens_at_once()
    {
        await silos.Board.EnsureAsync("acme", default);
        await DecideAsync(new SamplingFact(0.25, 0.25, false, false));
        await DirectAsync("d:d2", Judged(ReviewVerb.Reject, isBefore: false) with { Reason = "wrong tone" });
        Assert.Equal(1, await feeder.FeedAsync(default));
        Assert.Equal("wrong tone", Assert.Single(Lessons().Lessons).Text);
        Assert.DoesNotContain(silos.Ledger.Entries(LedgerSubject.OfScenario("acme", Scenario)), entry => LedgerJson.Read<ScenarioBook>(entry.Snapshot).Find("helper/7") is { Latitude.Evidence.Reviews: > 0 });

        await DirectAsync("d:d3", Judged(ReviewVerb.Reject, Severity.Severe, isBefore: false));
        await feeder.FeedAsync(default);

        Assert.Equal((true, 0), (Book().Find("helper/7")!.Latitude.IsHeld, Book().Find("helper/7")!.Latitude.Evidence.Reviews));
    }

    private Task DirectAsync(string id, ReviewEntry review) =>
        AppendAsync(EntryKinds.Review, review with { Way = ReviewWay.Directed }, made =>
            [new ReviewChange.Add(Item(ReviewKind.Directed, id) with { State = ReviewState.Done, DecidedBy = review.Reviewer, Reviewed = made.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) })]);

    private LessonBook Lessons() => LedgerJson.Read<LessonBook>(silos.Ledger.Entries(LedgerSubject.OfLessons("acme"))[^1].Snapshot);

    [Fact]
    public async Task Nudge_is_heard_before_the_second_is_over()
    {
        await DecideAsync(null, Item(ReviewKind.Approval, "d"));
        await feeder.StartAsync(default);
        await Until.TrueAsync(() => silos.Clock.Waiting > 0);
        await ReviewAsync("d", Judged(ReviewVerb.Reject, Severity.Severe));

        feeder.Nudge();

        await Until.TrueAsync(() => Book().Releases.Count == 1);
        await feeder.StopAsync(default);
    }
}
