using AccountTwins.Domain.Learning;

namespace AccountTwins.Tests.Domain.Learning;

public class WilsonBoundFacts
{
    [Theory]
    [InlineData(1, 50, 0.9487)]
    [InlineData(0.98, 50, 0.9152)]
    [InlineData(0.96, 50, 0.8861)]
    [InlineData(0.5, 10, 0.2693)]
    [InlineData(0, 10, 0)]
    public void The_lower_bound_has_known_values(double proportion, double reviews, double bound)
    {
        Assert.Equal(bound, WilsonBound.Lower(proportion, reviews), 0.0001);
        Assert.Equal(1 - WilsonBound.Lower(proportion, reviews), WilsonBound.Upper(1 - proportion, reviews), 12);
    }

    [Fact]
    public void The_bounds_solve_the_score_equation()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var (p, n) = (random.NextDouble(), 1 + (random.NextDouble() * 400));
            var bound = WilsonBound.Lower(p, n);

            Assert.True(Math.Abs(p - bound - (WilsonBound.Z95 * Math.Sqrt(bound * (1 - bound) / n))) < 1e-9, $"seed {seed}");
        }
    }

    [Fact]
    public void Worse_or_fewer_reviews_never_raise_the_lower_bound()
    {
        for (var n = 1; n <= 200; n++)
        {
            for (var agreed = 1; agreed <= n; agreed++)
            {
                Assert.True(WilsonBound.Lower((agreed - 1.0) / n, n) <= WilsonBound.Lower((double)agreed / n, n));
                Assert.True(WilsonBound.Lower((double)agreed / n, n) <= WilsonBound.Lower((double)agreed / n, n + 0.5));
            }
        }
    }

    [Fact]
    public void The_bound_holds_as_often_as_it_says()
    {
        var random = new Random(3);
        const int runs = 20_000;
        var wrong = 0;
        for (var run = 0; run < runs; run++)
        {
            var agreed = Enumerable.Range(0, 200).Count(_ => random.NextDouble() < 0.8);
            wrong += WilsonBound.Lower(agreed / 200.0, 200) > 0.8 ? 1 : 0;
        }

        Assert.InRange((double)wrong / runs, 0.03, 0.065);
    }

    [Fact]
    public void Nothing_seen_says_nothing()
    {
        Assert.Equal((0.0, 1.0), (WilsonBound.Lower(default), WilsonBound.Upper(default)));
        Assert.Equal((0.0, 1.0), (WilsonBound.Lower(1, 0), WilsonBound.Upper(0, 0)));
    }
}
