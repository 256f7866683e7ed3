using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Survival;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Tests.Domain.Value;

public class ValueTierFacts
{
    private static readonly ValueTierRule Rule = new(
        0.8m,
        new TierThreshold(ValueTier.Mid, 50_000, 20_000, "midmarket"),
        new TierThreshold(ValueTier.Strategic, 500_000, 200_000, "enterprise"),
        new TierThreshold(ValueTier.Global, 5_000_000, null, "global", "public sector"));

    /// <summary>value, revenue, segment, tier before → tier now, by what.</summary>
    [Theory]
    [InlineData(49_999, 19_999, null, null, ValueTier.Small, ValueTierBasis.Floor)]
    [InlineData(50_000, 0, null, null, ValueTier.Mid, ValueTierBasis.Value)]
    [InlineData(0, 20_000, null, null, ValueTier.Mid, ValueTierBasis.Arr)]
    [InlineData(0, 0, "MidMarket", null, ValueTier.Mid, ValueTierBasis.Segment)]
    [InlineData(0, 0, "public sector", null, ValueTier.Global, ValueTierBasis.Segment)]
    [InlineData(50_000, 200_000, "midmarket", null, ValueTier.Strategic, ValueTierBasis.Arr)]
    [InlineData(4_999_999, 900_000_000, "enterprise", null, ValueTier.Strategic, ValueTierBasis.Value)]
    [InlineData(5_000_000, 0, "enterprise", null, ValueTier.Global, ValueTierBasis.Value)]
    [InlineData(0, 0, "unheard of", null, ValueTier.Small, ValueTierBasis.Floor)]
    [InlineData(400_000, 0, null, ValueTier.Strategic, ValueTier.Strategic, ValueTierBasis.Held)]
    [InlineData(399_999, 0, null, ValueTier.Strategic, ValueTier.Mid, ValueTierBasis.Value)]
    [InlineData(0, 160_000, null, ValueTier.Strategic, ValueTier.Strategic, ValueTierBasis.Held)]
    [InlineData(0, 159_999, null, ValueTier.Strategic, ValueTier.Mid, ValueTierBasis.Arr)]
    [InlineData(400_000, 0, null, ValueTier.Global, ValueTier.Strategic, ValueTierBasis.Held)]
    [InlineData(400_000, 0, null, ValueTier.Mid, ValueTier.Mid, ValueTierBasis.Value)]
    [InlineData(400_000, 0, null, ValueTier.Small, ValueTier.Mid, ValueTierBasis.Value)]
    [InlineData(39_999, 0, null, ValueTier.Mid, ValueTier.Small, ValueTierBasis.Floor)]
    [InlineData(0, 0, "enterprise", ValueTier.Global, ValueTier.Strategic, ValueTierBasis.Segment)]
    [InlineData(500_000, 0, null, ValueTier.Strategic, ValueTier.Strategic, ValueTierBasis.Value)]
    public void Tiers(int value, int arr, string? segment, ValueTier? previous, ValueTier tier, ValueTierBasis basis)
    {
        Assert.Equal(new TierAssessment(tier, basis), Rule.Assess(Worth(value, arr), segment, previous, Euro));
    }

    [Fact]
    public void Unknown_is_no_tier_and_not_the_lowest()
    {
        Assert.Equal(new TierAssessment(null, ValueTierBasis.ValueUnknown), Rule.Assess(new UnknownValue(UnknownValueReason.ArrUnknown), "global", ValueTier.Small, Euro));
        Assert.Equal(new TierAssessment(null, ValueTierBasis.RateMissing), Rule.Assess(Worth(1, 1) with { Currency = "XAU" }, "global", ValueTier.Small, Euro));
        Assert.Equal(new TierAssessment(null, ValueTierBasis.RateMissing), Rule.Assess(Worth(1, 1), "global", ValueTier.Small, _ => 0));
    }

    [Fact]
    public void Money_counts_in_base_currency()
    {
        Assert.Equal(ValueTier.Small, Rule.Assess(Worth(50_000, 0) with { Currency = "DKK" }, null, null, Euro).Tier);
        Assert.Equal(ValueTier.Mid, Rule.Assess(Worth(375_000, 0) with { Currency = "DKK" }, null, null, Euro).Tier);
    }

    [Fact]
    public void Contracts_add_up_in_base_currency()
    {
        Assert.Equal(ValueTier.Mid, Rule.Assess([Worth(25_000, 0), Worth(187_500, 0) with { Currency = "DKK" }], null, null, Euro).Tier);
        Assert.Equal(new TierAssessment(ValueTier.Mid, ValueTierBasis.Arr), Rule.Assess([Worth(0, 10_000), Worth(0, 10_000)], null, null, Euro));
        Assert.Equal(ValueTier.Small, Rule.Assess([Worth(25_000, 0), Worth(24_999, 0)], null, null, Euro).Tier);
        Assert.Null(Rule.Assess([Worth(25_000, 0), new UnknownValue(UnknownValueReason.ArrUnknown)], null, null, Euro).Tier);
        Assert.Null(Rule.Assess([], "global", null, Euro).Tier);
    }

    [Fact]
    public void The_upper_end_of_the_interval_counts()
    {
        Assert.Equal(ValueTier.Mid, Rule.Assess(Worth(50_000, 0) with { Expected = 10_000, Low = 5_000 }, null, null, Euro).Tier);
    }

    [Fact]
    public void More_value_or_revenue_or_a_higher_tier_before_never_lowers_it()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var rule = RandomRule(random);
            for (var round = 0; round < 50; round++)
            {
                var (value, arr) = (Amount(random), Amount(random));
                var segment = new[] { null, "a", "b", "c" }[random.Next(4)];
                ValueTier? before = random.Next(5) is var number and > 0 ? (ValueTier)number : null;
                var tier = rule.Assess(Worth(value, arr), segment, before, Euro).Tier;

                Assert.True(rule.Assess(Worth(value + Amount(random), arr), segment, before, Euro).Tier >= tier, $"seed {seed}: value");
                Assert.True(rule.Assess(Worth(value, arr + Amount(random)), segment, before, Euro).Tier >= tier, $"seed {seed}: revenue");
                if (before < ValueTier.Global)
                    Assert.True(rule.Assess(Worth(value, arr), segment, before + 1, Euro).Tier >= tier, $"seed {seed}: tier before");
                if (before is not null)
                    Assert.True(tier >= rule.Assess(Worth(value, arr), segment, null, Euro).Tier, $"seed {seed}: no tier before");
                Assert.Equal(tier, rule.Assess(Worth(value, arr), segment, tier, Euro).Tier);
            }
        }
    }

    /// <summary>An account that swings by less than the gap changes its tier once and stays.</summary>
    [Fact]
    public void A_value_at_the_edge_does_not_flap()
    {
        ValueTier? tier = null;
        var seen = new List<ValueTier?>();
        foreach (var value in new[] { 480_000, 510_000, 470_000, 520_000, 410_000, 499_999, 400_000, 399_000, 410_000, 480_000 })
            seen.Add(tier = Rule.Assess(Worth(value, 0), null, tier, Euro).Tier);

        Assert.Equal(
            [ValueTier.Mid, .. Enumerable.Repeat((ValueTier?)ValueTier.Strategic, 6), ValueTier.Mid, ValueTier.Mid, ValueTier.Mid],
            seen);
    }

    [Fact]
    public void A_rule_that_contradicts_itself_is_refused()
    {
        AssertProblem(0, new TierThreshold(ValueTier.Mid, 1, 1));
        AssertProblem(1.1m, new TierThreshold(ValueTier.Mid, 1, 1));
        AssertProblem(1, new TierThreshold(ValueTier.Small, 1, 1));
        AssertProblem(1, new TierThreshold((ValueTier)9, 1, 1));
        AssertProblem(1, new TierThreshold(ValueTier.Mid, 0, 1));
        AssertProblem(1, new TierThreshold(ValueTier.Mid, 1, -1));
        AssertProblem(1, new TierThreshold(ValueTier.Mid, 1, 1), new TierThreshold(ValueTier.Mid, 2, 2));
        AssertProblem(1, new TierThreshold(ValueTier.Mid, 2, 1), new TierThreshold(ValueTier.Strategic, 1, 2));
        AssertProblem(1, new TierThreshold(ValueTier.Mid, 1, 2), new TierThreshold(ValueTier.Global, 2, 2));
        Assert.Empty(ValueTierRule.Problems(1, []));
    }

    private static void AssertProblem(decimal holdsAbove, params TierThreshold[] thresholds)
    {
        Assert.NotEmpty(ValueTierRule.Problems(holdsAbove, thresholds));
        Assert.Throws<ArgumentException>(() => new ValueTierRule(holdsAbove, thresholds));
    }

    private static decimal? Euro(string currency) => currency switch { "EUR" => 1, "DKK" => 0.134m, _ => null };

    private static int Amount(Random random) => (int)Math.Pow(10, 7 * random.NextDouble());

    private static ValueTierRule RandomRule(Random random)
    {
        var values = Enumerable.Range(0, 3).Select(_ => Amount(random)).Distinct().Order().ToArray();
        return new ValueTierRule(
            random.Next(1, 101) / 100m,
            [.. values.Select((value, index) => new TierThreshold((ValueTier)(index + 2), random.Next(3) == 0 ? null : value, random.Next(3) == 0 ? null : value, "abc"[index].ToString()))]);
    }

    private static AccountValue Worth(decimal high, decimal arr) => new()
    {
        Currency = "EUR", Arr = arr, AnnualMargin = arr, IsMarginAssumed = false, IsTermAssumed = false,
        Low = 0, Expected = high / 2, High = high, NextRenewal = 0.9m, TermMonths = 12, Method = SurvivalMethod.Sbg,
    };
}
