using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Playbooks;

/// <summary>What old or missing evidence does to latitude. Each is a ceiling; later ones are never looser than earlier ones.</summary>
public sealed record FreshnessRules
{
    /// <summary>While a family that the action requires is late, or older than <see cref="LateAfter"/> allows.</summary>
    public Latitude WhenLate { get; init; } = Latitude.Supervised;

    /// <summary>While a family that the action requires is dead, was never connected, or the account is parked.</summary>
    public Latitude WhenDead { get; init; } = Latitude.Diagnostic;

    /// <summary>Families whose facts must be younger than their feed's own setting asks for; verdicts take an older one as late.</summary>
    public ValueList<FreshnessFloor> LateAfter { get; init; } = [];

    /// <summary>Share of the weight of connected dimensions that fresh data must stand behind, 0 to 1.</summary>
    public decimal EvidenceFloor { get; init; } = 0.5m;

    /// <summary>Below the floor.</summary>
    public Latitude BelowFloor { get; init; } = Latitude.Diagnostic;

    /// <summary>Null: the feed's own setting alone counts.</summary>
    public long? SecondsOf(Family family)
    {
        foreach (var floor in LateAfter)
        {
            if (floor.Family == family)
                return floor.Seconds;
        }

        return null;
    }
}

/// <summary>How old a family may be.</summary>
/// <param name="Seconds">Since its feed's last signal or heartbeat, over all accounts; 1 or more.</param>
public readonly record struct FreshnessFloor(Family Family, long Seconds);
