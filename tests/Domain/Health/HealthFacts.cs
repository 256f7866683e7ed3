using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Tests.Domain.Accounts;

namespace AccountTwins.Tests.Domain.Health;

public class HealthFacts
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<Signal> _signals = [];

    [Fact]
    public void Drivers_add_up_exactly_to_the_score()
    {
        for (var seed = 1; seed <= 80; seed++)
        {
            var twin = TwinBench.Fed(new RandomSignals(seed).Take(20 + seed));
            for (var days = 0; days < 200; days += 13)
            {
                var score = HealthRules.Assess(twin, FeedStates.FromTwin(twin), twin.Clock.AddDays(days));
                Assert.True(score.Tenths is null ? score.Drivers.Count == 0 : score.Drivers.Sum(driver => driver.Tenths) == score.Tenths, $"seed {seed}");
                Assert.InRange(score.Tenths ?? 0, 0, 1000);
                Assert.All(score.Drivers, driver => Assert.InRange(driver.Change, -1000, 0));
                Assert.Equal(score.Tenths, HealthRules.TenthsOf(twin, FeedStates.FromTwin(twin), twin.Clock.AddDays(days), ScoringRules.Current));
            }
        }
    }

    [Fact]
    public void Moments_of_reasons_are_those_of_facts_not_of_the_question()
    {
        for (var seed = 1; seed <= 80; seed++)
        {
            var twin = TwinBench.Fed(new RandomSignals(seed).Take(20 + seed));
            for (var days = 0; days < 200; days += 13)
            {
                var noon = new DateTimeOffset(twin.Clock.UtcDateTime.Date, TimeSpan.Zero).AddDays(days + 1.5);
                var (now, later) = (SinceOf(twin, noon), SinceOf(twin, noon.AddMinutes(1)));
                foreach (var (code, since) in now)
                {
                    Assert.True(since <= noon, $"seed {seed}: {code} since {since:O}");
                    if (!later.TryGetValue(code, out var then))
                        continue;
                    Assert.True(since == then, $"seed {seed}: {code} {since:O}, a minute later {then:O}");
                }
            }
        }
    }

    [Theory]
    [InlineData(FindingCode.NoChampion, 3)]
    [InlineData(FindingCode.PromisesBroken, 30)]
    [InlineData(FindingCode.PromisesOverdue, 41)]
    [InlineData(FindingCode.TicketsReopened, 33)]
    [InlineData(FindingCode.SupportLoad, 54)]
    public void Reasons_without_a_signal_of_their_own_say_since_when(FindingCode code, int day)
    {
        Say(new StakeholderJoined("a@example.com"), 2);
        Say(new StakeholderJoined("b@example.com"), 3);
        Say(new CommitmentBroken("P-1"), 30);
        Say(new CommitmentBroken("P-2"), 31);
        Say(new CommitmentMade("P-3", Promiser.Ai, "later", null, new DateOnly(2026, 2, 14)), 1);
        Say(new CommitmentMade("P-4", Promiser.Ai, "sooner", null, new DateOnly(2026, 2, 10)), 1);
        Say(new TicketReopened("T-1"), 50);
        foreach (var opened in new[] { 1, 58, 58.1, 58.2, 59, 59.1, 59.2 })
            Say(new TicketOpened($"T-{opened}"), opened);

        Assert.Equal(Start.AddDays(day), SinceOf(TwinBench.Fed(_signals), Start.AddDays(60.5))[code]);
    }

    [Fact]
    public void Silence_lowers_adoption_as_time_passes_without_any_signal()
    {
        Use(120);
        var twin = TwinBench.Fed(_signals);
        var scores = Enumerable.Range(120, 60).Select(day => Score(twin, day).Tenths!.Value).ToArray();

        Assert.Equal(1000, scores[0]);
        Assert.Equal(0, scores[^1]);
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.Contains(Score(twin, 150).Drivers[0].Findings, finding => finding is { Code: FindingCode.UsageSilent, First: 31 });
    }

    [Fact]
    public void Families_never_connected_leave_the_denominator_and_are_listed()
    {
        Use(60);
        var score = Score(TwinBench.Fed(_signals), 60);

        Assert.Equal(1m, score.EvidenceShare);
        Assert.Equal([Family.Support, Family.Billing, Family.Sentiment, Family.Crm, Family.Contract, Family.Outcome], score.NeverConnected);
        Assert.Equal(HealthBand.Healthy, score.Band);
    }

    [Fact]
    public void Too_little_fresh_evidence_is_unknown_and_not_average()
    {
        Say(new InvoicePaid("INV-1", 10, "EUR"), 50);
        var score = HealthRules.Assess(TwinBench.Fed(_signals), FeedStates.AllLive, Start.AddDays(60));

        Assert.Null(score.Tenths);
        Assert.Equal((HealthBand.Unknown, 0.13m), (score.Band, score.EvidenceShare));
        Assert.Equal(1000, score.LastKnownTenths);
        Assert.Contains(Dimension.Adoption, score.Missing);
    }

    [Fact]
    public void A_dead_feed_takes_its_dimension_out_of_the_score_and_keeps_the_last_known_value()
    {
        Use(120);
        Say(new TicketOpened("T-1", Severity.Critical), 100);
        Say(new InvoicePaid("INV-1", 10, "EUR"), 100);
        var twin = TwinBench.Fed(_signals);
        var live = new FeedStatus(FeedState.Live, TimeSpan.FromMinutes(1));
        var all = HealthRules.Assess(twin, FeedStates.Of((Family.Usage, live), (Family.Support, live), (Family.Billing, live)), Start.AddDays(120));
        var dead = new FeedStatus(FeedState.Dead, TimeSpan.FromDays(2));
        var withoutSupport = HealthRules.Assess(twin, FeedStates.Of((Family.Usage, live), (Family.Support, dead), (Family.Billing, live)), Start.AddDays(120));

        Assert.Equal(1000, withoutSupport.Tenths);
        Assert.Equal(all.LastKnownTenths, withoutSupport.LastKnownTenths);
        Assert.True(withoutSupport.LastKnownTenths < withoutSupport.Tenths);
        Assert.True(withoutSupport.EvidenceShare < all.EvidenceShare);
        Assert.Contains(Dimension.Support, withoutSupport.Missing);
    }

    [Fact]
    public void An_urgent_ticket_and_its_escalation_cost_support_until_they_are_resolved_and_a_little_afterwards()
    {
        Use(60);
        Say(new TicketOpened("T-1", Severity.Critical), 55);
        Say(new TicketEscalated("T-1"), 56);
        var open = Driver(60, Dimension.Support);
        Say(new TicketResolved("T-1", Actor.Human), 57);
        var resolved = Driver(60, Dimension.Support);

        Assert.Equal([FindingCode.EscalationsOpen, FindingCode.UrgentTicketsOpen, FindingCode.TroubleLately], open.Findings.Select(finding => finding.Code));
        Assert.True(open.Change < resolved.Change);
        Assert.Equal([FindingCode.TroubleLately], resolved.Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void Onboarding_counts_in_the_first_ninety_days_only()
    {
        Say(new AccountCreated { Name = "Initech" }, 0);
        Say(new MilestoneReached("kickoff"), 5);
        Use(120);
        var twin = TwinBench.Fed(_signals);

        Assert.Contains(Score(twin, 89).Drivers, driver => driver.Dimension == Dimension.Onboarding && driver.Change < 0);
        Assert.DoesNotContain(Score(twin, 91).Drivers, driver => driver.Dimension == Dimension.Onboarding);
    }

    [Fact]
    public void Where_no_milestone_is_ever_reported_nobody_is_behind()
    {
        Say(new AccountCreated { Name = "Initech" }, 0);
        Use(120);

        Assert.DoesNotContain(Score(TwinBench.Fed(_signals), 89).Drivers, driver => driver.Dimension == Dimension.Onboarding);
    }

    [Fact]
    public void An_account_that_comes_once_a_week_is_not_silent_after_a_week()
    {
        for (var week = 0; week < 20; week++)
            Say(new UsageActivity(Sessions: 40), week * 7 + 0.5);
        var twin = TwinBench.Fed(_signals);

        Assert.DoesNotContain(Score(twin, 141).Drivers[0].Findings, finding => finding.Code == FindingCode.UsageSilent);
        Assert.Contains(Score(twin, 170).Drivers[0].Findings, finding => finding.Code == FindingCode.UsageSilent);
    }

    [Fact]
    public void Unused_seats_cost_more_than_a_weaker_week()
    {
        Say(new ContractSigned { Contract = "C-1", Arr = 1, Currency = "EUR", Start = new(2026, 1, 1), End = new(2026, 12, 31), Seats = 100 }, 0);
        for (var day = 0; day < 60; day++)
            Say(new UsageActivity(ActiveUsers: 6), day + 0.5);
        var adoption = Driver(60, Dimension.Adoption);

        Assert.Equal(FindingCode.SeatsUnused, adoption.Findings[0].Code);
        Assert.InRange(adoption.Findings[0].Loss, 0.4, 0.48);
    }

    [Fact]
    public void A_payment_made_good_is_remembered_for_some_weeks()
    {
        Say(new InvoiceFailed("INV-1", 10, "EUR"), 20);
        Say(new InvoicePaid("INV-1", 10, "EUR"), 22);
        var twin = TwinBench.Fed(_signals);

        Assert.Equal(FindingCode.PaymentsTroubled, Assert.Single(Score(twin, 23).Drivers[0].Findings).Code);
        Assert.True(Score(twin, 23).Tenths < Score(twin, 80).Tenths);
    }

    [Fact]
    public void An_invoice_past_its_day_is_overdue_without_a_signal()
    {
        Say(new InvoiceIssued("INV-1", 10, "EUR", new DateOnly(2026, 2, 1)), 1);
        var twin = TwinBench.Fed(_signals);

        Assert.Equal(1000, Score(twin, 31).Tenths);
        Assert.Contains(Score(twin, 36).Drivers[0].Findings, finding => finding is { Code: FindingCode.InvoicesOverdue, First: 1, Second: 4 });
    }

    [Fact]
    public void Every_finding_has_words()
    {
        foreach (var code in Enum.GetValues<FindingCode>().Where(code => code != FindingCode.Unspecified))
            Assert.NotEmpty(FindingText.Of(new Finding(code, Start, 0.5, 3, 7)));
        Assert.Equal("no use for 31 days", FindingText.Of(new Finding(FindingCode.UsageSilent, Start, 0.5, 31, 0)));
    }

    private static Dictionary<FindingCode, DateTimeOffset> SinceOf(AccountTwin twin, DateTimeOffset now) =>
        HealthRules.Assess(twin, FeedStates.FromTwin(twin), now).Drivers.SelectMany(driver => driver.Findings).ToDictionary(finding => finding.Code, finding => finding.Since);

    private HealthDriver Driver(int day, Dimension dimension) =>
        Score(TwinBench.Fed(_signals), day).Drivers.Single(driver => driver.Dimension == dimension);

    private static HealthScore Score(AccountTwin twin, int day) => HealthRules.Assess(twin, FeedStates.FromTwin(twin), Start.AddDays(day));

    private void Use(int days)
    {
        for (var day = 0; day < days; day++)
            Say(new UsageActivity(Sessions: 40), day + 0.5);
    }

    private void Say(Fact fact, double day) => _signals.Add(Signal.Of(fact, Start.AddDays(day), "/source", $"s{_signals.Count}"));
}
