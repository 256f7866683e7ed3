namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>A stored verdict beside the one derived again from what was stored with it.</summary>
public sealed record ReplayAnswer
{
    public required string DecisionId { get; init; }

    /// <summary>Byte for byte.</summary>
    public required bool IsSame { get; init; }

    public required string PlaybookVersion { get; init; }

    public required string PlaybookHash { get; init; }

    public required int Bytes { get; init; }

    /// <summary>SHA-256 of the verdict as stored.</summary>
    public required string StoredHash { get; init; }

    /// <summary>SHA-256 of the verdict as derived.</summary>
    public required string DerivedHash { get; init; }

    /// <summary>Where they first differ, as a place in the stored form.</summary>
    public int? DiffersAt { get; init; }
}
