using System.Globalization;
using System.Text;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Keys;

/// <summary>
/// One thing that a person did to a tenant's key, or that its time was over. Stored: kinds and fields are only ever added, and neither a secret nor what was made of one is
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

    /// <summary>Nobody did it: <paramref name="ExpiresAt"/> had come. The entry's own moment is when a silo saw that.</summary>
    public sealed record Expired(string Id, string Name, DateTimeOffset ExpiresAt) : KeyEntry
    {
        /// <summary>The entry's idempotency key: a key runs out once, unless its end was put off in that moment.</summary>
        public ulong Once => Hash64.Of(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"key_expired {Id} {ExpiresAt.ToUnixTimeMilliseconds()}")));
    }

    public static string KindOf(KeyEntry entry) => entry switch
    {
        Created => "key_created",
        Rotated => "key_rotated",
        Revoked => "key_revoked",
        Expired => "key_expired",
        _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.GetType().Name, "No kind of entry."),
    };
}
