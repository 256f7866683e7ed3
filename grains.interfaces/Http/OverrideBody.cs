using System.Text.Json.Serialization;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>A ceiling for one account at once, or a wider cell with a second person. Who asks says the key.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OverrideBody
{
    /// <summary>tighten, loosen, lift_tightening or lift_loosening.</summary>
    public required string Step { get; init; }

    /// <summary>Where to; absent with the two that lift.</summary>
    public Latitude? Latitude { get; init; }

    public string? Reason { get; init; }

    /// <summary>At most 30 days ahead to loosen, 366 to tighten.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
