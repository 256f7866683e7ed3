using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Domain.Value.Survival;

namespace AccountTwins.Tests.Domain.Value;

public class SurvivalModelFacts
{
    private const double Yearly = 1 / 1.1;

    private static readonly Cohort Regular = Cohort.Of("regular", 12);
    private static readonly Cohort HighEnd = Cohort.Of("high end", 12);
    private static readonly Cohort Thin = Cohort.Of("thin", 12);

    [Fact]
    public void Each_cohort_gets_the_best_model_its_data_carry()
    {
        var models = Models(
            (Regular, PublishedCohorts.Regular()),
            (HighEnd, PublishedCohorts.HighEnd(years: 2)),
            (Thin, LifeTable.OfSurvivors(40, 30, 25, 21, 18)),
            (Cohort.Of("regular", 1), LifeTable.OfSurvivors(40, 30, 25, 21)));

        Assert.Equal(SurvivalMethod.Sbg, models.Of(Regular).Method);
        Assert.Equal(SurvivalMethod.SbgPenalised, models.Of(HighEnd).Method);
        Assert.Equal(SurvivalMethod.SbgPenalised, models.Of(Thin).Method);
        Assert.Equal(SurvivalMethod.SbgPenalised, models.Of(Cohort.Of("never seen", 12)).Method);
        Assert.Equal(SurvivalMethod.ConstantRate, models.Of(Cohort.Of("regular", 1)).Method);
        Assert.Equal(SurvivalMethod.ConstantRate, models.Of(Cohort.Of("regular", 24)).Method);
    }

    /// <summary>Thirty losses over three renewals are the fewest that stand alone.</summary>
    [Fact]
    public void Thin_is_fewer_than_thirty_losses_or_three_periods()
    {
        Assert.Equal(SurvivalMethod.Sbg, Models((Thin, LifeTable.OfSurvivors(100, 85, 76, 70))).Of(Thin).Method);
        Assert.Equal(SurvivalMethod.ConstantRate, Models((Thin, LifeTable.OfSurvivors(100, 85, 76, 71))).Of(Thin).Method);
        Assert.Equal(SurvivalMethod.ConstantRate, Models((Thin, LifeTable.OfSurvivors(100, 85, 70))).Of(Thin).Method);
    }

    [Fact]
    public void Thin_data_are_drawn_towards_the_tenant_and_open_a_wider_interval()
    {
        var thin = LifeTable.OfSurvivors(20, 19, 19, 18, 18);
        var models = Models((Regular, PublishedCohorts.Regular()), (Thin, thin));
        var (own, tenant) = (18 / 20.0, models.Of(Regular).Lifetime(0, Yearly));
        var drawn = models.Of(Thin).Lifetime(0, Yearly);

        Assert.InRange(drawn.NextRenewal, tenant.NextRenewal, own);
        Assert.True(drawn.High - drawn.Low > 3 * (tenant.High - tenant.Low));
    }

    [Fact]
    public void The_interval_holds_the_truth_as_often_as_it_says()
    {
        var (unlike, similar, alike) = (new ShiftedBetaGeometric(0.668, 3.806), new ShiftedBetaGeometric(3.8, 15.2), new ShiftedBetaGeometric(1_000, 9_000));
        foreach (var truth in new[] { unlike, similar, alike })
        {
            var models = Enumerable.Range(1, 200).Select(seed => SbgSurvival.Of(Simulated(truth, contracts: 300, seed))!).ToArray();
            foreach (var survived in new[] { 0, 6 })
            {
                var value = truth.ResidualLifetime(survived, Yearly);
                var held = models.Select(model => model.Lifetime(survived, Yearly)).Count(life => life.Low <= value && value <= life.High) / 200.0;
                Assert.True(held is > 0.91 and < 0.99, $"{truth} after {survived}: {held}");
            }
        }
    }

    /// <summary>Half the 95 % quantile of χ² with one degree of freedom is 1.92.</summary>
    [Fact]
    public void Plausible_models_lie_where_the_likelihood_has_fallen_by_the_quantile()
    {
        foreach (var table in new[] { PublishedCohorts.Regular(), PublishedCohorts.HighEnd(), LifeTable.OfSurvivors(100, 85, 76, 70) })
        {
            var fitted = SbgSurvival.Of(table)!;
            var top = SbgLikelihood.Of(table, fitted.Model);

            Assert.InRange(fitted.Plausible.Count, 28, 32);
            Assert.All(fitted.Plausible, model => Assert.Equal(1.9207, top - SbgLikelihood.Of(table, model), 0.001));
            Assert.Contains(fitted.Plausible, model => model.Alpha > fitted.Model.Alpha);
            Assert.Contains(fitted.Plausible, model => model.Alpha < fitted.Model.Alpha);
        }
    }

    [Fact]
    public void The_interval_always_holds_the_estimate_and_stays_between_nothing_and_for_ever()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var truth = new ShiftedBetaGeometric(Math.Exp((6 * random.NextDouble()) - 3), Math.Exp((6 * random.NextDouble()) - 3));
            var models = Models((Regular, PublishedCohorts.Regular()), (Thin, Simulated(truth, random.Next(1, 300), seed)));
            var discount = 0.5 + (0.49 * random.NextDouble());
            var life = models.Of(Thin).Lifetime(random.Next(10), discount);
            Assert.True(life.Low >= 0 && life.Low <= life.Expected && life.Expected <= life.High && life.High <= 1 / (1 - discount), $"seed {seed}: {life}");
        }
    }

    /// <summary>0.9 seen over 100: Wilson's interval is 0.8256 to 0.9448.</summary>
    [Fact]
    public void A_constant_rate_has_the_interval_of_Wilson()
    {
        var life = new ConstantSurvival(0.9, 100).Lifetime(3, 0.5);

        Assert.Equal(0.9 / 0.55, life.Expected, 1e-12);
        Assert.Equal(0.8256 / (1 - (0.8256 / 2)), life.Low, 3e-4);
        Assert.Equal(0.9448 / (1 - (0.9448 / 2)), life.High, 3e-4);
    }

    [Fact]
    public void The_playbook_s_rate_is_per_year_and_gives_way_to_renewals_that_were_seen()
    {
        Assert.Equal(0.85, ConstantSurvival.From(0.85, 20, 12, LifeTable.Empty).Rate, 1e-12);
        Assert.Equal(0.85, Math.Pow(ConstantSurvival.From(0.85, 20, 1, LifeTable.Empty).Rate, 12), 1e-12);
        Assert.Equal(0.85 * 0.85, ConstantSurvival.From(0.85, 20, 24, LifeTable.Empty).Rate, 1e-12);
        Assert.Equal((17 + 40) / 70.0, ConstantSurvival.From(0.85, 20, 12, LifeTable.OfSurvivors(50, 40)).Rate, 1e-12);
        Assert.Equal(70, ConstantSurvival.From(0.85, 20, 12, LifeTable.OfSurvivors(50, 40)).Renewals);
    }

    [Fact]
    public void The_same_history_gives_the_same_bits()
    {
        (Cohort, LifeTable)[] cohorts = [(Regular, PublishedCohorts.Regular()), (Thin, LifeTable.OfSurvivors(40, 30, 25, 21, 18))];
        var forward = Models(cohorts);
        var backward = Models([.. cohorts.Reverse()]);

        Assert.All([Regular, Thin, HighEnd], cohort => Assert.Equal(forward.Of(cohort).Lifetime(2, Yearly), backward.Of(cohort).Lifetime(2, Yearly)));
    }

    private static SurvivalModels Models(params (Cohort Cohort, LifeTable Table)[] cohorts) =>
        SurvivalModels.Fit(RenewalHistory.Of(cohorts.Select(cohort => KeyValuePair.Create(cohort.Cohort, cohort.Table))), new ValueAssumptions());

    /// <summary>Contracts that began over the last eight years, so that most are censored.</summary>
    private static LifeTable Simulated(ShiftedBetaGeometric truth, int contracts, int seed)
    {
        var random = new Random(seed);
        return LifeTable.Of(Enumerable.Range(0, contracts).Select(contract =>
        {
            var years = 1 + (contract % 8);
            var survived = 0;
            // The model's own probabilities, renewal by renewal, are those of the mixture.
            while (survived < years && random.NextDouble() < truth.RenewalProbability(survived))
                survived++;
            return new RenewalRecord(Regular, survived, IsLost: survived < years);
        }));
    }
}
