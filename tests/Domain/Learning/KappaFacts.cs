using AccountTwins.Domain.Learning;

namespace AccountTwins.Tests.Domain.Learning;

public class KappaFacts
{
    [Fact]
    public void Kappa_of_a_textbook_table_is_as_printed()
    {
        var kappa = new Kappa { BothAgreed = 20, OnlyFirst = 5, OnlySecond = 10, Neither = 15 };

        Assert.Equal(0.4, kappa.Value!.Value, 12);
        var error = Math.Sqrt(0.7 * 0.3 / 50) / 0.5;
        Assert.Equal(0.4 - (WilsonBound.Z95 * error), kappa.Interval().Lower, 12);
        Assert.Equal(0.4 + (WilsonBound.Z95 * error), kappa.Interval().Upper, 12);
    }

    [Fact]
    public void One_difference_among_twenty_is_no_disagreement()
    {
        var kappa = new Kappa { BothAgreed = 19, OnlyFirst = 1 };

        Assert.Equal(0, kappa.Value!.Value, 12);
        Assert.False(kappa.IsTooLow(LearningParameters.Default));
        Assert.Null(new Kappa { BothAgreed = 20 }.Value);
    }

    [Fact]
    public void Reviewers_who_judge_by_chance_are_found_after_enough_pairs()
    {
        Assert.True(new Kappa { BothAgreed = 10, OnlyFirst = 10, OnlySecond = 10, Neither = 10 }.IsTooLow(LearningParameters.Default));
        Assert.False(new Kappa { BothAgreed = 4, OnlyFirst = 5, OnlySecond = 5, Neither = 4 }.IsTooLow(LearningParameters.Default));
        Assert.False(new Kappa { BothAgreed = 30, Neither = 10 }.IsTooLow(LearningParameters.Default));
    }

    [Fact]
    public void A_pair_with_an_uncounted_review_says_nothing() => Assert.Equal(default, default(Kappa).With(1, null).With(null, 0));
}
