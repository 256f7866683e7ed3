using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Keys;

/// <summary>
/// One thing that a person did to a tenant's key. Stored: kinds and fields are only ever added, and neither a secret nor what was made of one is
/// ever among them.
/// </summary>
public abstract record KeyEntry
{
    public int SchemaVersion { get; init; } = 1;

    /// <summary><paramref name="By"/>: the name of the key, or of the token, that asked; with its tenant in front, tenant/name, where that is another one.</summary>
    public sealed record Created(string Id, string Name, ValueList<string> Scopes, DateTimeOffset? ExpiresAt, string By) : KeyEntry;

    /// <summary><paramref name="OldSecretUntil"/>: null where the one before ended at once. <paramref name="ExpiresAt"/>: of the key, from now on.</summary>
    public sealed record Rotated(string Id, string Name, DateTimeOffset? OldSecretUntil, DateTimeOffset? ExpiresAt, string By) : KeyEntry;

    public sealed record Revoked(string Id, string Name, string By) : KeyEntry;

    public static string KindOf(KeyEntry entry) => entry switch
    {
        Created => "key_created",
        Rotated => "key_rotated",
        Revoked => "key_revoked",
        _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.GetType().Name, "No kind of entry."),
    };
}
