using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Learning;

namespace AccountTwins.Tests.Domain.Learning;

public class ReviewSamplingFacts
{
    /// <summary>Stored decisions were drawn with it.</summary>
    private const double GoldenDraw = 0.55459200349588966;

    private static readonly ReviewSampling Sampling = new(LearningParameters.Default, key: 42);

    [Fact]
    public void A_draw_is_fixed_for_ever_by_the_id()
    {
        Assert.Equal(Sampling.Draw("acme/17"), new ReviewSampling(LearningParameters.Default, 42).Draw("acme/17"));
        Assert.NotEqual(Sampling.Draw("acme/17"), new ReviewSampling(LearningParameters.Default, 43).Draw("acme/17"));
        Assert.Equal(GoldenDraw, Sampling.Draw("default/acme/17"), 15);
        Assert.InRange(Sampling.Draw(new string('x', 5000)), 0, 1);
    }

    [Fact]
    public void Draws_are_uniform_and_the_two_are_independent()
    {
        var deciles = new int[10];
        var (both, second) = (0, 0);
        const int count = 100_000;
        for (var number = 0; number < count; number++)
        {
            var id = $"acme/{number}";
            deciles[(int)(Sampling.Draw(id) * 10)]++;
            var isSecond = Sampling.IsReviewedTwice(id);
            second += isSecond ? 1 : 0;
            both += isSecond && Sampling.Draw(id) < 0.2 ? 1 : 0;
        }

        Assert.All(deciles, decile => Assert.InRange(decile, 9600, 10_400));
        Assert.InRange(second, 4750, 5250);
        Assert.InRange(both, 900, 1100);
    }

    [Fact]
    public void The_first_thirty_decisions_are_all_audited()
    {
        var known = Known(400);

        Assert.Equal(ReviewOdds.Certain, Sampling.OddsOf(29, known, LearningBench.Start));
        Assert.NotEqual(ReviewOdds.Certain, Sampling.OddsOf(30, known, LearningBench.Start));
        Assert.Equal(ReviewOdds.Certain, Sampling.OddsOf(5000, null, LearningBench.Start));
    }

    [Fact]
    public void A_wide_interval_asks_for_more_and_a_narrow_one_for_the_floor()
    {
        double last = 1;
        foreach (var reviews in new[] { 1, 10, 20, 40, 80, 400 })
        {
            var odds = Sampling.OddsOf(1000, Known(reviews), LearningBench.Start);
            Assert.Equal(odds.Common, odds.Own);
            Assert.InRange(odds.Own, 0.05, last);
            last = odds.Own;
        }

        Assert.Equal(0.05, last);
        Assert.True(Sampling.OddsOf(1000, Known(10), LearningBench.Start).Own > 0.2);
    }

    [Fact]
    public void What_was_known_once_is_looked_at_again()
    {
        var known = Known(100);
        var odds = new[] { 0, 90, 91, 182, 365 }.Select(days => Sampling.OddsOf(1000, known, LearningBench.Start.AddDays(days)).Own).ToArray();

        Assert.Equal(odds[0], odds[1]);
        Assert.True(odds[1] < odds[2] && odds[2] < odds[3] && odds[3] < odds[4]);
        Assert.Equal(ReviewOdds.Certain, Sampling.OddsOf(1000, known, LearningBench.Start.AddYears(100)));
    }

    [Fact]
    public void Forgetting_keeps_the_rate_and_depends_on_no_reading_in_between()
    {
        var recent = Known(100).Recent;
        var at = LearningBench.Start.AddDays(200);

        Assert.Equal(recent.At(at, 91), recent.At(at.AddDays(-50), 91).At(at, 91));
        Assert.Equal(recent.Sums.Rate, recent.At(at, 91).Sums.Rate);
        Assert.Equal(recent.Sums.EffectiveReviews / 4, recent.At(at, 91).Sums.EffectiveReviews, 9);
        Assert.Equal(recent, recent.At(LearningBench.Start.AddDays(-1000), 91));
    }

    [Fact]
    public void A_weak_label_raises_and_a_full_queue_thins_no_further_than_the_floor()
    {
        var odds = new ReviewOdds(0.2, 0.2);

        Assert.Equal(new(0.2, 0.5), Sampling.AfterWeakLabel(odds));
        Assert.Equal(ReviewOdds.Certain, Sampling.AfterWeakLabel(ReviewOdds.Certain));
        Assert.Equal(new(0.1, 0.1), Sampling.WhenFull(odds, 0.5));
        Assert.Equal(new(0.05, 0.05), Sampling.WhenFull(odds, 0));
    }

    [Fact]
    public void A_raise_only_adds_to_the_sample_and_the_common_sample_stays_the_same()
    {
        var odds = new ReviewOdds(0.2, 0.2);
        var raised = odds.RaisedTo(0.5);
        var (audited, common) = (0, 0);
        for (var number = 0; number < 20_000; number++)
        {
            var id = $"acme/{number}";
            Assert.True(!Sampling.IsAudited(id, odds) || Sampling.IsAudited(id, raised));
            Assert.Equal(Sampling.IsInCommonSample(id, odds), Sampling.IsInCommonSample(id, raised));
            (audited, common) = (audited + (Sampling.IsAudited(id, raised) ? 1 : 0), common + (Sampling.IsInCommonSample(id, raised) ? 1 : 0));
        }

        Assert.InRange(audited, 9700, 10_300);
        Assert.InRange(common, 3800, 4200);
    }

    private static ScenarioLatitude Known(int reviews) => LearningBench.At(Latitude.Supervised) with
    {
        Recent = Enumerable.Range(0, reviews).Aggregate(
            default(RecentAgreement), (recent, number) => recent.With(number % 20 == 19 ? 0 : 1, 1, LearningBench.Start, 91)),
    };
}
