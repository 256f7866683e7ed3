namespace AccountTwins.Domain.Value;

/// <summary>What the playbook says about the worth of an account, where the data do not. Immutable.</summary>
public sealed record ValueAssumptions
{
    public const decimal DiscountRateMin = 0.01m;
    public const decimal DiscountRateMax = 1m;

    /// <summary>Per year, <see cref="DiscountRateMin"/> to <see cref="DiscountRateMax"/>: what the vendor's capital costs.</summary>
    public decimal DiscountRate { get; init; } = 0.10m;

    /// <summary>Share of revenue, 0 to 1, for a contract that does not say; null: the value of such an account is unknown.</summary>
    public decimal? GrossMargin { get; init; } = 0.75m;

    /// <summary>Months, 1 to 120, for a contract that does not say how long its term is; null: the value of such an account is unknown.</summary>
    public int? TermMonths { get; init; } = 12;

    /// <summary>Probability, 0 to 1, that a customer is still there after a year, where too few renewals were seen to tell.</summary>
    public decimal AnnualRetention { get; init; } = 0.85m;

    /// <summary>Renewals, 1 to 100,000, that <see cref="AnnualRetention"/> counts for beside the ones that were seen; few make a wide interval.</summary>
    public int AnnualRetentionRenewals { get; init; } = 20;

    /// <summary>What is out of range, each a sentence that starts with the name of the property; empty where all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (DiscountRate is < DiscountRateMin or > DiscountRateMax)
            yield return $"{nameof(DiscountRate)} must lie between {DiscountRateMin} and {DiscountRateMax}.";
        if (GrossMargin is < 0 or > 1)
            yield return $"{nameof(GrossMargin)} must lie between 0 and 1.";
        if (TermMonths is < 1 or > Renewals.TermLength.MonthsMax)
            yield return $"{nameof(TermMonths)} must lie between 1 and {Renewals.TermLength.MonthsMax}.";
        if (AnnualRetention is < 0 or > 1)
            yield return $"{nameof(AnnualRetention)} must lie between 0 and 1.";
        if (AnnualRetentionRenewals is < 1 or > 100_000)
            yield return $"{nameof(AnnualRetentionRenewals)} must lie between 1 and 100,000.";
    }
}
