namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>What one silo saw of a tenant since its last exchange.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.tenant-report")]
public sealed record TenantReport
{
    [Id(0)]
    public required string Silo { get; init; }

    /// <summary>Number of the entry whose settings the silo has; 0: none.</summary>
    [Id(1)]
    public required long KnownVersion { get; init; }

    /// <summary>Decisions made, at most <see cref="CountsMax"/> scenarios and releases.</summary>
    [Id(2)]
    public DecisionCount[] Decisions { get; init; } = [];

    /// <summary>Reviews that learning took in.</summary>
    [Id(3)]
    public int Reviews { get; init; }

    /// <summary>Outcomes that learning took in.</summary>
    [Id(4)]
    public int Outcomes { get; init; }

    public const int CountsMax = 2048;
}

/// <summary>Decisions of one scenario by one release.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.decision-count")]
public sealed record DecisionCount
{
    [Id(0)]
    public required string Scenario { get; init; }

    [Id(1)]
    public required string Release { get; init; }

    [Id(2)]
    public required long Count { get; init; }
}

/// <summary>A tenant's settings as the store holds them.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.tenant-answer")]
public sealed record TenantAnswer
{
    [Id(0)]
    public required TwinStanding Standing { get; init; }

    /// <summary>Number of the entry that the settings follow from.</summary>
    [Id(1)]
    public long Version { get; init; }

    /// <summary>The settings in their stored form (UTF-8 JSON); null where the silo has them already.</summary>
    [Id(2)]
    public byte[]? Settings { get; init; }
}

/// <summary>How a change of settings ended.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.tenant-reply")]
public sealed record TenantReply
{
    [Id(0)]
    public required TwinStanding Standing { get; init; }

    /// <summary>Why nothing was changed, as a stable code; null: done, or it was so already.</summary>
    [Id(1)]
    public string? Refusal { get; init; }

    [Id(2)]
    public long Version { get; init; }
}

/// <summary>How a scenario stands for a release, as its chain says.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.scenario-word")]
public sealed record ScenarioWord
{
    [Id(0)]
    public required string Scenario { get; init; }

    [Id(1)]
    public required string Release { get; init; }

    /// <summary>Null: nothing was taken.</summary>
    [Id(2)]
    public Latitude? AtMost { get; init; }

    /// <summary>Code of what set it.</summary>
    [Id(3)]
    public required string Cause { get; init; }

    /// <summary>Rises with each word.</summary>
    [Id(4)]
    public required long Change { get; init; }

    [Id(5)]
    public required double AuditProbability { get; init; }

    /// <summary>What happened to its latitude, in its stored form (UTF-8 JSON); null: only the odds of an audit moved.</summary>
    [Id(6)]
    public byte[]? Happened { get; init; }
}
