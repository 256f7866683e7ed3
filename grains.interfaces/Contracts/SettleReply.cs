namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>The account's signals in dead letters were dealt with.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.settle-ask")]
public sealed record SettleAsk
{
    [Id(0)]
    public required string Reason { get; init; }

    [Id(1)]
    public required string By { get; init; }

    /// <summary>How many letters that is about: with more of them nothing is settled. Null: all that there are.</summary>
    [Id(2)]
    public long? Signals { get; init; }
}

/// <summary>What was settled, or why not.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.settle-reply")]
public sealed record SettleReply
{
    [Id(0)]
    public required TwinStanding Standing { get; init; }

    /// <summary>A code of <c>ReasonCodes</c>.</summary>
    [Id(1)]
    public string? Refusal { get; init; }

    /// <summary>As it stood.</summary>
    [Id(2)]
    public AccountParkedView? View { get; init; }
}
