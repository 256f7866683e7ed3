using AccountTwins.Domain.Value.Renewals;

namespace AccountTwins.Domain.Value.Survival;

/// <summary>
/// Survival by one probability r for every renewal: the lifetime is r + r²v + r³v² + … = r/(1 - rv) for a discount v. The interval is
/// Wilson's (Journal of the American Statistical Association 22, 1927) for a share r seen over so many renewals.
/// </summary>
public sealed record ConstantSurvival : SurvivalModel
{
    /// <param name="rate">Probability of surviving a renewal, 0 to 1.</param>
    /// <param name="renewals">Renewal decisions that the rate stands for, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside these ranges.</exception>
    public ConstantSurvival(double rate, double renewals)
    {
        if (!(rate is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "Not a probability.");
        if (!(renewals > 0 && double.IsFinite(renewals)))
            throw new ArgumentOutOfRangeException(nameof(renewals), renewals, "Not a number of renewals.");
        Rate = rate;
        Renewals = renewals;
    }

    public double Rate { get; }

    public double Renewals { get; }

    public override SurvivalMethod Method => SurvivalMethod.ConstantRate;

    /// <summary>
    /// The playbook's rate, counted as so many renewals, together with those that were seen: too few to fit a model to, but no reason to
    /// disbelieve them.
    /// </summary>
    /// <param name="annualRate">Probability that a customer is still there after a year, 0 to 1; a term of m months has its m/12-th power.</param>
    /// <param name="annualRateRenewals">Renewal decisions that it counts for, above 0.</param>
    /// <param name="termMonths">The term length.</param>
    /// <param name="seen">Renewals of the same segment and term length.</param>
    public static ConstantSurvival From(double annualRate, double annualRateRenewals, int termMonths, LifeTable seen)
    {
        var rate = Math.Pow(annualRate, termMonths / 12.0);
        var renewals = annualRateRenewals + seen.AtRisk;
        return new ConstantSurvival(((rate * annualRateRenewals) + (seen.AtRisk - seen.Losses)) / renewals, renewals);
    }

    public override ResidualLifetime Lifetime(int survived, double discount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(survived);
        if (!(discount is > 0 and <= GaussHypergeometric.ArgumentMax))
            throw new ArgumentOutOfRangeException(nameof(discount), discount, "Not a discount.");
        const double Z2 = ResidualLifetime.Quantile * ResidualLifetime.Quantile;
        var middle = (Rate + (Z2 / (2 * Renewals))) / (1 + (Z2 / Renewals));
        var reach = ResidualLifetime.Quantile / (1 + (Z2 / Renewals)) * Math.Sqrt((Rate * (1 - Rate) / Renewals) + (Z2 / (4 * Renewals * Renewals)));
        return new ResidualLifetime(
            At(Math.Clamp(middle - reach, 0, Rate), discount), At(Rate, discount), At(Math.Clamp(middle + reach, Rate, 1), discount), Rate);
    }

    private static double At(double rate, double discount) => rate / (1 - (rate * discount));
}
