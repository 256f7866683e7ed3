namespace AccountTwins.Domain.Learning;

/// <summary>
/// What a <see cref="BernoulliCusum"/> counts and when it signals, in whole steps of a lattice, so that its state is an integer, the same
/// on every machine, and its run lengths can be computed exactly.
/// </summary>
/// <param name="Rise">What a disagreement adds, 1 or more; an agreement takes 1 off.</param>
/// <param name="Threshold">Signals at or above, at least <paramref name="Rise"/> + 1: one disagreement alone never does.</param>
/// <remarks>
/// The log-likelihood ratio of unacceptable (p1) to acceptable (p0) disagreement adds ln(p1/p0) for a disagreement and takes
/// r1 = ln((1−p0)/(1−p1)) off for an agreement. Divided by r1 an agreement takes 1 off; rounding r2/r1, r2 = ln(p1(1−p0)/(p0(1−p1))), to the
/// whole number m makes a disagreement add m − 1. That moves p1 by less than the accuracy with which anybody can name it. Source: M. R. Reynolds and Z. G.
/// Stoumbos, A CUSUM chart for monitoring a proportion when inspecting continuously, J. Quality Technology 31 (1999), 87–108.
/// </remarks>
public readonly record struct CusumDesign(int Rise, long Threshold)
{
    /// <param name="acceptable">p0, share of disagreements that is no reason to act, above 0.</param>
    /// <param name="unacceptable">p1, share to be found soon, above p0 and below 1.</param>
    /// <returns>What a disagreement adds, m − 1.</returns>
    public static int RiseOf(double acceptable, double unacceptable)
    {
        if (!(acceptable > 0 && acceptable < unacceptable && unacceptable < 1))
            throw new ArgumentOutOfRangeException(nameof(acceptable), $"Rates must rise from above 0 to below 1: {acceptable}, {unacceptable}.");
        var perAgreement = Math.Log((1 - acceptable) / (1 - unacceptable));
        var perDisagreement = Math.Log(unacceptable * (1 - acceptable) / (acceptable * (1 - unacceptable)));
        return Math.Max(1, (int)Math.Round(perDisagreement / perAgreement) - 1);
    }
}
