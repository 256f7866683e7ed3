namespace AccountTwins.Domain.Value.Survival;

/// <summary>
/// The shifted-beta-geometric model of contracts (Fader and Hardie, "How to Project Customer Retention", Journal of Interactive
/// Marketing 21, 2007): each customer leaves at every renewal with a probability of its own, which never changes, and over the cohort
/// these follow a beta distribution. Those likely to leave do so first, so the ones who stay look ever more loyal.
/// </summary>
public sealed record ShiftedBetaGeometric
{
    /// <summary>The parameters lie between these; beyond, the model is as good as a constant rate, or as good as certain.</summary>
    public const double ParameterMin = 1e-3;

    /// <inheritdoc cref="ParameterMin"/>
    public const double ParameterMax = 1e4;

    /// <param name="alpha">Weight of leaving.</param>
    /// <param name="beta">Weight of staying.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside <see cref="ParameterMin"/> to <see cref="ParameterMax"/>.</exception>
    public ShiftedBetaGeometric(double alpha, double beta)
    {
        ThrowUnlessParameter(alpha, nameof(alpha));
        ThrowUnlessParameter(beta, nameof(beta));
        Alpha = alpha;
        Beta = beta;
    }

    /// <summary>
    /// The mean probability of leaving at the first renewal is alpha / (alpha + beta); the smaller their sum, the less alike customers are.
    /// </summary>
    public double Alpha { get; }

    public double Beta { get; }

    /// <summary>
    /// The probability that a customer who has survived so many renewals survives the next: (β + s) / (α + β + s), equation 7 of the paper.
    /// </summary>
    public double RenewalProbability(int survived)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(survived);
        return (Beta + survived) / (Alpha + Beta + survived);
    }

    /// <summary>The share of a cohort that is left after so many renewals.</summary>
    public double Survival(int renewals)
    {
        var share = 1.0;
        for (var survived = 0; survived < renewals; survived++)
            share *= RenewalProbability(survived);
        return share;
    }

    /// <summary>
    /// Discounted expected residual lifetime in terms, just before the next renewal, which counts undiscounted; the term that runs is
    /// paid and does not count. Equation 6 of Fader and Hardie, "Customer-Base Valuation in a Contractual Setting: The Perils of
    /// Ignoring Heterogeneity", Marketing Science 29, 2010, with n - 1 renewals survived:
    /// (β+n-1)/(α+β+n-1) · 2F1(1, β+n; α+β+n; 1/(1+d)).
    /// </summary>
    /// <param name="survived">Renewals survived so far, 0 or more.</param>
    /// <param name="discount">What a term later is worth of a term now, 1/(1+d): above 0, at most 0.9999.</param>
    /// <returns>Above 0, below 1/(1 - discount).</returns>
    public double ResidualLifetime(int survived, double discount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(discount);
        return RenewalProbability(survived) * GaussHypergeometric.WithOne(Beta + survived + 1, Alpha + Beta + survived + 1, discount);
    }

    private static void ThrowUnlessParameter(double value, string name)
    {
        if (!(value is >= ParameterMin and <= ParameterMax))
            throw new ArgumentOutOfRangeException(name, value, "Not a parameter of this model.");
    }
}
