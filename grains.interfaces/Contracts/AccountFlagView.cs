namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>An open risk flag and what opened it.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-flag-view")]
public sealed record AccountFlagView
{
    [Id(0)]
    public required string Kind { get; init; }

    [Id(1)]
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The score when it opened.</summary>
    [Id(2)]
    public decimal? ScoreAtOpening { get; init; }

    /// <summary>The family that showed it first.</summary>
    [Id(3)]
    public string? FirstFamily { get; init; }

    /// <summary>The signals behind it, the newest first; at most a handful.</summary>
    [Id(4)]
    public AccountEvidenceView[] Evidence { get; init; } = [];

    /// <summary>When that family showed it, which may be weeks before the flag opened.</summary>
    [Id(5)]
    public DateTimeOffset? FirstShownAt { get; init; }
}

/// <summary>One signal that stands behind a flag; type <c>silence</c> where there was none.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-evidence-view")]
public sealed record AccountEvidenceView
{
    [Id(0)]
    public required string Type { get; init; }

    [Id(1)]
    public required DateTimeOffset At { get; init; }

    [Id(2)]
    public string? Text { get; init; }

    /// <summary>CloudEvents source and id of the signal.</summary>
    [Id(3)]
    public string? Source { get; init; }

    [Id(4)]
    public string? Id { get; init; }
}
