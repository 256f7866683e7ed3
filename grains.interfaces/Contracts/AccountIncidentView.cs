namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>An incident that spans accounts and concerns this one.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-incident-view")]
public sealed record AccountIncidentView
{
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>category:…, integration:… or product:…; null: everything.</summary>
    [Id(1)]
    public string? Topic { get; init; }

    [Id(2)]
    public required DateTimeOffset Since { get; init; }

    /// <summary>It was found by itself, not declared by a person.</summary>
    [Id(3)]
    public required bool IsDetected { get; init; }
}
