using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Renewals;

namespace AccountTwins.Domain.Value.Survival;

/// <summary>
/// The models that data leave plausible: those whose (penalised) log-likelihood lies at most half the 95 % quantile of χ² with one
/// degree of freedom below the highest. The least and the most that any quantity takes in there are the ends of its
/// profile-likelihood interval. The curvature at the maximum alone would not do: data often leave it open whether customers are all
/// alike, the maximum then lies at the end of the parameters' range, and who was loyal for years would look worth too little.
/// </summary>
internal static class LikelihoodRegion
{
    /// <summary>Cuts through the region, at as many sums α + β; its edge is smooth, more change the ends by less than they are uncertain.</summary>
    private const int Slices = 16;

    private const double Depth = ResidualLifetime.Quantile * ResidualLifetime.Quantile / 2;
    private const int SumSteps = 20;
    private const int PeakSteps = 28;
    private const int EdgeSteps = 24;

    private static readonly double LowestSum = Math.Log(2.01 * ShiftedBetaGeometric.ParameterMin);
    private static readonly double HighestSum = Math.Log(1.99 * ShiftedBetaGeometric.ParameterMax);

    /// <summary>Models along the edge of the region, at most two a slice.</summary>
    public static ValueList<ShiftedBetaGeometric> EdgeOf(SbgFit fit, LifeTable table, SbgPrior? prior)
    {
        var floor = LogLikelihood(table, prior, fit.Model.Alpha, fit.Model.Beta) - Depth;
        var middle = Math.Clamp(Math.Log(fit.Model.Alpha + fit.Model.Beta), LowestSum, HighestSum);
        bool Reaches(double logSum) => new Slice(table, prior, logSum).Peak().Value >= floor;
        var from = Last(middle, LowestSum, SumSteps, Reaches);
        var to = Last(middle, HighestSum, SumSteps, Reaches);
        var edge = new List<ShiftedBetaGeometric>(2 * Slices);
        for (var number = 0; number < Slices; number++)
        {
            var slice = new Slice(table, prior, from + ((to - from) * number / (Slices - 1)));
            var (peak, value) = slice.Peak();
            if (value < floor)
                continue;
            edge.Add(slice.ModelAt(Last(peak, slice.Lowest, EdgeSteps, odds => slice.At(odds) >= floor)));
            edge.Add(slice.ModelAt(Last(peak, slice.Highest, EdgeSteps, odds => slice.At(odds) >= floor)));
        }

        return [.. edge];
    }

    /// <summary>The last place that still belongs, on the way from one that does to the end of a range.</summary>
    private static double Last(double inside, double end, int steps, Func<double, bool> belongs)
    {
        if (belongs(end))
            return end;
        for (var step = 0; step < steps; step++)
        {
            var half = (inside + end) / 2;
            if (belongs(half))
                inside = half;
            else
                end = half;
        }

        return inside;
    }

    private static double LogLikelihood(LifeTable table, SbgPrior? prior, double alpha, double beta) =>
        SbgLikelihood.Of(table, alpha, beta) + (prior?.LogDensity(Math.Log(alpha), Math.Log(beta)) ?? 0);

    /// <summary>
    /// All models of one sum α + β, by the log odds of leaving at the first renewal. Along it the likelihood has one peak, for only
    /// ln α and ln(β + n) change.
    /// </summary>
    private readonly struct Slice
    {
        private static readonly double Golden = (Math.Sqrt(5) - 1) / 2;

        private readonly LifeTable _table;
        private readonly SbgPrior? _prior;
        private readonly double _sum;

        public Slice(LifeTable table, SbgPrior? prior, double logSum)
        {
            _table = table;
            _prior = prior;
            _sum = Math.Exp(logSum);
            Lowest = LogOdds(Math.Max(ShiftedBetaGeometric.ParameterMin, _sum - ShiftedBetaGeometric.ParameterMax));
            Highest = LogOdds(Math.Min(ShiftedBetaGeometric.ParameterMax, _sum - ShiftedBetaGeometric.ParameterMin));
        }

        public double Lowest { get; }

        public double Highest { get; }

        public double At(double logOdds) => LogLikelihood(_table, _prior, Alpha(logOdds), Alpha(-logOdds));

        public ShiftedBetaGeometric ModelAt(double logOdds) => new(InRange(Alpha(logOdds)), InRange(Alpha(-logOdds)));

        /// <summary>By golden section.</summary>
        public (double LogOdds, double Value) Peak()
        {
            double low = Lowest, high = Highest;
            double left = high - (Golden * (high - low)), right = low + (Golden * (high - low));
            double atLeft = At(left), atRight = At(right);
            for (var step = 0; step < PeakSteps; step++)
            {
                if (atLeft >= atRight)
                {
                    (high, right, atRight) = (right, left, atLeft);
                    atLeft = At(left = high - (Golden * (high - low)));
                }
                else
                {
                    (low, left, atLeft) = (left, right, atRight);
                    atRight = At(right = low + (Golden * (high - low)));
                }
            }

            return atLeft >= atRight ? (left, atLeft) : (right, atRight);
        }

        private static double InRange(double parameter) => Math.Clamp(parameter, ShiftedBetaGeometric.ParameterMin, ShiftedBetaGeometric.ParameterMax);

        /// <summary>With the sign turned it is beta.</summary>
        private double Alpha(double logOdds) => _sum / (1 + Math.Exp(-logOdds));

        private double LogOdds(double alpha) => Math.Log(alpha / (_sum - alpha));
    }
}
