namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>What a silo needs at once, with the limits of the playbook that it has. Null limit: none.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.slice-request")]
public sealed record SliceRequest
{
    [Id(0)]
    public required string Action { get; init; }

    /// <summary>Cents of the base currency an hour.</summary>
    [Id(1)]
    public long? CentsLimit { get; init; }

    /// <summary>Acts an hour.</summary>
    [Id(2)]
    public long? CountLimit { get; init; }

    [Id(3)]
    public required long Cents { get; init; }

    [Id(4)]
    public required long Count { get; init; }

    /// <summary>What others wait for at the same time, with this need in it: given as far as there is something left.</summary>
    [Id(5)]
    public long WishCents { get; init; }

    [Id(6)]
    public long WishCount { get; init; }
}

[GenerateSerializer, Immutable, Alias("accounttwins.slice-answer")]
public sealed record SliceAnswer
{
    [Id(0)]
    public required TwinStanding Standing { get; init; }

    /// <summary>False: the rest of the hour does not cover the need.</summary>
    [Id(1)]
    public bool IsLeased { get; init; }

    [Id(2)]
    public long Cents { get; init; }

    [Id(3)]
    public long Count { get; init; }

    /// <summary>Which hour it is of.</summary>
    [Id(4)]
    public long Hour { get; init; }

    /// <summary>For how long from the moment of asking it may be used: to the hour's end.</summary>
    [Id(5)]
    public TimeSpan ValidFor { get; init; }
}
