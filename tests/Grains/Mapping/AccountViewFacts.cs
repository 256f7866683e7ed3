using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Mapping;
using AccountTwins.Tests.Domain.Accounts;
using AccountTwins.Tests.Support.Decisions;
using FeedState = AccountTwins.Domain.Health.FeedState;
using WireState = AccountTwins.Grains.Interfaces.Contracts.FeedState;

namespace AccountTwins.Tests.Grains.Mapping;

/// <summary>What a twin's readers see of it.</summary>
public sealed class AccountViewFacts
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly FeedStates Feeds = FeedStates.Of(
        (Family.Usage, new FeedStatus(FeedState.Live, TimeSpan.FromSeconds(4.7))),
        (Family.Support, new FeedStatus(FeedState.Late, TimeSpan.FromMinutes(20))),
        (Family.Billing, new FeedStatus(FeedState.Live, TimeSpan.Zero)),
        (Family.Crm, new FeedStatus(FeedState.Live, TimeSpan.Zero)),
        (Family.Contract, new FeedStatus(FeedState.Dead, TimeSpan.FromDays(2))));

    private int next;

    [Fact]
    public void Points_of_the_drivers_add_up_to_the_score()
    {
        var view = View();

        Assert.NotNull(view.Health.Score);
        Assert.Equal(view.Health.Score, view.Health.Drivers.Sum(driver => driver.Points));
        Assert.All(view.Health.Drivers, driver => Assert.True(driver.Points <= driver.PointsMax));
        Assert.Contains("sentiment", view.Health.NeverConnected);
    }

    [Fact]
    public void Profile_contract_and_people_are_shown_as_they_were_said()
    {
        var view = View();

        Assert.Equal(("Northwind", "enterprise", "active"), (view.Profile.Name, view.Profile.Segment, view.Contract!.Status));
        Assert.Equal((100m, "EUR", new DateOnly(2026, 12, 31)), (view.Contract.Arr, view.Contract.Currency, view.Contract.End));
        Assert.Equal("premium", Assert.Single(view.Contract.SupportPlans).Plan);
        Assert.Equal(["ines@x.example", "tom@x.example"], view.Stakeholders.Select(person => person.Email));
        Assert.True(view.Stakeholders[0].Champion);
    }

    [Fact]
    public void Only_open_work_is_shown()
    {
        var view = View();

        Assert.Equal(["T-2"], view.Tickets.Select(ticket => ticket.Ticket));
        Assert.Equal("critical", view.Tickets[0].Severity);
        Assert.Equal([("P-2", true), ("P-1", false)], view.Promises.Select(promise => (promise.Promise, promise.Overdue)));
        Assert.Equal((BillingProblem.Overdue, "I-1"), (Assert.Single(view.BillingProblems).Kind, view.BillingProblems[0].Reference));
    }

    [Fact]
    public void Every_family_has_a_feed_with_its_state_its_age_and_this_accounts_last_word()
    {
        var view = View();

        Assert.Equal(["usage", "support", "billing", "sentiment", "crm", "contract", "outcome"], view.Feeds.Select(feed => feed.Family));
        Assert.Equal((WireState.Live, 4L, "/test", Now.AddHours(-1)), (view.Feeds[0].State, view.Feeds[0].AgeSeconds!.Value, view.Feeds[0].Source, view.Feeds[0].LastSignalAt));
        Assert.Equal(WireState.NeverConnected, view.Feeds[3].State);
        Assert.Null(view.Feeds[3].AgeSeconds);
        Assert.Equal(WireState.Dead, view.Feeds[5].State);
    }

    [Theory]
    [InlineData("2026-01-20", "onboarding")]
    [InlineData("2026-05-01", "active")]
    [InlineData("2026-11-01", "renewing")]
    [InlineData("2027-02-01", "ended")]
    public void Where_the_account_stands_follows_from_its_contract_and_the_day(string day, string lifecycle)
    {
        var now = new DateTimeOffset(DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);

        Assert.Equal(lifecycle, AccountViewOf.Twin(Twin(), Feeds, now).Profile.Lifecycle);
    }

    [Fact]
    public void The_last_day_for_notice_is_a_clock_while_it_lies_ahead()
    {
        Assert.Equal((ClockKind.Notice, new DateTimeOffset(2026, 10, 3, 0, 0, 0, TimeSpan.Zero)), (Assert.Single(View().Clocks).Kind, View().Clocks[0].DueAt));
        Assert.Empty(AccountViewOf.Twin(Twin(), Feeds, new DateTimeOffset(2026, 10, 3, 0, 0, 0, TimeSpan.Zero)).Clocks);
    }

    [Fact]
    public void The_value_is_shown_beside_what_its_health_makes_of_it_and_only_that_moves()
    {
        var (standing, twin) = (Standing(Worth("EUR"), Worth("USD")), Twin());
        var (fine, dead) = (AccountViewOf.Twin(twin, Feeds, Now, standing), AccountViewOf.Twin(twin, FeedStates.Of((Family.Contract, new FeedStatus(FeedState.Live, TimeSpan.Zero))), Now, standing));
        var moved = standing.Value(HealthRules.Assess(twin, Feeds, Now) with { Tenths = 100 });

        Assert.Null(dead.Health.Score);
        Assert.Equal((190m, null), (dead.Value!.Expected, dead.Value.ExpectedUnderHealth));
        Assert.All(dead.Value.Contracts, contract => Assert.Null(contract.ExpectedUnderHealth));
        // Both renew with 0.8; odds of leaving 16 times as high leave 0.2: a quarter of each, 25 EUR and 25 USD at 0.9.
        Assert.Equal([47.5m, 25m, 25m], moved.Contracts.Select(contract => contract.ExpectedUnderHealth).Prepend(moved.ExpectedUnderHealth));
        Assert.NotEqual(moved.ExpectedUnderHealth, fine.Value!.ExpectedUnderHealth);
        Assert.Equal(Still(fine.Value), Still(moved));
        Assert.Equal(Still(fine.Value), Still(dead.Value));

        static string Still(AccountValueView value) => System.Text.Json.JsonSerializer.Serialize(
            value with { ExpectedUnderHealth = null, Contracts = [.. value.Contracts.Select(contract => contract with { ExpectedUnderHealth = null })] });
    }

    [Fact]
    public void A_sum_with_an_unknown_value_in_it_is_not_shown_as_its_health_stands_either()
    {
        var value = Standing(Worth("EUR"), new UnknownValue(UnknownValueReason.ArrUnknown)).Value(HealthRules.Assess(Twin(), Feeds, Now));

        Assert.Null(value.ExpectedUnderHealth);
        Assert.Equal([false, true], value.Contracts.Select(contract => contract.ExpectedUnderHealth is null));
    }

    [Fact]
    public void An_empty_twin_can_be_shown()
    {
        var view = AccountViewOf.Twin(AccountTwin.Empty(new AccountKey("t", "a")), FeedStates.Of(), Now);

        Assert.Equal((null, AccountTwins.Grains.Interfaces.Contracts.HealthBand.Unknown), (view.Health.Score, view.Health.Band));
        Assert.Equal("prospect", view.Profile.Lifecycle);
    }

    [Fact]
    public void The_timeline_shows_the_newest_first_by_type_and_family()
    {
        var view = TimelineViewOf.Twin(Twin());

        Assert.Equal(view.Entries.OrderByDescending(entry => entry.At), view.Entries);
        Assert.Contains(view.Entries, entry => entry is { Type: "support.ticket_opened.v1", Family: "support", Source: "/test" });
    }

    private static AccountValue Worth(string currency) => new()
    {
        Currency = currency, Arr = 100, AnnualMargin = 80, IsMarginAssumed = false, IsTermAssumed = false, Low = 60, Expected = 100, High = 140, NextRenewal = 0.8m, TermMonths = 12, Method = SurvivalMethod.ConstantRate,
    };

    private static StandingBasis Standing(params ValueAssessment[] values)
    {
        var playbook = TestPlaybook.Create();
        decimal? sum = values.Any(value => value is UnknownValue) ? null : values.OfType<AccountValue>().Sum(value => playbook.Money.ToBase(value.Expected, value.Currency));
        return new StandingBasis(playbook, new TenantFacts { Playbook = playbook.Hash }, null, new Stake([.. values], ValueTier.Small, sum), DecisionBook.Empty, false);
    }

    private AccountView View() => AccountViewOf.Twin(Twin(), Feeds, Now);

    private AccountTwin Twin() => TwinBench.Fed(
        Say(new AccountCreated { Name = "Northwind", Segment = "enterprise" }, 1000),
        Say(new ContractSigned
        {
            Contract = "C-1", Arr = 100, Currency = "EUR", Start = new(2026, 1, 1), End = new(2026, 12, 31), AutoRenew = true, NoticeDays = 90,
            Products = [new ContractProduct("core", "team", "premium")],
        }, 900),
        Say(new StakeholderJoined("tom@x.example"), 800),
        Say(new StakeholderJoined("ines@x.example", "Ines", "VP", true), 700),
        Say(new TicketOpened("T-1", Severity.High), 600),
        Say(new TicketResolved("T-1", Actor.Ai), 500),
        Say(new TicketOpened("T-2", Severity.Critical), 400),
        Say(new CommitmentMade("P-1", Promiser.Ai, "fix it", null, new DateOnly(2026, 4, 1)), 300),
        Say(new CommitmentMade("P-2", Promiser.Person, "call back", null, new DateOnly(2026, 2, 20)), 290),
        Say(new CommitmentMade("P-3", Promiser.Person, "done", null, new DateOnly(2026, 2, 20)), 280),
        Say(new CommitmentKept("P-3"), 200),
        Say(new InvoiceOverdue("I-1", 10, "EUR"), 100),
        Say(new InvoicePaid("I-2", 10, "EUR"), 90),
        Say(new UsageActivity(5, 9), 1));

    private Signal Say(Fact fact, int hoursAgo) => Signal.Of(fact, Now.AddHours(-hoursAgo), "/test", $"{++next}");
}
