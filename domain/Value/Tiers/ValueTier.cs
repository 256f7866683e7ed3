namespace AccountTwins.Domain.Value.Tiers;

/// <summary>How much hangs on an account. A higher number is a higher stake. Numbers are stored; on the wire: snake_case.</summary>
public enum ValueTier : byte
{
    Unspecified = 0,
    Small = 1,
    Mid = 2,
    Strategic = 3,
    Global = 4,
}

/// <summary>What set a tier. Numbers are stored; on the wire: snake_case.</summary>
public enum ValueTierBasis : byte
{
    Unspecified = 0,

    /// <summary>Nothing raises it above the lowest.</summary>
    Floor = 1,

    /// <summary>The upper end of the value.</summary>
    Value = 2,

    /// <summary>Annual recurring revenue.</summary>
    Arr = 3,

    /// <summary>The segment belongs to this tier.</summary>
    Segment = 4,

    /// <summary>It fell below the threshold, but not far enough to come down.</summary>
    Held = 5,

    /// <summary>No tier: the value is not known.</summary>
    ValueUnknown = 6,

    /// <summary>No tier: the currency has no rate.</summary>
    RateMissing = 7,
}

/// <summary>An account's tier and what set it.</summary>
/// <param name="Tier">Null is unknown, and the strictest.</param>
/// <param name="Basis">The strongest reason; of several that give the same tier, the first in the order of value, revenue, segment.</param>
public readonly record struct TierAssessment(ValueTier? Tier, ValueTierBasis Basis);
