namespace AccountTwins.Domain.Value.Survival;

/// <summary>
/// What is believed before a cohort's own data: a normal distribution of (ln α, ln β) around a model that fits a larger group. The
/// penalty is its log density, so that few data move little away from the group and many make it vanish.
/// </summary>
/// <param name="Centre">The group's model.</param>
/// <param name="Precision">How firmly it is believed: the curvature that as many data of the group would have.</param>
public sealed record SbgPrior(ShiftedBetaGeometric Centre, Curvature Precision)
{
    /// <summary>
    /// A standard deviation of 2 in each log, always believed: where the group's own data leave it open how unlike its customers are,
    /// there is still one most likely model.
    /// </summary>
    private static readonly Curvature Loosest = new(0.25, 0, 0.25);

    /// <summary>A belief as firm as so many losses of the group would make it.</summary>
    /// <param name="group">The fit to the group.</param>
    /// <param name="groupLosses">Losses that the group's fit rests on, above 0.</param>
    /// <param name="losses">Losses that the belief counts for, above 0.</param>
    public static SbgPrior From(SbgFit group, long groupLosses, double losses)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groupLosses);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(losses);
        return new SbgPrior(group.Model, (losses / groupLosses * group.Curvature) + Loosest);
    }

    /// <summary>Up to a constant.</summary>
    internal double LogDensity(double logAlpha, double logBeta)
    {
        double alpha = logAlpha - Math.Log(Centre.Alpha), beta = logBeta - Math.Log(Centre.Beta);
        var slope = Precision.Times(alpha, beta);
        return -0.5 * ((alpha * slope.Alpha) + (beta * slope.Beta));
    }

    internal LikelihoodPoint AddTo(LikelihoodPoint point, double logAlpha, double logBeta)
    {
        double alpha = logAlpha - Math.Log(Centre.Alpha), beta = logBeta - Math.Log(Centre.Beta);
        var slope = Precision.Times(alpha, beta);
        return new LikelihoodPoint(
            point.Value + LogDensity(logAlpha, logBeta),
            point.ByAlpha - slope.Alpha,
            point.ByBeta - slope.Beta,
            point.Curvature + Precision);
    }
}
