namespace AccountTwins.LoadTest.Calibration;

/// <summary>How the odds of leaving at a renewal hang on a score some time before it: a logistic regression by Newton's method, without any prior.</summary>
/// <param name="Usual">The score, in points, at which the odds are those of all renewals together.</param>
/// <param name="Doubling">So many points less double the odds; NaN where the score says nothing.</param>
public sealed record RenewalOdds(double Usual, double Doubling)
{
    private const int StepsMax = 50;

    /// <param name="cases">The score in points, and whether the customer left then. Both kinds are needed.</param>
    public static RenewalOdds Fit(IEnumerable<(double Score, bool Churned)> cases)
    {
        var known = cases.ToList();
        var share = known.Average(one => one.Churned ? 1.0 : 0.0);
        var mean = known.Average(one => one.Score);
        double level = Math.Log(share / (1 - share)), slope = 0;
        for (var step = 0; step < StepsMax; step++)
        {
            double up = 0, upX = 0, i = 0, iX = 0, iXX = 0;
            foreach (var (score, churned) in known)
            {
                var x = score - mean;
                var chance = 1 / (1 + Math.Exp(-(level + (slope * x))));
                var (miss, weight) = ((churned ? 1 : 0) - chance, chance * (1 - chance));
                (up, upX, i, iX, iXX) = (up + miss, upX + (miss * x), i + weight, iX + (weight * x), iXX + (weight * x * x));
            }

            var (moveLevel, moveSlope) = (((up * iXX) - (upX * iX)) / ((i * iXX) - (iX * iX)), ((upX * i) - (up * iX)) / ((i * iXX) - (iX * iX)));
            (level, slope) = (level + moveLevel, slope + moveSlope);
            if (Math.Abs(moveLevel) + Math.Abs(moveSlope) < 1e-10)
                break;
        }

        return new RenewalOdds(mean + ((Math.Log(share / (1 - share)) - level) / slope), -Math.Log(2) / slope);
    }
}
