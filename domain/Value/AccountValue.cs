using AccountTwins.Domain.Value.Survival;

namespace AccountTwins.Domain.Value;

/// <summary>What an account is worth, or why that is not known. A closed family: <see cref="AccountValue"/> and <see cref="UnknownValue"/>.</summary>
public abstract record ValueAssessment
{
    private protected ValueAssessment()
    {
    }
}

/// <summary>
/// The expected margin of an account's renewals to come, discounted to its next renewal. It rests on contract, segment and term length
/// alone, never on how the account itself is doing, so that trouble cannot make an account look cheap to gamble with.
/// </summary>
public sealed record AccountValue : ValueAssessment
{
    /// <summary>ISO 4217, of all amounts; those are in hundredths.</summary>
    public required string Currency { get; init; }

    /// <summary>Annual recurring revenue.</summary>
    public required decimal Arr { get; init; }

    /// <summary>Annual margin: revenue times its share that is left.</summary>
    public required decimal AnnualMargin { get; init; }

    /// <summary>The margin is the playbook's, not the contract's. <see cref="High"/> then reaches to where all revenue is margin.</summary>
    public required bool IsMarginAssumed { get; init; }

    /// <summary>The term length is the playbook's, not the contract's.</summary>
    public required bool IsTermAssumed { get; init; }

    /// <summary>Lower end of the 95 % interval.</summary>
    public required decimal Low { get; init; }

    public required decimal Expected { get; init; }

    /// <summary>Upper end of the 95 % interval: what the tier goes by.</summary>
    public required decimal High { get; init; }

    /// <summary>Probability of surviving the next renewal, 0 to 1, to six digits.</summary>
    public required decimal NextRenewal { get; init; }

    public required int TermMonths { get; init; }

    public required SurvivalMethod Method { get; init; }
}

/// <summary>Whoever asks treats it as the highest.</summary>
public sealed record UnknownValue(UnknownValueReason Reason) : ValueAssessment;

/// <summary>Numbers are stored; on the wire: snake_case.</summary>
public enum UnknownValueReason : byte
{
    Unspecified = 0,

    /// <summary>No contract says what it brings in a year, or in what currency.</summary>
    ArrUnknown = 1,

    /// <summary>Neither contract nor playbook says what share of it is margin.</summary>
    MarginUnknown = 2,

    /// <summary>Neither contract nor playbook says how long a term is.</summary>
    TermUnknown = 3,

    /// <summary>The renewals that survival rests on are not those that were stored.</summary>
    RenewalsAltered = 4,
}
