using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Domain.Value.Survival;

namespace AccountTwins.Tests.Domain.Value;

public class ValuationFacts
{
    private static readonly ValueAssumptions Playbook = new();

    private static readonly SurvivalModels Fitted = SurvivalModels.Fit(
        RenewalHistory.Of([KeyValuePair.Create(Cohort.Of("high end", 12), PublishedCohorts.HighEnd())]), Playbook);

    private static readonly ContractStake Stake = new()
    {
        Arr = 100_000, Currency = "EUR", GrossMargin = 0.8m, TermMonths = 12, RenewalsSurvived = 2, Segment = "high end",
    };

    [Fact]
    public void The_value_is_the_margin_times_the_discounted_lifetime()
    {
        var life = new ShiftedBetaGeometric(0.668, 3.806).ResidualLifetime(2, 1 / 1.1);
        var value = Known(Stake);

        Assert.Equal(80_000 * life, (double)value.Expected, 80_000 * life / 2_000);
        Assert.Equal((80_000m, "EUR", SurvivalMethod.Sbg, 12), (value.AnnualMargin, value.Currency, value.Method, value.TermMonths));
        Assert.Equal(5.806 / 6.474, (double)value.NextRenewal, 1e-3);
        Assert.InRange(value.Expected, value.Low, value.High);
        Assert.True(value is { IsMarginAssumed: false, IsTermAssumed: false });
    }

    /// <summary>0.85 a year at 10 %: 0.85 / (1 - 0.85/1.1) = 3.74 terms.</summary>
    [Fact]
    public void Without_any_data_it_rests_on_the_playbook_and_says_so()
    {
        var none = SurvivalModels.Fit(RenewalHistory.Empty, Playbook);
        var value = Assert.IsType<AccountValue>(Valuation.Assess(new ContractStake { Arr = 1_000, Currency = "EUR" }, none, Playbook));

        Assert.Equal((2_805m, SurvivalMethod.ConstantRate, 0.85m), (value.Expected, value.Method, value.NextRenewal));
        Assert.True(value is { IsMarginAssumed: true, IsTermAssumed: true, AnnualMargin: 750 });
    }

    [Fact]
    public void What_is_not_known_is_not_guessed()
    {
        Assert.Equal(new UnknownValue(UnknownValueReason.ArrUnknown), Valuation.Assess(Stake with { Arr = null }, Fitted, Playbook));
        Assert.Equal(new UnknownValue(UnknownValueReason.ArrUnknown), Valuation.Assess(Stake with { Currency = null }, Fitted, Playbook));
        Assert.Equal(
            new UnknownValue(UnknownValueReason.MarginUnknown),
            Valuation.Assess(Stake with { GrossMargin = null }, Fitted, Playbook with { GrossMargin = null }));
        Assert.Equal(
            new UnknownValue(UnknownValueReason.TermUnknown),
            Valuation.Assess(Stake with { TermMonths = null }, Fitted, Playbook with { TermMonths = null }));
    }

    [Fact]
    public void A_margin_that_goes_unknown_never_lowers_the_upper_end()
    {
        for (var margin = 0m; margin <= 1; margin += 0.05m)
            Assert.True(Known(Stake with { GrossMargin = margin }).High <= Known(Stake with { GrossMargin = null }).High);
    }

    [Fact]
    public void More_revenue_margin_loyalty_or_patience_never_lowers_any_of_its_ends()
    {
        var random = new Random(11);
        for (var round = 0; round < 500; round++)
        {
            var stake = Stake with
            {
                Arr = random.Next(2_000_000),
                GrossMargin = random.Next(100) / 100m,
                RenewalsSurvived = random.Next(15),
                TermMonths = new[] { 1, 12, 36 }[random.Next(3)],
            };
            var value = Known(stake);
            AssertNotBelow(value, Known(stake with { Arr = stake.Arr + random.Next(1, 10_000) }));
            AssertNotBelow(value, Known(stake with { GrossMargin = stake.GrossMargin + 0.01m }));
            Assert.True(Known(stake with { RenewalsSurvived = stake.RenewalsSurvived + 1 }).Expected >= value.Expected);
            AssertNotBelow(value, (AccountValue)Valuation.Assess(stake, Fitted, Playbook with { DiscountRate = 0.09m }));
        }
    }

    /// <summary>A month's renewal at the twelfth root of a year's rate is the same customer, who pays a little earlier or later.</summary>
    [Fact]
    public void The_length_of_a_term_changes_the_value_of_a_constant_rate_little()
    {
        var values = new[] { 1, 12, 24 }.Select(months => Known(Stake with { TermMonths = months, Segment = "other" }))
            .Where(value => value.Method == SurvivalMethod.ConstantRate).ToArray();

        Assert.Equal(2, values.Length);
        Assert.Equal(1, (double)(values[0].Expected / values[1].Expected), 0.35);
    }

    [Fact]
    public void Amounts_are_in_hundredths()
    {
        var value = Known(Stake with { Arr = 33_333.3333m });

        Assert.All([value.Low, value.Expected, value.High, value.AnnualMargin], amount => Assert.Equal(decimal.Round(amount, 2), amount));
    }

    [Fact]
    public void The_largest_contract_of_the_longest_life_can_be_counted()
    {
        var forEver = Playbook with { DiscountRate = 0.01m, AnnualRetention = 1 };
        var value = (AccountValue)Valuation.Assess(
            Stake with { Arr = 1_000_000_000_000, TermMonths = 1, GrossMargin = 1 }, SurvivalModels.Fit(RenewalHistory.Empty, forEver), forEver);

        Assert.InRange(value.Expected, 9e13m, 1.1e14m);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Valuation.Assess(Stake with { Arr = -1 }, Fitted, Playbook));
        Assert.Throws<ArgumentOutOfRangeException>(() => Valuation.Assess(Stake with { GrossMargin = 1.1m }, Fitted, Playbook));
        Assert.Throws<ArgumentOutOfRangeException>(() => Valuation.Assess(Stake with { TermMonths = 0 }, Fitted, Playbook));
        Assert.Throws<ArgumentOutOfRangeException>(() => Valuation.Assess(Stake with { RenewalsSurvived = -1 }, Fitted, Playbook));
        Assert.Throws<ArgumentException>(() => SurvivalModels.Fit(RenewalHistory.Empty, Playbook with { DiscountRate = 0 }));
        var wrong = new ValueAssumptions { DiscountRate = 0, GrossMargin = 2, TermMonths = 0, AnnualRetention = -1, AnnualRetentionRenewals = 0 };
        Assert.Equal(5, wrong.Problems().Count());
        Assert.Empty(Playbook.Problems());
    }

    [Fact]
    public void Health_moves_the_value_that_is_shown_by_the_next_renewal_alone()
    {
        var value = Known(Stake);

        Assert.Equal(new ValueUnderHealth(value.Expected, value.NextRenewal), ValueUnderHealth.Of(value, 1));
        var worse = ValueUnderHealth.Of(value, 3);
        Assert.True(worse.Expected < value.Expected && worse.NextRenewal < value.NextRenewal);
        Assert.Equal((double)(worse.NextRenewal / value.NextRenewal), (double)(worse.Expected / value.Expected), 1e-5);
        var odds = (1 - value.NextRenewal) / value.NextRenewal;
        Assert.Equal((double)(3 * odds), (double)((1 - worse.NextRenewal) / worse.NextRenewal), 1e-4);
        Assert.Throws<ArgumentOutOfRangeException>(() => ValueUnderHealth.Of(value, 0));
    }

    private static AccountValue Known(ContractStake stake) => Assert.IsType<AccountValue>(Valuation.Assess(stake, Fitted, Playbook));

    private static void AssertNotBelow(AccountValue floor, AccountValue value) =>
        Assert.True(value.Low >= floor.Low && value.Expected >= floor.Expected && value.High >= floor.High, $"{value} below {floor}");
}
