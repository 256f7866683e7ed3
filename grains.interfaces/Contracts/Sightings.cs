namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>Severe trouble that accounts of one tenant reported, at most <see cref="SightingsMax"/>.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.sighting-report")]
public sealed record SightingReport
{
    public const int SightingsMax = 1_000;

    [Id(0)]
    public required SightingNote[] Sightings { get; init; }
}

/// <summary>One account's trouble with one thing, at the time of its own signal.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.sighting-note")]
public sealed record SightingNote
{
    [Id(0)]
    public required string Topic { get; init; }

    [Id(1)]
    public required string Account { get; init; }

    [Id(2)]
    public required DateTimeOffset At { get; init; }
}

/// <summary>An incident to open.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.incident-word")]
public sealed record IncidentWord
{
    [Id(0)]
    public required string Name { get; init; }

    [Id(1)]
    public required string By { get; init; }

    [Id(2)]
    public required string Reason { get; init; }

    /// <summary>category:…, integration:… or product:…; null: everything.</summary>
    [Id(3)]
    public string? Topic { get; init; }

    /// <summary>What it was detected by; null: a person declares it.</summary>
    [Id(4)]
    public IncidentProof? Proof { get; init; }
}

/// <summary>Why an incident opens by itself.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.incident-proof")]
public sealed record IncidentProof
{
    [Id(0)]
    public required int Accounts { get; init; }

    [Id(1)]
    public required decimal Usual { get; init; }

    [Id(2)]
    public required int WindowMinutes { get; init; }

    [Id(3)]
    public required string[] First { get; init; }
}
