using AccountTwins.Domain.Latitudes;

namespace AccountTwins.Domain.Playbooks;

/// <summary>What old or missing evidence does to latitude. Each is a ceiling; later ones are never looser than earlier ones.</summary>
public sealed record FreshnessRules
{
    /// <summary>While a family that the action requires is late.</summary>
    public Latitude WhenLate { get; init; } = Latitude.Supervised;

    /// <summary>While a family that the action requires is dead, was never connected, or the account is parked.</summary>
    public Latitude WhenDead { get; init; } = Latitude.Diagnostic;

    /// <summary>Share of the weight of connected dimensions that fresh data must stand behind, 0 to 1.</summary>
    public decimal EvidenceFloor { get; init; } = 0.5m;

    /// <summary>Below the floor.</summary>
    public Latitude BelowFloor { get; init; } = Latitude.Diagnostic;
}
