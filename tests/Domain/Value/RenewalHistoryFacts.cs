using AccountTwins.Domain.Value.Renewals;

namespace AccountTwins.Tests.Domain.Value;

public class RenewalHistoryFacts
{
    private static readonly Cohort Yearly = Cohort.Of("Enterprise", 12);

    [Fact]
    public void A_lost_contract_came_to_its_last_renewal_and_a_running_one_says_nothing_beyond_it()
    {
        var table = LifeTable.Of([new(Yearly, 2, IsLost: true), new(Yearly, 2, IsLost: false), new(Yearly, 0, IsLost: true), new(Yearly, 0, IsLost: false)]);

        Assert.Equal<Opportunity>([new(3, 1), new(2, 0), new(1, 1)], table.Opportunities);
        Assert.Equal((6, 2, 3), (table.AtRisk, table.Losses, table.Periods));
    }

    [Fact]
    public void Renewals_before_anybody_was_watching_do_not_count()
    {
        var table = LifeTable.Of([new(Yearly, 5, IsLost: true, SurvivedBefore: 4), new(Yearly, 4, IsLost: false, SurvivedBefore: 4)]);

        Assert.Equal<Opportunity>([new(0, 0), new(0, 0), new(0, 0), new(0, 0), new(1, 0), new(1, 1)], table.Opportunities);
        Assert.Equal(2, table.Periods);
    }

    [Fact]
    public void Who_outlives_the_table_is_censored_at_its_end()
    {
        var table = LifeTable.Of([new(Yearly, 500, IsLost: true)]);

        Assert.Equal((LifeTable.OpportunitiesMax, 0), (table.AtRisk, table.Losses));
    }

    [Fact]
    public void Neither_the_order_of_records_nor_the_way_they_are_gathered_matters()
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            var random = new Random(seed);
            var records = Enumerable.Range(0, 200).Select(_ => Record(random)).ToArray();
            var whole = RenewalHistory.Of(records);
            random.Shuffle(records);
            var parts = RenewalHistory.Of(records.Chunk(17).SelectMany(chunk => RenewalHistory.Of(chunk).Cohorts));

            Assert.Equal(whole.Cohorts.Keys.ToHashSet(), parts.Cohorts.Keys.ToHashSet());
            Assert.All(whole.Cohorts, entry => Assert.Equal(entry.Value.Opportunities, parts.Of(entry.Key).Opportunities));
            Assert.All(whole.TermMonths, months => Assert.Equal(whole.OfTerm(months).Opportunities, parts.OfTerm(months).Opportunities));
            Assert.Equal(whole.TermMonths.Sum(months => whole.OfTerm(months).AtRisk), whole.Cohorts.Values.Sum(table => table.AtRisk));
        }
    }

    [Fact]
    public void Cohorts_beyond_the_limit_still_count_for_their_term_length()
    {
        var history = RenewalHistory.Of(Enumerable.Range(0, 1_200).Select(number => new RenewalRecord(Cohort.Of($"s{number}", 12), 1, false)));

        Assert.Equal(RenewalHistory.CohortsMax, history.Cohorts.Count);
        Assert.Equal(1_200, history.OfTerm(12).AtRisk);
    }

    [Fact]
    public void The_case_of_a_segment_does_not_count()
    {
        Assert.Equal(Cohort.Of("ENTERPRISE", 12), Yearly);
    }

    [Theory]
    [InlineData("2026-01-01", "2026-12-31", 12)]
    [InlineData("2026-01-01", "2027-01-01", 12)]
    [InlineData("2026-02-01", "2026-02-28", 1)]
    [InlineData("2026-01-31", "2026-02-27", 1)]
    [InlineData("2026-03-15", "2029-03-14", 36)]
    [InlineData("2026-01-01", "2026-12-10", 11)]
    [InlineData("2026-01-01", "2026-12-20", 12)]
    [InlineData("2026-01-01", "2026-01-01", 1)]
    [InlineData("0001-01-01", "9999-12-31", 120)]
    [InlineData("2026-01-02", "2026-01-01", null)]
    [InlineData(null, "2026-01-01", null)]
    [InlineData("2026-01-01", null, null)]
    public void Terms_are_whole_months(string? first, string? last, int? months)
    {
        Assert.Equal(months, TermLength.MonthsOf(DayOf(first), DayOf(last)));
    }

    private static DateOnly? DayOf(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd");

    private static RenewalRecord Record(Random random)
    {
        var before = random.Next(3);
        var cohort = Cohort.Of(new[] { "a", "b", null }[random.Next(3)], random.Next(2) == 0 ? 1 : 12);
        return new RenewalRecord(cohort, before + random.Next(10), IsLost: random.Next(3) == 0, before);
    }
}
