using AccountTwins.Domain.Value.Survival;

namespace AccountTwins.Tests.Domain.Value;

public class DiscountedLifetimeFacts
{
    /// <summary>The cohorts of the 2007 paper, and the two of the 2010 paper that lose a fifth at first, alike and unlike.</summary>
    public static TheoryData<double, double> Models => new()
    {
        { 0.704, 1.182 }, { 0.668, 3.806 }, { 3.80, 15.20 }, { 0.067, 0.267 },
        { 1, 1 }, { 2, 9 }, { 0.001, 10_000 }, { 10_000, 0.001 }, { 1_000, 10_000 }, { 0.001, 0.001 }, { 10_000, 10_000 },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void The_closed_form_is_the_sum_over_all_renewals(double alpha, double beta)
    {
        var model = new ShiftedBetaGeometric(alpha, beta);
        foreach (var discount in new[] { 0.01, 0.5, 1 / 1.1, 0.97, 0.992, 0.9992, 0.9999 })
        {
            foreach (var survived in new[] { 0, 1, 4, 11, 119 })
            {
                var sum = Sum(model, survived, discount);
                Assert.InRange(model.ResidualLifetime(survived, discount), sum * (1 - 1e-11), sum * (1 + 1e-11));
            }
        }
    }

    /// <summary>DLMF 15.4.1: F(1, 1; 2; z) = -ln(1-z)/z. And F(1, b; b+1; z) at b = 1/2 is artanh(√z)/√z, DLMF 15.4.2.</summary>
    [Fact]
    public void The_hypergeometric_function_agrees_with_its_elementary_cases()
    {
        foreach (var z in new[] { 1e-6, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999 })
        {
            Assert.Equal(1, GaussHypergeometric.WithOne(1, 2, z) / (-Math.Log(1 - z) / z), 1e-9);
            Assert.Equal(1, GaussHypergeometric.WithOne(0.5, 1.5, z) / (Math.Atanh(Math.Sqrt(z)) / Math.Sqrt(z)), 1e-12);
        }

        Assert.Equal(1, GaussHypergeometric.WithOne(3, 4, 0));
    }

    [Theory]
    [InlineData(0, 1, 0.5)]
    [InlineData(1, 1, 0.5)]
    [InlineData(1, 2, -0.1)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 2, double.NaN)]
    [InlineData(double.NaN, 2, 0.5)]
    [InlineData(1, double.NaN, 0.5)]
    public void Outside_its_domain_the_function_refuses(double b, double c, double z)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussHypergeometric.WithOne(b, c, z));
    }

    [Fact]
    public void Who_has_survived_longer_is_expected_to_stay_longer()
    {
        foreach (var model in new[] { new ShiftedBetaGeometric(0.704, 1.182), new ShiftedBetaGeometric(3.8, 15.2), new ShiftedBetaGeometric(50, 200) })
        {
            foreach (var discount in new[] { 0.8, 0.95, 0.995 })
            {
                var lifetimes = Enumerable.Range(0, 120).Select(survived => model.ResidualLifetime(survived, discount)).ToArray();
                Assert.Equal(lifetimes.Order(), lifetimes);
                Assert.Equal(lifetimes.Distinct(), lifetimes);
                Assert.All(lifetimes, lifetime => Assert.InRange(lifetime, 0, 1 / (1 - discount)));
            }
        }
    }

    [Fact]
    public void Better_retention_and_dearer_future_raise_it()
    {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var (alpha, beta) = (Math.Exp((random.NextDouble() * 8) - 4), Math.Exp((random.NextDouble() * 8) - 4));
            var (survived, discount) = (random.Next(20), 0.3 + (0.69 * random.NextDouble()));
            var lifetime = new ShiftedBetaGeometric(alpha, beta).ResidualLifetime(survived, discount);

            Assert.True(new ShiftedBetaGeometric(alpha, beta * 1.01).ResidualLifetime(survived, discount) > lifetime, $"{round}");
            Assert.True(new ShiftedBetaGeometric(alpha * 1.01, beta).ResidualLifetime(survived, discount) < lifetime, $"{round}");
            Assert.True(new ShiftedBetaGeometric(alpha, beta).ResidualLifetime(survived, discount * 1.001) > lifetime, $"{round}");
        }
    }

    /// <summary>Kahan-free: terms fall, and what is left after the last is bracketed by two geometric series.</summary>
    private static double Sum(ShiftedBetaGeometric model, int survived, double discount)
    {
        double sum = 0, term = model.RenewalProbability(survived);
        for (var renewal = survived + 1; ; renewal++)
        {
            sum += term;
            var ratio = model.RenewalProbability(renewal) * discount;
            term *= ratio;
            if (term / (1 - discount) < 1e-14 * sum)
                return sum + (term / (1 - ratio));
        }
    }
}
