using System.Text.Json.Serialization;

namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>A key to make. It belongs to the tenant of the key that makes it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record KeyBody
{
    /// <summary>1 to 64 characters; unique among the tenant's live keys, because it is the name that reviews and overrides are signed with.</summary>
    public required string Name { get; init; }

    /// <summary>agent, signals, reviewer, lead, executive, reader, ops or admin; at least one.</summary>
    public required string[] Scopes { get; init; }

    /// <summary>Absent: it works until it is revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A key without its secret, which nobody has but its owner.</summary>
public sealed record KeyView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string[] Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Neither revoked nor expired.</summary>
    public required bool IsLive { get; init; }

    /// <summary>The whole key; in the answer to making it and never again.</summary>
    public string? Key { get; init; }
}

/// <summary>The tenant's keys, the oldest first.</summary>
public sealed record KeysAnswer
{
    public required KeyView[] Keys { get; init; }
}
