namespace AccountTwins.LoadTest.Calibration;

/// <summary>How well a number tells two groups apart.</summary>
public static class Separation
{
    /// <summary>
    /// The area under the ROC curve by ranks (Mann and Whitney 1947): the chance that one that churned looks worse than one that stayed,
    /// ties counting half. NaN when a group is empty.
    /// </summary>
    public static double Auc(IEnumerable<(double Badness, bool Churned)> cases)
    {
        long churned = 0, stayed = 0;
        double won = 0;
        foreach (var tied in cases.GroupBy(one => one.Badness).OrderBy(group => group.Key))
        {
            var bad = tied.LongCount(one => one.Churned);
            var good = tied.LongCount() - bad;
            won += bad * (stayed + good / 2.0);
            (churned, stayed) = (churned + bad, stayed + good);
        }

        return won / churned / stayed;
    }

    /// <summary>The value below which this share lies; NaN of nothing.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
    }
}
