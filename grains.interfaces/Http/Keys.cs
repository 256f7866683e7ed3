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

/// <summary>A tenant that gets its first key, an admin key.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TenantBody
{
    /// <summary>1 to 128 characters without '/' and control characters: what its signals name.</summary>
    public required string Tenant { get; init; }

    /// <summary>The key's name, 1 to 64 characters; absent: first key.</summary>
    public string? Name { get; init; }
}

/// <summary>A new secret for a key; an empty object takes the defaults.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RotateKeyBody
{
    /// <summary>How long the secret before works beside the new one, 0 to 2,592,000 (30 days), default 86,400; 0 ends every other secret now.</summary>
    public int? OverlapSeconds { get; init; }

    /// <summary>1 to 128 characters. The same as of the last rotation: nothing is changed, and the answer is already_rotated.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The text of the newest secret never arrived: it ends now, and the one before stays as long as it was to.</summary>
    public bool Lost { get; init; }

    /// <summary>A new end of the key; absent: the one it has.</summary>
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

    /// <summary>When it got its present secret; absent: with the key.</summary>
    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>Until when the secret before works as well; absent: it does not.</summary>
    public DateTimeOffset? OldSecretUntil { get; init; }

    /// <summary>Neither revoked nor expired.</summary>
    public required bool IsLive { get; init; }

    /// <summary>The whole key; in the answer to making or rotating it and never again.</summary>
    public string? Key { get; init; }
}

/// <summary>The tenant's keys, at most 10,000: those that are live first, and of both the newest first.</summary>
public sealed record KeysAnswer
{
    public required KeyView[] Keys { get; init; }

    /// <summary>Older keys that ended are not shown.</summary>
    public bool HasMore { get; init; }
}
