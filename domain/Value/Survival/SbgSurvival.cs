namespace AccountTwins.Domain.Value.Survival;

/// <summary>
/// Survival by a fitted shifted-beta-geometric model. The interval is by the delta method: the curvature of the likelihood gives the
/// covariance of (ln α, ln β), the slope of the lifetime carries it over. It is taken on the log odds of the lifetime's share of an
/// endless one, so that it never leaves 0 to endless.
/// </summary>
public sealed record SbgSurvival : SurvivalModel
{
    private const double SlopeStep = 1e-4;

    /// <param name="fit">A fit whose curvature tells the parameters apart.</param>
    /// <param name="method">One of the two that are such fits.</param>
    /// <exception cref="ArgumentException">Another method, or a curvature that is not positive definite.</exception>
    public SbgSurvival(SbgFit fit, SurvivalMethod method)
    {
        if (method is not (SurvivalMethod.Sbg or SurvivalMethod.SbgPenalised))
            throw new ArgumentException($"{method} is not a fit of this model.", nameof(method));
        if (!fit.Curvature.IsPositiveDefinite)
            throw new ArgumentException("The fit does not tell its parameters apart.", nameof(fit));
        Fit = fit;
        Method = method;
    }

    public SbgFit Fit { get; }

    public override SurvivalMethod Method { get; }

    public override ResidualLifetime Lifetime(int survived, double discount)
    {
        var expected = Fit.Model.ResidualLifetime(survived, discount);
        var endless = 1 / (1 - discount);
        var centre = LogOdds(0, 0, survived, discount);
        var byAlpha = (LogOdds(SlopeStep, 0, survived, discount) - LogOdds(-SlopeStep, 0, survived, discount)) / (2 * SlopeStep);
        var byBeta = (LogOdds(0, SlopeStep, survived, discount) - LogOdds(0, -SlopeStep, survived, discount)) / (2 * SlopeStep);
        var (alpha, beta) = Fit.Curvature.Solve(byAlpha, byBeta);
        var reach = ResidualLifetime.Quantile * Math.Sqrt(Math.Max(0, (byAlpha * alpha) + (byBeta * beta)));
        return new ResidualLifetime(
            Math.Min(expected, endless / (1 + Math.Exp(reach - centre))),
            expected,
            Math.Max(expected, endless / (1 + Math.Exp(-centre - reach))),
            Fit.Model.RenewalProbability(survived));
    }

    /// <summary>Of the share of an endless lifetime, at parameters a little off the fitted ones.</summary>
    private double LogOdds(double alpha, double beta, int survived, double discount)
    {
        double a = Fit.Model.Alpha * Math.Exp(alpha), b = Fit.Model.Beta * Math.Exp(beta);
        var lifetime = (b + survived) / (a + b + survived) * GaussHypergeometric.WithOne(b + survived + 1, a + b + survived + 1, discount);
        var share = Math.Clamp(lifetime * (1 - discount), 1e-12, 1 - 1e-12);
        return Math.Log(share / (1 - share));
    }
}
