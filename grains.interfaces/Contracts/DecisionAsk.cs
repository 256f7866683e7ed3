namespace AccountTwins.Grains.Interfaces.Contracts;

/// <summary>"May I do this, for this account, now?" Checked for form before it gets here.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.decision-ask")]
public sealed record DecisionAsk
{
    /// <summary>1 to 8 acts, allowed together or not at all.</summary>
    [Id(0)]
    public required ActionAsk[] Actions { get; init; }

    [Id(1)]
    public required AgentView Agent { get; init; }

    /// <summary>The person for whom the agent acts; may not approve it.</summary>
    [Id(2)]
    public string? OnBehalfOf { get; init; }

    [Id(3)]
    public string? Contact { get; init; }

    /// <summary>The ticket, where there is one: how support filed it counts beside <c>category</c>. Amounts of one conversation add up; those of a day that name none count as one.</summary>
    [Id(4)]
    public string? Conversation { get; init; }

    [Id(5)]
    public bool PersonAskedFor { get; init; }

    /// <summary>The same key again is the same request, for at least 7 days.</summary>
    [Id(6)]
    public required string IdempotencyKey { get; init; }

    /// <summary>Obligations that the caller can keep, by their words; words that this release does not know count for nothing.</summary>
    [Id(7)]
    public string[] SupportedObligations { get; init; } = [];

    /// <summary>Seconds that a required family's feed may be old.</summary>
    [Id(8)]
    public int? MaxStaleness { get; init; }

    /// <summary>Nothing is recorded and nothing reserved.</summary>
    [Id(9)]
    public bool DryRun { get; init; }

    /// <summary>The caller's own word for this one question of it: the permit is for who repeats it. Null: for anybody who knows the key.</summary>
    [Id(10)]
    public string? Claim { get; init; }
}

/// <summary>One act that an agent wants to do, or that a reviewer left after an edit.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.action-ask")]
public sealed record ActionAsk
{
    /// <summary>As in the playbook's catalogue.</summary>
    [Id(0)]
    public required string Type { get; init; }

    /// <summary>What it is about, as in the playbook's categories.</summary>
    [Id(1)]
    public string? Category { get; init; }

    [Id(2)]
    public decimal? Amount { get; init; }

    /// <summary>ISO 4217; goes with the amount.</summary>
    [Id(3)]
    public string? Currency { get; init; }

    /// <summary>The agent's own, 0 to 1.</summary>
    [Id(4)]
    public decimal? Confidence { get; init; }

    /// <summary>What would be sent, at most 4,000 characters.</summary>
    [Id(5)]
    public string? Draft { get; init; }

    /// <summary>The day that it promises the customer.</summary>
    [Id(6)]
    public DateOnly? Due { get; init; }
}

/// <summary>Which agent asks. The id is the credential's.</summary>
[GenerateSerializer, Immutable, Alias("accounttwins.agent-view")]
public sealed record AgentView
{
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required string Release { get; init; }

    [Id(2)]
    public string? Model { get; init; }
}
