namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>The account's latitude, or why there is no answer.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.latitude-reply")]
public sealed record LatitudeReply
{
    [Id(0)]
    public required TwinStanding Standing { get; init; }

    [Id(1)]
    public AccountLatitudeView? View { get; init; }
}

/// <summary>How far an agent release may go with one account now, action by action.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.account-latitude-view")]
public sealed record AccountLatitudeView
{
    [Id(0)]
    public required string Account { get; init; }

    [Id(1)]
    public required string ValueTier { get; init; }

    /// <summary>The worse of the band over fresh evidence and the one with last known values.</summary>
    [Id(2)]
    public required string Band { get; init; }

    [Id(3)]
    public required PlaybookRefView Playbook { get; init; }

    [Id(4)]
    public required DateTimeOffset AsOf { get; init; }

    [Id(5)]
    public ActionLatitudeView[] Actions { get; init; } = [];
}

/// <summary>One action of the catalogue, asked for with nothing to spend.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.action-latitude-view")]
public sealed record ActionLatitudeView
{
    [Id(0)]
    public required string Type { get; init; }

    [Id(1)]
    public required VerdictKind Verdict { get; init; }

    [Id(2)]
    public required LatitudeView Latitude { get; init; }
}
