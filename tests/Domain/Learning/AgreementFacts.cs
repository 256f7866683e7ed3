using AccountTwins.Domain.Learning;

namespace AccountTwins.Tests.Domain.Learning;

public class AgreementFacts
{
    [Theory]
    [InlineData(ReviewVerb.Accept, EditKind.Unspecified, 1)]
    [InlineData(ReviewVerb.Edit, EditKind.Style, 1)]
    [InlineData(ReviewVerb.Edit, EditKind.Fact, 0)]
    [InlineData(ReviewVerb.Edit, EditKind.Amount, 0)]
    [InlineData(ReviewVerb.Edit, EditKind.Commitment, 0)]
    [InlineData(ReviewVerb.Edit, EditKind.Tone, 0)]
    [InlineData(ReviewVerb.Edit, EditKind.Unspecified, 0)]
    [InlineData(ReviewVerb.Reject, EditKind.Unspecified, 0)]
    [InlineData(ReviewVerb.Reply, EditKind.Unspecified, null)]
    public void A_verb_has_its_score(ReviewVerb verb, EditKind edit, int? score)
    {
        Assert.Equal(score, Agreement.Score(new(verb, edit)));
        Assert.Equal(score, Agreement.Score(new(verb, edit, GoalFit.Serves)));
        Assert.Equal(0, Agreement.Score(new(verb, edit, GoalFit.Against)));
        Assert.Equal(0, Agreement.Score(new(verb, edit, IsCategoryCorrected: true)));
        Assert.Equal(0, Agreement.Score(new(verb, edit, Severity: Severity.Severe)));
    }

    [Fact]
    public void A_review_without_a_verb_is_a_bug() => Assert.Throws<ArgumentOutOfRangeException>(() => Agreement.Score(default));

    [Fact]
    public void Each_review_stands_for_those_that_were_not_reviewed()
    {
        var estimate = default(WeightedAgreement).With(1, 0.05).With(0, 1).With(0, 1).With(0, 1).With(0, 1);

        Assert.Equal(20.0 / 24, estimate.Rate!.Value, 12);
        Assert.Equal(24.0 * 24 / 404, estimate.EffectiveReviews, 12);
        Assert.Equal(5, estimate.Reviews);
        Assert.Null(default(WeightedAgreement).Rate);
    }

    [Fact]
    public void Sampling_what_smells_more_often_does_not_make_the_agent_look_worse()
    {
        var random = new Random(7);
        var estimate = default(WeightedAgreement);
        var (seen, seenGood, all, good) = (0, 0, 0, 0);
        for (var decision = 0; decision < 200_000; decision++)
        {
            var isBad = random.NextDouble() < 0.1;
            var probability = isBad && random.NextDouble() < 0.7 ? 0.5 : 0.05;
            (all, good) = (all + 1, good + (isBad ? 0 : 1));
            if (random.NextDouble() >= probability)
                continue;
            estimate = estimate.With(isBad ? 0 : 1, probability);
            (seen, seenGood) = (seen + 1, seenGood + (isBad ? 0 : 1));
        }

        Assert.InRange((double)seenGood / seen, 0.4, 0.65);
        Assert.Equal((double)good / all, estimate.Rate!.Value, 0.01);
    }

    [Fact]
    public void A_group_and_the_rest_make_the_whole()
    {
        var part = default(WeightedAgreement).With(1, 0.25).With(0, 1);
        var rest = default(WeightedAgreement).With(1, 1).With(1, 0.5);

        Assert.Equal(rest, rest.Plus(part).Without(part));
        Assert.Equal(default, part.Without(part));
        Assert.Equal((0, 1.0), (part.AsPrior(1).Reviews, part.AsPrior(1).EffectiveReviews));
        Assert.Equal(part.Rate!.Value, part.AsPrior(10).Rate!.Value, 12);
        Assert.Equal(part.EffectiveReviews, part.AsPrior(10).EffectiveReviews, 12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_probability_that_is_none_is_a_bug(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => default(WeightedAgreement).With(1, probability));
}
