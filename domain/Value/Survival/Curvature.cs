namespace AccountTwins.Domain.Value.Survival;

/// <summary>
/// A symmetric matrix over (ln α, ln β): how sharply a log-likelihood bends down around its maximum. Also called observed information;
/// its inverse estimates the covariance of the two parameters.
/// </summary>
public readonly record struct Curvature(double Alpha, double Mixed, double Beta)
{
    /// <summary>Of a parameter that is taken as known.</summary>
    internal const double Known = 1e15;

    public static Curvature operator +(Curvature left, Curvature right) =>
        new(left.Alpha + right.Alpha, left.Mixed + right.Mixed, left.Beta + right.Beta);

    public static Curvature operator *(double factor, Curvature matrix) => new(factor * matrix.Alpha, factor * matrix.Mixed, factor * matrix.Beta);

    /// <summary>What lies between two points is told apart in every direction.</summary>
    public bool IsPositiveDefinite => Alpha > 0 && Beta > 0 && Determinant > 1e-12 * Alpha * Beta;

    private double Determinant => (Alpha * Beta) - (Mixed * Mixed);

    /// <summary>The vector that this matrix maps to the given one. Only for a positive definite matrix.</summary>
    internal (double Alpha, double Beta) Solve(double alpha, double beta) =>
        (((Beta * alpha) - (Mixed * beta)) / Determinant, ((Alpha * beta) - (Mixed * alpha)) / Determinant);

    internal (double Alpha, double Beta) Times(double alpha, double beta) => ((Alpha * alpha) + (Mixed * beta), (Mixed * alpha) + (Beta * beta));
}
