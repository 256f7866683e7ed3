using AccountTwins.Domain.Value;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Playbooks;

/// <summary>What an account's stake is made of, and where the tiers lie.</summary>
public sealed record ValueRules
{
    /// <summary>What is assumed where contracts and history do not say.</summary>
    public ValueAssumptions Assumptions { get; init; } = new();

    /// <summary>Thresholds and hysteresis of the tiers, in base currency.</summary>
    public required ValueTierRule Tiers { get; init; }

    /// <summary>Seats from which on a customer is a large-volume purchaser. Default 1,000.</summary>
    public int LargeVolumeSeats { get; init; } = 1000;
}
