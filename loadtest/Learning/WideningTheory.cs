using AccountTwins.Domain.Learning;

namespace AccountTwins.LoadTest.Learning;

/// <summary>
/// The chance that a scenario whose every decision is reviewed widens at one of its looks, exact: the Markov chain of (disagreements, CUSUM)
/// is followed review by review, and what passes a look leaves it.
/// </summary>
internal static class WideningTheory
{
    /// <param name="quality">With which people would have decided the same.</param>
    /// <param name="rules">Looks, target and the chart that may stand against it.</param>
    /// <param name="reviewsPerDay">A look waits for 14 days as well.</param>
    public static double Chance(double quality, LearningRules rules, double reviewsPerDay)
    {
        var parameters = rules.Parameters;
        var looks = Looks(parameters, reviewsPerDay);
        var disagreementsMax = looks.Max(look => AllowedAt(look, parameters));
        if (disagreementsMax < 0)
            return 0;
        var (height, rise) = ((int)rules.Reviews.Threshold, rules.Reviews.Rise);
        var at = new double[disagreementsMax + 1, height + 1];
        at[0, 0] = 1;
        var passed = 0.0;
        for (var review = 1; review <= looks[^1]; review++)
        {
            var next = new double[disagreementsMax + 1, height + 1];
            for (var disagreements = 0; disagreements <= disagreementsMax; disagreements++)
            {
                for (var value = 0; value <= height; value++)
                {
                    if (at[disagreements, value] is not (> 0 and var share))
                        continue;
                    next[disagreements, Math.Max(0, value - 1)] += share * quality;
                    if (disagreements < disagreementsMax)
                        next[disagreements + 1, Math.Min(height, value + rise)] += share * (1 - quality);
                }
            }

            at = next;
            if (looks.Contains(review))
                passed += Leave(at, AllowedAt(review, parameters), height);
        }

        return passed;
    }

    /// <summary>Where looks really fall: at the first review from each on that is late enough.</summary>
    private static List<int> Looks(LearningParameters parameters, double reviewsPerDay)
    {
        var earliest = (int)Math.Ceiling((parameters.DaysBeforeWidening * reviewsPerDay) - 1e-9);
        var looks = new List<int>();
        foreach (var look in parameters.Looks)
        {
            if (looks.Count == 0 || look > looks[^1])
                looks.Add(Math.Max(look, earliest));
        }

        return looks;
    }

    private static int AllowedAt(int reviews, LearningParameters parameters)
    {
        var allowed = -1;
        while (allowed < reviews && WilsonBound.Lower((reviews - allowed - 1.0) / reviews, reviews, parameters.BoundZ) >= parameters.TargetAgreement)
            allowed++;
        return allowed;
    }

    private static double Leave(double[,] at, int allowed, int height)
    {
        var left = 0.0;
        for (var disagreements = 0; disagreements <= allowed; disagreements++)
        {
            for (var value = 0; value < height; value++)
            {
                left += at[disagreements, value];
                at[disagreements, value] = 0;
            }
        }

        return left;
    }
}
