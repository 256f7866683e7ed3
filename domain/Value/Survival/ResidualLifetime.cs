namespace AccountTwins.Domain.Value.Survival;

/// <summary>
/// Discounted expected residual lifetime in terms, just before the next renewal, with its 95 % interval. The interval is about the
/// model's parameters, as the data leave them open; not about one customer's luck.
/// </summary>
/// <param name="Low">0 or above.</param>
/// <param name="Expected">Between the two others.</param>
/// <param name="High">At most that of a customer who never leaves.</param>
/// <param name="NextRenewal">The probability of surviving the next renewal, 0 to 1.</param>
public readonly record struct ResidualLifetime(double Low, double Expected, double High, double NextRenewal)
{
    /// <summary>The normal quantile of a two-sided 95 % interval.</summary>
    internal const double Quantile = 1.959963984540054;
}
