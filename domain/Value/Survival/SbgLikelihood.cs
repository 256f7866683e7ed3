using AccountTwins.Domain.Value.Renewals;

namespace AccountTwins.Domain.Value.Survival;

/// <summary>
/// The log-likelihood of a shifted-beta-geometric model. A contract that is at risk at its n-th renewal is lost with α/(α+β+n-1) and
/// survives with (β+n-1)/(α+β+n-1); the product over a contract's renewals is the P(T = t) or, where it was censored, the S(t) of
/// equations 5 and 6 in Fader and Hardie 2007. So the logs add up over a life table, without any gamma function.
/// </summary>
public static class SbgLikelihood
{
    /// <summary>In natural logs, 0 or below.</summary>
    public static double Of(LifeTable table, ShiftedBetaGeometric model) => Of(table, model.Alpha, model.Beta);

    internal static double Of(LifeTable table, double alpha, double beta)
    {
        var value = 0.0;
        for (var survived = 0; survived < table.Opportunities.Count; survived++)
        {
            var (atRisk, lost) = table.Opportunities[survived];
            var all = alpha + beta + survived;
            value += (lost * Math.Log(alpha / all)) + ((atRisk - lost) * Math.Log((beta + survived) / all));
        }

        return value;
    }

    internal static LikelihoodPoint At(LifeTable table, double alpha, double beta)
    {
        double byAlpha = 0, byBeta = 0, byAlpha2 = 0, byBeta2 = 0, byBoth = 0;
        for (var survived = 0; survived < table.Opportunities.Count; survived++)
        {
            var (atRisk, lost) = table.Opportunities[survived];
            double stay = beta + survived, all = alpha + beta + survived, kept = atRisk - lost;
            byAlpha += (lost / alpha) - (atRisk / all);
            byBeta += (kept / stay) - (atRisk / all);
            var shared = atRisk / (all * all);
            byAlpha2 += shared - (lost / (alpha * alpha));
            byBeta2 += shared - (kept / (stay * stay));
            byBoth += shared;
        }

        // From α and β to their logs.
        return new LikelihoodPoint(
            Of(table, alpha, beta),
            alpha * byAlpha,
            beta * byBeta,
            new Curvature(
                -(alpha * byAlpha) - (alpha * alpha * byAlpha2),
                -(alpha * beta * byBoth),
                -(beta * byBeta) - (beta * beta * byBeta2)));
    }
}

/// <summary>A log-likelihood with its slope and bend in (ln α, ln β).</summary>
internal readonly record struct LikelihoodPoint(double Value, double ByAlpha, double ByBeta, Curvature Curvature);
