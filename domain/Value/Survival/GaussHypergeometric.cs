namespace AccountTwins.Domain.Value.Survival;

/// <summary>
/// The Gauss hypergeometric function 2F1(1, b; c; z) for c &gt; b &gt; 0 and 0 ≤ z &lt; 1, all that a discounted lifetime asks for. Its power
/// series needs more terms the nearer z comes to 1; so it is transformed by Pfaff, 2F1(1, b; c; z) = 2F1(1, c-b; c; z/(z-1)) / (1-z)
/// (NIST Digital Library of Mathematical Functions 15.8.1), and that is expanded as Gauss's continued fraction (DLMF 15.7.1). All its
/// elements are then positive: nothing cancels, and the value lies between any two successive convergents, so that the step at which
/// they agree bounds the error.
/// </summary>
public static class GaussHypergeometric
{
    /// <summary>The largest z.</summary>
    public const double ArgumentMax = 0.9999;

    /// <summary>The steps grow with 1/√(1-z); the largest z takes about two thousand.</summary>
    private const int StepsMax = 20_000;

    private const double Agreement = 1e-15;

    /// <summary>2F1(1, b; c; z), to about 14 digits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside c &gt; b &gt; 0, 0 ≤ z ≤ <see cref="ArgumentMax"/>.</exception>
    public static double WithOne(double b, double c, double z)
    {
        if (!(b > 0 && c > b && z is >= 0 and <= ArgumentMax))
            throw new ArgumentOutOfRangeException(nameof(z), $"2F1(1, {b}; {c}; {z}) is not covered.");
        return Fraction(c - b, c, z / (1 - z)) / (1 - z);
    }

    /// <summary>1/(1 + e1 x/(1 + e2 x/(1 + …))), from the front, by the method of Lentz (Numerical Recipes, section 5.2).</summary>
    private static double Fraction(double b, double c, double x)
    {
        double value = 1, numerators = 1, denominators = 0;
        for (var step = 1; step <= StepsMax; step++)
        {
            var element = x * Element(step, b, c);
            denominators = 1 / (1 + (element * denominators));
            numerators = 1 + (element / numerators);
            var factor = numerators * denominators;
            value *= factor;
            if (Math.Abs(factor - 1) < Agreement)
                return 1 / value;
        }

        throw new InvalidOperationException($"2F1(1, {c - b}; {c}; {x / (1 + x)}) did not converge in {StepsMax} steps.");
    }

    private static double Element(int step, double b, double c)
    {
        var half = step / 2;
        if (step == 1)
            return b / c;
        return step % 2 == 0
            ? half * (c - b + half - 1) / ((c + step - 2) * (c + step - 1))
            : (b + half) * (c - 1 + half) / ((c + step - 2) * (c + step - 1));
    }
}
