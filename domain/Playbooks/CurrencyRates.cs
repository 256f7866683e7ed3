using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Playbooks;

/// <summary>The tenant's base currency and dated rates into it. There is no guess: a currency without a rate converts to null.</summary>
/// <param name="Base">ISO 4217.</param>
/// <param name="Rates">Base units for one unit of the currency; more than 0.</param>
public sealed record CurrencyRates(string Base, ValueList<CurrencyRate> Rates)
{
    /// <summary>Base units for one unit of a currency; null: no rate.</summary>
    public decimal? RateOf(string currency)
    {
        if (currency == Base)
            return 1;
        foreach (var rate in Rates)
        {
            if (rate.Currency == currency)
                return rate.InBase;
        }

        return null;
    }

    /// <summary>The amount in base currency, rounded up to the cent, so that a conversion never makes an amount slip under a cap.</summary>
    public decimal? ToBase(decimal amount, string? currency) =>
        currency is not null && RateOf(currency) is { } rate ? (rate == 1 ? amount : decimal.Ceiling(amount * rate * 100) / 100) : null;
}

/// <summary>What one unit of a currency was worth on a day.</summary>
public sealed record CurrencyRate(string Currency, decimal InBase, DateOnly AsOf);
