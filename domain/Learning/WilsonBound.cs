namespace AccountTwins.Domain.Learning;

/// <summary>
/// Bounds of a proportion by inverting the score test. Unlike the textbook normal interval they hold near 0 and 1 and for few reviews.
/// Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209–212.
/// </summary>
public static class WilsonBound
{
    /// <summary>The normal quantile for one-sided 95 %.</summary>
    public const double Z95 = 1.6448536269514722;

    /// <summary>What the proportion is at least, one-sided.</summary>
    /// <param name="proportion">Seen, 0 to 1.</param>
    /// <param name="reviews">Effective sample size, 0 or more, need not be whole.</param>
    /// <param name="z">Normal quantile of the confidence.</param>
    /// <returns>0 to <paramref name="proportion"/>; 0 without reviews.</returns>
    public static double Lower(double proportion, double reviews, double z = Z95) => reviews > 0 ? Bound(proportion, reviews, -z) : 0;

    /// <summary>What the proportion is at most, one-sided; 1 without reviews.</summary>
    public static double Upper(double proportion, double reviews, double z = Z95) => reviews > 0 ? Bound(proportion, reviews, z) : 1;

    /// <summary><see cref="Lower(double, double, double)"/> of an estimate; 0 without reviews.</summary>
    public static double Lower(WeightedAgreement estimate, double z = Z95) => Lower(estimate.Rate ?? 0, estimate.EffectiveReviews, z);

    /// <summary><see cref="Upper(double, double, double)"/> of an estimate; 1 without reviews.</summary>
    public static double Upper(WeightedAgreement estimate, double z = Z95) => Upper(estimate.Rate ?? 1, estimate.EffectiveReviews, z);

    private static double Bound(double proportion, double reviews, double z)
    {
        var square = z * z;
        var middle = proportion + (square / (2 * reviews));
        var spread = z * Math.Sqrt((proportion * (1 - proportion) / reviews) + (square / (4 * reviews * reviews)));
        return Math.Clamp((middle + spread) / (1 + (square / reviews)), 0, 1);
    }
}
