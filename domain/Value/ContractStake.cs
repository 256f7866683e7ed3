using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Value.Renewals;

namespace AccountTwins.Domain.Value;

/// <summary>What an account's contract brings, as far as it is known.</summary>
public sealed record ContractStake
{
    /// <summary>Annual recurring revenue in <see cref="Currency"/>, 0 or more.</summary>
    public decimal? Arr { get; init; }

    /// <summary>ISO 4217.</summary>
    public string? Currency { get; init; }

    /// <summary>Share of revenue, 0 to 1.</summary>
    public decimal? GrossMargin { get; init; }

    /// <summary>1 to <see cref="TermLength.MonthsMax"/>.</summary>
    public int? TermMonths { get; init; }

    /// <summary>Renewals it has survived, 0 or more.</summary>
    public int RenewalsSurvived { get; init; }

    /// <summary>The vendor's own name for its kind of customer.</summary>
    public string? Segment { get; init; }

    public static ContractStake Of(Contract contract, string? segment, int renewalsSurvived) => new()
    {
        Arr = contract.Arr,
        Currency = contract.Currency,
        GrossMargin = contract.GrossMargin,
        TermMonths = contract.TermMonths,
        RenewalsSurvived = renewalsSurvived,
        Segment = segment,
    };
}
