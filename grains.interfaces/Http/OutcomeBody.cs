using System.Text.Json.Serialization;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>What became of an act.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OutcomeBody
{
    /// <summary>executed, partly, failed or not_executed.</summary>
    public required DecisionState State { get; init; }

    /// <summary>Really spent, one for each act; absent: as permitted.</summary>
    public decimal[]? Amounts { get; init; }

    /// <summary>ISO 4217; goes with the amounts.</summary>
    public string? Currency { get; init; }

    public string? Detail { get; init; }
}
