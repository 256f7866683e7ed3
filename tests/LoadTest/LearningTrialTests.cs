using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;
using AccountTwins.LoadTest.Learning;

namespace AccountTwins.Tests.LoadTest;

/// <summary>The rules as the product runs them, draws and audits included, against what theory says of them.</summary>
public class LearningTrialTests
{
    private static readonly LearningTrial Trial = new LearningTrial { Scenarios = 20, DecisionsPerQuarter = 1000, Seed = 5, Effort = 0.25 }.Run();

    [Fact]
    public void At_the_target_a_tenant_sees_at_most_one_false_tightening_a_quarter()
    {
        var (rate, error) = Trial.FalseTightenings;

        Assert.True(Math.Abs(rate - Trial.FalseTighteningsTheory) < 4 * error, $"{rate:0.000} ± {error:0.000}, theory {Trial.FalseTighteningsTheory:0.000}");
        Assert.True(Trial.FalseTighteningsTheory * Trial.ReviewsPerQuarter / 1000 <= 1);
    }

    [Fact]
    public void A_drop_is_found_after_as_many_reviews_as_the_chain_says()
    {
        foreach (var points in LearningTrial.Drops)
        {
            var (reviews, decisions, theory) = Trial.Found[points];
            Assert.True(Math.Abs(reviews.Mean - theory) < 4 * reviews.Error, $"{points} points: {reviews.Mean:0.0} ± {reviews.Error:0.0}, theory {theory:0.0}");
            Assert.True(decisions.Mean < theory / LearningParameters.Default.ReviewFloor * 1.2);
        }
    }

    [Fact]
    public void Just_below_the_target_it_widens_as_rarely_as_the_chain_says()
    {
        var (mean, error) = (Trial.WrongWidenings.Mean, Trial.WrongWidenings.Error);

        Assert.InRange(mean, Trial.WrongWideningsTheory - (4 * error), Trial.WrongWideningsTheory + (4 * error));
        Assert.True(Trial.WrongWideningsTheory < 0.05);
    }

    [Fact]
    public void One_look_without_a_chart_is_the_tail_of_a_binomial()
    {
        var rules = new LearningRules(new() { Looks = [50] }, Latitude.Full, new(1, 200), new(1, 200));
        var none = Math.Pow(0.88, 50);
        var one = 50 * 0.12 * Math.Pow(0.88, 49);

        Assert.Equal(none + one, WideningTheory.Chance(0.88, rules, 1), 12);
    }
}
