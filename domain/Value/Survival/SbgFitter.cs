using AccountTwins.Domain.Value.Renewals;

namespace AccountTwins.Domain.Value.Survival;

/// <summary>
/// Finds the parameters of the highest (penalised) likelihood, by damped Newton steps in (ln α, ln β) within the range of the
/// parameters: a step that does not raise the likelihood is shortened (Levenberg and Marquardt), a parameter that leans against the end
/// of its range stays there while the other moves on. Where customers are all alike the likelihood rises for ever towards a constant
/// rate; the range ends that. Bounded steps, no randomness.
/// </summary>
public static class SbgFitter
{
    /// <summary>A fit takes about ten.</summary>
    public const int StepsMax = 200;

    private const int DampingsMax = 40;

    /// <summary>The longest step in a log: a factor of about seven.</summary>
    private const double StepMax = 2;

    private static readonly double Low = Math.Log(ShiftedBetaGeometric.ParameterMin);
    private static readonly double High = Math.Log(ShiftedBetaGeometric.ParameterMax);

    /// <returns>Null where there is nothing to fit, or where no maximum was found that tells the parameters apart.</returns>
    public static SbgFit? Fit(LifeTable table, SbgPrior? prior = null)
    {
        if (table.AtRisk == 0 && prior is null)
            return null;
        var here = Start(table, prior);
        var damping = 1e-3;
        for (var step = 0; step < StepsMax; step++)
        {
            if (here.IsTop(table.AtRisk, 1e-10))
                return FitOf(here, table);
            if (Uphill(here, table, prior, ref damping) is not { } next)
                return here.IsTop(table.AtRisk, 1e-5) ? FitOf(here, table) : null;
            here = next;
        }

        return null;
    }

    private static Place? Uphill(Place here, LifeTable table, SbgPrior? prior, ref double damping)
    {
        var scale = Math.Max(Math.Abs(here.Point.Curvature.Alpha), Math.Abs(here.Point.Curvature.Beta)) + double.Epsilon;
        for (var tries = 0; tries < DampingsMax; tries++)
        {
            var bend = here.FreeCurvature + new Curvature(damping * scale, 0, damping * scale);
            if (bend.IsPositiveDefinite)
            {
                var (alpha, beta) = bend.Solve(here.IsAlphaHeld ? 0 : here.Point.ByAlpha, here.IsBetaHeld ? 0 : here.Point.ByBeta);
                var next = PlaceAt(
                    Math.Clamp(here.LogAlpha + Math.Clamp(alpha, -StepMax, StepMax), Low, High),
                    Math.Clamp(here.LogBeta + Math.Clamp(beta, -StepMax, StepMax), Low, High), table, prior);
                if (next.Point.Value > here.Point.Value)
                {
                    damping = Math.Max(damping / 10, 1e-12);
                    return next;
                }
            }

            damping = Math.Min(damping * 10, 1e12);
        }

        return null;
    }

    /// <summary>The group's model, or one with the cohort's mean rate and customers rather unlike each other.</summary>
    private static Place Start(LifeTable table, SbgPrior? prior)
    {
        if (prior is not null)
            return PlaceAt(Math.Log(prior.Centre.Alpha), Math.Log(prior.Centre.Beta), table, prior);
        var rate = Math.Clamp((double)table.Losses / table.AtRisk, 0.005, 0.995);
        return PlaceAt(Math.Log(2 * rate), Math.Log(2 * (1 - rate)), table, prior);
    }

    private static Place PlaceAt(double logAlpha, double logBeta, LifeTable table, SbgPrior? prior)
    {
        var point = SbgLikelihood.At(table, Math.Exp(logAlpha), Math.Exp(logBeta));
        return new Place(logAlpha, logBeta, prior?.AddTo(point, logAlpha, logBeta) ?? point);
    }

    private static SbgFit? FitOf(Place top, LifeTable table)
    {
        if (!top.FreeCurvature.IsPositiveDefinite)
            return null;
        var model = new ShiftedBetaGeometric(ParameterOf(top.LogAlpha), ParameterOf(top.LogBeta));
        return new SbgFit(model, SbgLikelihood.Of(table, model), top.Point.Curvature);
    }

    private static double ParameterOf(double log) => Math.Clamp(Math.Exp(log), ShiftedBetaGeometric.ParameterMin, ShiftedBetaGeometric.ParameterMax);

    private readonly record struct Place(double LogAlpha, double LogBeta, LikelihoodPoint Point)
    {
        /// <summary>It leans against the end of its range.</summary>
        public bool IsAlphaHeld => IsHeld(LogAlpha, Point.ByAlpha);

        public bool IsBetaHeld => IsHeld(LogBeta, Point.ByBeta);

        /// <summary>The curvature with the held parameters taken as known.</summary>
        public Curvature FreeCurvature => new(
            IsAlphaHeld ? Curvature.Known : Point.Curvature.Alpha,
            IsAlphaHeld || IsBetaHeld ? 0 : Point.Curvature.Mixed,
            IsBetaHeld ? Curvature.Known : Point.Curvature.Beta);

        public bool IsTop(long atRisk, double slope)
        {
            var flat = slope * (1 + atRisk);
            return (IsAlphaHeld || Math.Abs(Point.ByAlpha) <= flat) && (IsBetaHeld || Math.Abs(Point.ByBeta) <= flat);
        }

        private static bool IsHeld(double log, double slope) => (log <= Low && slope <= 0) || (log >= High && slope >= 0);
    }
}
