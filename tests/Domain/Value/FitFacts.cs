using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Domain.Value.Survival;

namespace AccountTwins.Tests.Domain.Value;

public class FitFacts
{
    [Fact]
    public void The_published_cohorts_give_the_published_parameters()
    {
        var regular = SbgFitter.Fit(PublishedCohorts.Regular())!;
        Assert.Equal(0.704, regular.Model.Alpha, 0.0005);
        Assert.Equal(1.182, regular.Model.Beta, 0.0005);
        Assert.Equal(-1680.3, regular.LogLikelihood, 0.05);

        var highEnd = SbgFitter.Fit(PublishedCohorts.HighEnd())!;
        Assert.Equal(0.668, highEnd.Model.Alpha, 0.0005);
        Assert.Equal(3.806, highEnd.Model.Beta, 0.0005);
        Assert.Equal(-1611.2, highEnd.LogLikelihood, 0.05);
    }

    /// <summary>The paper's claim, and the reason for this model: it projects the five years it has not seen.</summary>
    [Fact]
    public void What_was_fitted_to_seven_years_projects_the_next_five()
    {
        var regular = SbgFitter.Fit(PublishedCohorts.Regular())!.Model;
        var highEnd = SbgFitter.Fit(PublishedCohorts.HighEnd())!.Model;
        for (var year = 8; year <= 12; year++)
        {
            Assert.Equal(PublishedCohorts.LeftOfRegular(year), regular.Survival(year), 0.02);
            Assert.Equal(PublishedCohorts.LeftOfHighEnd(year), highEnd.Survival(year), 0.02);
        }
    }

    /// <summary>P(T = t) and S(t) by the forward recursion of the 2007 paper, one contract at a time.</summary>
    [Fact]
    public void The_likelihood_of_a_life_table_is_that_of_its_contracts()
    {
        var random = new Random(3);
        var cohort = Cohort.Of("smb", 12);
        for (var round = 0; round < 50; round++)
        {
            var model = new ShiftedBetaGeometric(0.1 + (3 * random.NextDouble()), 0.1 + (5 * random.NextDouble()));
            var records = Enumerable.Range(0, 40).Select(_ => new RenewalRecord(cohort, random.Next(9), random.Next(2) == 0)).ToArray();
            var sum = records.Sum(record => Math.Log(record.IsLost ? LossAt(model, record.Survived + 1) : model.Survival(record.Survived)));

            Assert.Equal(sum, SbgLikelihood.Of(LifeTable.Of(records), model), 1e-9);
        }
    }

    [Fact]
    public void Slope_and_curvature_are_those_of_the_likelihood()
    {
        var table = PublishedCohorts.HighEnd();
        foreach (var (x, y) in new[] { (-0.4, 1.3), (1.0, 2.0), (-2.0, -1.0) })
        {
            const double H = 1e-4;
            var point = Log(table, x, y);
            Assert.Equal((Log(table, x + H, y).Value - Log(table, x - H, y).Value) / (2 * H), point.ByAlpha, 1e-2);
            Assert.Equal((Log(table, x, y + H).Value - Log(table, x, y - H).Value) / (2 * H), point.ByBeta, 1e-2);
            Assert.Equal(-(Log(table, x + H, y).ByAlpha - Log(table, x - H, y).ByAlpha) / (2 * H), point.Curvature.Alpha, 1e-2);
            Assert.Equal(-(Log(table, x, y + H).ByAlpha - Log(table, x, y - H).ByAlpha) / (2 * H), point.Curvature.Mixed, 1e-2);
            Assert.Equal(-(Log(table, x, y + H).ByBeta - Log(table, x, y - H).ByBeta) / (2 * H), point.Curvature.Beta, 1e-2);
        }
    }

    private static readonly (double Alpha, double Beta)[] Around =
        [(1.01, 1), (0.99, 1), (1, 1.01), (1, 0.99), (1.01, 1.01), (0.99, 0.99), (3, 3), (0.3, 0.3), (2, 0.5), (0.5, 2)];

    [Fact]
    public void No_place_around_the_fit_is_more_likely()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var table = RandomTable(random);
            if (SbgFitter.Fit(table) is not { } fit)
            {
                Assert.True(table.Periods < 2, $"seed {seed}: no fit to {string.Join(' ', table.Opportunities)}");
                continue;
            }

            foreach (var (alpha, beta) in Around)
            {
                var other = new ShiftedBetaGeometric(In(fit.Model.Alpha * alpha), In(fit.Model.Beta * beta));
                Assert.True(SbgLikelihood.Of(table, other) <= fit.LogLikelihood + 1e-6, $"seed {seed}: {other} before {fit.Model}");
            }
        }
    }

    [Fact]
    public void Customers_all_alike_give_a_constant_rate()
    {
        var fit = SbgFitter.Fit(LifeTable.OfSurvivors(10_000, 9_000, 8_100, 7_290, 6_561))!;

        Assert.Equal(0.9, fit.Model.RenewalProbability(0), 0.001);
        Assert.Equal(0.9, fit.Model.RenewalProbability(20), 0.001);
        Assert.Equal(0.9 / (1 - (0.9 / 1.1)), fit.Model.ResidualLifetime(0, 1 / 1.1), 0.02);
    }

    /// <summary>Nobody leaves, all leave, ever more leave (which no mixture can do: the mean rate is the nearest), hardly anybody leaves.</summary>
    public static TheoryData<long[], double> Extremes => new()
    {
        { [50, 50, 50, 50], 1 }, { [1, 1], 1 }, { [50, 0], 0 }, { [1, 0], 0 }, { [50, 20, 0], 20 / 70.0 }, { [1_000_000_000, 999_999_999, 999_999_998], 1 },
    };

    [Theory]
    [MemberData(nameof(Extremes))]
    public void Extreme_cohorts_have_a_fit_within_the_range(long[] survivors, double rate)
    {
        Assert.Equal(rate, SbgFitter.Fit(LifeTable.OfSurvivors(survivors))!.Model.RenewalProbability(0), 0.001);
    }

    [Fact]
    public void What_cannot_tell_the_parameters_apart_gives_no_fit()
    {
        Assert.Null(SbgFitter.Fit(LifeTable.Empty));
        Assert.Null(SbgFitter.Fit(LifeTable.OfSurvivors(458, 353)));
    }

    [Fact]
    public void A_belief_gives_way_to_data_as_they_grow()
    {
        var group = SbgFitter.Fit(PublishedCohorts.HighEnd())!;
        var prior = SbgPrior.From(group, PublishedCohorts.HighEnd().Losses, 30);
        var own = SbgFitter.Fit(PublishedCohorts.Regular())!.Model.RenewalProbability(0);
        var none = SbgFitter.Fit(LifeTable.Empty, prior)!;
        var rates = new[] { 10, 100, 1_000, 10_000, 100_000 }
            .Select(size => SbgFitter.Fit(Scaled(PublishedCohorts.Regular(), size), prior)!.Model.RenewalProbability(0))
            .ToArray();

        Assert.Equal(group.Model, none.Model);
        Assert.Equal(rates.OrderDescending(), rates);
        Assert.InRange(rates[0], own, group.Model.RenewalProbability(0));
        Assert.Equal(own, rates[^1], 0.002);
    }

    private static LifeTable Scaled(LifeTable table, long size) =>
        LifeTable.OfCounts(table.Opportunities.Select(opportunity => new Opportunity(opportunity.AtRisk * size / 1_000, opportunity.Lost * size / 1_000)));

    private static double LossAt(ShiftedBetaGeometric model, int time)
    {
        var probability = model.Alpha / (model.Alpha + model.Beta);
        for (var t = 2; t <= time; t++)
            probability *= (model.Beta + t - 2) / (model.Alpha + model.Beta + t - 1);
        return probability;
    }

    private static LikelihoodPoint Log(LifeTable table, double x, double y) => SbgLikelihood.At(table, Math.Exp(x), Math.Exp(y));

    private static double In(double parameter) => Math.Clamp(parameter, ShiftedBetaGeometric.ParameterMin, ShiftedBetaGeometric.ParameterMax);

    private static LifeTable RandomTable(Random random)
    {
        var opportunities = new List<Opportunity>();
        long left = random.Next(3) switch { 0 => random.Next(20), 1 => random.Next(1_000), _ => random.Next(1_000_000) };
        for (var period = random.Next(1, 15); period > 0; period--)
        {
            var lost = (long)(left * Math.Pow(random.NextDouble(), random.Next(1, 6)));
            opportunities.Add(new Opportunity(left, lost));
            left = (left - lost) * random.Next(5, 11) / 10;
        }

        return LifeTable.OfCounts(opportunities);
    }
}
