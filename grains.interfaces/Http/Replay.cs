namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>A stored verdict beside the one derived again from what was stored with it.</summary>
public sealed record ReplayAnswer
{
    public required string DecisionId { get; init; }

    /// <summary>Byte for byte.</summary>
    public required bool IsSame { get; init; }

    /// <summary>The playbook that it was decided by, and was derived with again.</summary>
    public required string PlaybookHash { get; init; }

    /// <summary>The first value that is not the same: <c>verdict.actions[0].kind</c>.</summary>
    public string? DiffersAt { get; init; }

    public string? Stored { get; init; }

    public string? Derived { get; init; }
}
