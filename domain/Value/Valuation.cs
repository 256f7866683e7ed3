using AccountTwins.Domain.Value.Renewals;
using AccountTwins.Domain.Value.Survival;

namespace AccountTwins.Domain.Value;

/// <summary>
/// Values an account: margin of a term × discounted expected residual lifetime in terms. A term's margin counts at the renewal that
/// brings it, the coming renewal undiscounted; what the running term still brings is owed already and not at stake in it.
/// </summary>
public static class Valuation
{
    /// <exception cref="ArgumentOutOfRangeException">
    /// A negative revenue or count, a margin outside 0 to 1, a term outside 1 to <see cref="TermLength.MonthsMax"/> months.
    /// </exception>
    public static ValueAssessment Assess(ContractStake stake, SurvivalModels models, ValueAssumptions assumptions)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stake.Arr ?? 0, nameof(stake));
        ArgumentOutOfRangeException.ThrowIfNotEqual(decimal.Clamp(stake.GrossMargin ?? 0, 0, 1), stake.GrossMargin ?? 0, nameof(stake));
        if (stake.Arr is not { } arr || stake.Currency is not { } currency)
            return new UnknownValue(UnknownValueReason.ArrUnknown);
        if ((stake.GrossMargin ?? assumptions.GrossMargin) is not { } margin)
            return new UnknownValue(UnknownValueReason.MarginUnknown);
        if ((stake.TermMonths ?? assumptions.TermMonths) is not { } months)
            return new UnknownValue(UnknownValueReason.TermUnknown);
        if (!models.IsTrusted)
            return new UnknownValue(UnknownValueReason.RenewalsAltered);

        var model = models.Of(Cohort.Of(stake.Segment, months));
        var life = model.Lifetime(stake.RenewalsSurvived, DiscountOf(assumptions.DiscountRate, months));
        return new AccountValue
        {
            Currency = currency,
            Arr = arr,
            AnnualMargin = decimal.Round(arr * margin, 2),
            IsMarginAssumed = stake.GrossMargin is null,
            IsTermAssumed = stake.TermMonths is null,
            Low = Worth(arr * margin, months, life.Low),
            Expected = Worth(arr * margin, months, life.Expected),
            // A margin that is not known is at most all of it: a known one that goes unknown then never lowers the tier.
            High = Worth(stake.GrossMargin is null ? arr : arr * margin, months, life.High),
            NextRenewal = decimal.Round((decimal)life.NextRenewal, 6),
            TermMonths = months,
            Method = model.Method,
        };
    }

    /// <summary>What a term later is worth of a term now.</summary>
    public static double DiscountOf(decimal annualRate, int termMonths) => Math.Pow(1 + (double)annualRate, -termMonths / 12.0);

    /// <summary>Nine decimals of the lifetime are kept, so that the last bits of a mathematical library cannot move a cent.</summary>
    private static decimal Worth(decimal annualMargin, int termMonths, double terms) =>
        decimal.Round(annualMargin * termMonths / 12 * decimal.Round((decimal)terms, 9), 2);
}
