namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>One question of an agent, in the words of HTTP.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.agent-question")]
public sealed record AgentQuestion
{
    /// <summary>Who asks, in every decision; over HTTP it is the key's name.</summary>
    [Id(0)]
    public required string Agent { get; init; }

    [Id(1)]
    public required TwinsRoute Route { get; init; }

    /// <summary>The account or the decision that the route is about; null for a search.</summary>
    [Id(2)]
    public string? Subject { get; init; }

    /// <summary>The parameters as in an address, from its question mark on; empty: none.</summary>
    [Id(3)]
    public string Query { get; init; } = "";

    /// <summary>JSON; null where the route takes none.</summary>
    [Id(4)]
    public byte[]? Body { get; init; }
}

/// <summary>What HTTP would answer.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.agent-answer")]
public sealed record AgentAnswer
{
    /// <summary>HTTP status.</summary>
    [Id(0)]
    public required int Status { get; init; }

    /// <summary>JSON, or Markdown where that was asked for; with an error, problem details.</summary>
    [Id(1)]
    public required byte[] Body { get; init; }
}
