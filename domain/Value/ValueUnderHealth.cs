namespace AccountTwins.Domain.Value;

/// <summary>
/// An account's value as its own health moves it: to be shown beside the value, never to set a tier or a latitude. An account in
/// trouble is worth less, and that must not let an AI do more. It is a type of its own so that no rule takes it by mistake.
/// </summary>
/// <param name="Expected">In <see cref="AccountValue.Currency"/>, hundredths.</param>
/// <param name="NextRenewal">Probability of surviving the next renewal, 0 to 1, to six digits.</param>
public sealed record ValueUnderHealth(decimal Expected, decimal NextRenewal)
{
    /// <summary>
    /// Health moves the odds of leaving at the next renewal alone, and every later term hangs on that renewal; so the value moves in
    /// proportion to its probability.
    /// </summary>
    /// <param name="value">The value at the segment's survival.</param>
    /// <param name="churnOddsFactor">By how much the odds of leaving differ from those of its segment: above 0, up to 1,000; 1 is no different.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor outside that range.</exception>
    public static ValueUnderHealth Of(AccountValue value, decimal churnOddsFactor)
    {
        if (churnOddsFactor is <= 0 or > 1_000)
            throw new ArgumentOutOfRangeException(nameof(churnOddsFactor), churnOddsFactor, "Not a factor of odds.");
        if (value.NextRenewal == 0)
            return new ValueUnderHealth(value.Expected, 0);
        var moved = value.NextRenewal / (value.NextRenewal + ((1 - value.NextRenewal) * churnOddsFactor));
        return new ValueUnderHealth(decimal.Round(value.Expected * moved / value.NextRenewal, 2), decimal.Round(moved, 6));
    }
}
