using AccountTwins.Domain.Learning;

namespace AccountTwins.Tests.Domain.Learning;

public class BernoulliCusumFacts
{
    [Theory]
    [InlineData(0.10, 0.20, 6)]
    [InlineData(0.05, 0.15, 10)]
    [InlineData(0.01, 0.05, 39)]
    public void The_rise_is_the_rounded_ratio_of_log_likelihoods(double acceptable, double unacceptable, int rise) =>
        Assert.Equal(rise, CusumDesign.RiseOf(acceptable, unacceptable));

    [Fact]
    public void It_stays_between_nothing_and_its_threshold()
    {
        var design = new CusumDesign(6, 20);
        var cusum = default(BernoulliCusum);
        for (var review = 0; review < 10; review++)
            cusum = cusum.Next(disagreed: false, design);
        Assert.Equal(new(0, 10), cusum);
        for (var review = 0; review < 10; review++)
            cusum = cusum.Next(disagreed: true, design);
        Assert.Equal(new(20, 20), cusum);
    }

    [Fact]
    public void It_waits_for_five_reviews()
    {
        var design = new CusumDesign(6, 7);
        var cusum = default(BernoulliCusum);
        for (var review = 1; review <= 5; review++)
        {
            cusum = cusum.Next(disagreed: true, design);
            Assert.Equal(review == 5, cusum.Signals(design, 5));
        }
    }

    [Fact]
    public void Run_lengths_of_a_small_chart_are_those_worked_out_by_hand()
    {
        // Rise 1, threshold 2, p = q = ½: N0 = 1 + ½N1 + ½N0, N1 = 1 + ½N0, so N0 = 6.
        Assert.Equal(6, CusumTheory.Reviews(0.5, new(1, 2), 1), 9);
        Assert.Equal(6, CusumTheory.Reviews(0.5, new(1, 2), 2), 9);
        // A gambler's ruin with a wall: (a² + a) steps to height a.
        Assert.Equal(110, CusumTheory.Reviews(0.5, new(1, 10), 1), 6);
    }

    [Theory]
    [InlineData(0.10, 1000)]
    [InlineData(0.15, 1000)]
    [InlineData(0.20, 5000)]
    [InlineData(0.30, 200)]
    public void Simulated_run_lengths_agree_with_the_chain(double disagreement, double reviewsPerQuarter)
    {
        var design = CusumTheory.ThresholdFor(1, reviewsPerQuarter, 0.10, 0.20);
        var random = new Random(11);
        const int runs = 3000;
        double sum = 0, squares = 0;
        for (var run = 0; run < runs; run++)
        {
            var cusum = default(BernoulliCusum);
            while (!cusum.Signals(design, 5))
                cusum = cusum.Next(random.NextDouble() < disagreement, design);
            (sum, squares) = (sum + cusum.Reviews, squares + ((double)cusum.Reviews * cusum.Reviews));
        }

        var mean = sum / runs;
        var error = Math.Sqrt(((squares / runs) - (mean * mean)) / runs);
        var theory = CusumTheory.Reviews(disagreement, design, 5);
        Assert.True(Math.Abs(mean - theory) < 4 * error, $"seed 11: {mean:0.0} ± {error:0.0}, theory {theory:0.0}");
    }

    [Fact]
    public void The_threshold_is_the_lowest_that_keeps_false_alarms_to_one_a_quarter()
    {
        foreach (var reviews in new[] { 200, 1000, 5000, 100_000 })
        {
            var design = CusumTheory.ThresholdFor(1, reviews, 0.10, 0.20);

            Assert.True(CusumTheory.Reviews(0.10, design, 5) >= reviews);
            Assert.True(CusumTheory.Reviews(0.10, design with { Threshold = design.Threshold - 1 }, 5) < reviews);
            var found = CusumTheory.Reviews(0.20, design, 5);
            Assert.True(found < 35 * Math.Log10(reviews), $"{reviews}: {design}, {found:0.0}");
        }
    }

    [Fact]
    public void One_disagreement_alone_never_signals_however_small_the_tenant()
    {
        var design = CusumTheory.ThresholdFor(1, 0, 0.10, 0.20);

        Assert.True(design.Threshold > design.Rise);
        Assert.True(CusumTheory.Reviews(0.10, design, 5) >= 100);
    }

    [Fact]
    public void A_drop_is_found_sooner_from_within_a_run_than_from_its_start()
    {
        var design = CusumTheory.ThresholdFor(1, 1000, 0.10, 0.20);

        Assert.InRange(CusumTheory.ReviewsAfterChange(0.10, 0.30, design), 5, CusumTheory.Reviews(0.30, design, 1));
    }

    [Fact]
    public void More_disagreement_means_shorter_runs_and_a_higher_threshold_longer_ones()
    {
        var design = CusumTheory.ThresholdFor(1, 1000, 0.10, 0.20);
        var last = double.MaxValue;
        for (var percent = 5; percent < 100; percent += 5)
        {
            var reviews = CusumTheory.Reviews(percent / 100.0, design, 5);
            Assert.True(reviews <= last && reviews >= 5);
            Assert.True(CusumTheory.Reviews(percent / 100.0, design with { Threshold = design.Threshold + 1 }, 5) >= reviews);
            last = reviews;
        }
    }

    [Fact]
    public void A_design_that_can_not_be_solved_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CusumTheory.Reviews(0, new(6, 20), 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => CusumTheory.Reviews(0.1, new(6, 6), 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => CusumDesign.RiseOf(0.2, 0.1));
    }
}
