using AccountTwins.Domain.Health;
using AccountTwins.LoadTest.Calibration;
using AccountTwins.Silo.Sample.Csv;
using AccountTwins.Silo.Sample.Generated;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.LoadTest;

/// <summary>Health and flags against what really happened: bounds lie clearly below what was measured, on another seed than was looked at.</summary>
public class CalibrationTests
{
    private static readonly DateTimeOffset End = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Who_leaves_looked_worse_before_in_the_generated_sample()
    {
        var past = PortfolioPast.Replay(new GeneratedSample(new SampleSize(Seed: 23, Accounts: 200), End), End);

        Assert.InRange(past.Auc, 0.70, 0.95);
        Assert.InRange(past.AucBefore(60), 0.70, 0.98);
        Assert.InRange(past.AtRiskShare, 0.03, 0.15);
        Assert.InRange(past.AtRiskOrFlaggedShare, 0.04, 0.18);
        Assert.True(past.OpenPrecision >= 3 * past.BaseRate, $"{past.OpenPrecision:P1} of open flags, {past.BaseRate:P1} of all");
        Assert.True(past.LeadDays(withNotices: true).Count(lead => lead is not null) > past.Churned / 2);
        Assert.All(past.MonthEnds, moment => Assert.True(moment.Score.Band == HealthBand.Unknown || moment.Score.EvidenceShare >= 0.4m));
    }

    /// <summary>More than half of its churn is noise and it has nothing but use: a high number would be a leak of the future.</summary>
    [SharedDataFact("crm5")]
    public void Use_alone_tells_a_little_in_somebody_elses_data()
    {
        var past = PortfolioPast.Replay(CsvSample.Open(RepositoryFiles.SharedData("crm5")!, End), End, TimeSpan.FromDays(35));

        Assert.InRange(past.AucBefore(60), 0.55, 0.85);
        Assert.InRange(past.Auc, 0.52, 0.85);
        Assert.InRange(past.AtRiskShare, 0.03, 0.18);
    }

    [Fact]
    public void The_odds_behind_the_value_under_health_are_those_of_the_generated_sample()
    {
        var odds = PortfolioPast.Replay(new GeneratedSample(new SampleSize(Seed: 23, Accounts: 200), End), End).OddsBefore(90);

        // Steeper than the rules say, on purpose: use alone tells far less.
        Assert.InRange(odds.Doubling * 10, 40, ScoringRules.Current.OddsDoublingTenths);
        Assert.InRange(odds.Usual * 10, ScoringRules.Current.UsualTenths - 60, ScoringRules.Current.UsualTenths + 60);
    }

    /// <summary>Odds of 1 : 4 at 80 points and of 1 : 1 at 60: doubled twice over 20 points.</summary>
    [Fact]
    public void Odds_are_fitted_to_what_was_seen()
    {
        var odds = RenewalOdds.Fit([(80, true), .. Enumerable.Repeat((80.0, false), 4), (60, true), (60, false)]);

        Assert.Equal(10, odds.Doubling, 1e-6);
        Assert.Equal(80 - (10 * Math.Log2(0.4 / 0.25)), odds.Usual, 1e-6);
    }

    [Fact]
    public void The_area_under_the_curve_is_the_chance_that_a_churned_one_looks_worse()
    {
        Assert.Equal(1, Separation.Auc([(3, true), (1, false), (2, false)]));
        Assert.Equal(0.75, Separation.Auc([(2, true), (3, true), (1, false), (2.5, false)]));
        Assert.Equal(0.5, Separation.Auc([(1, true), (1, false)]));
    }
}
