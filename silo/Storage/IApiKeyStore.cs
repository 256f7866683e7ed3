namespace AccountTwins.Silo.Storage;

/// <summary>
/// The API keys; the secret itself is never here, only what was made of it. A key is live that is neither revoked nor at its end. Throws
/// <see cref="Grains.State.StoreUnavailableException"/>.
/// </summary>
public interface IApiKeyStore
{
    /// <summary>False when the id is taken; nothing was changed then.</summary>
    Task<bool> InsertAsync(ApiKeyRow key, CancellationToken cancellationToken);

    Task<ApiKeyRow?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The tenant's keys, at most <paramref name="max"/>: those that are live first, and of both the newest first.</summary>
    Task<IReadOnlyList<ApiKeyRow>> ListAsync(string tenant, DateTimeOffset now, int max, CancellationToken cancellationToken);

    /// <summary>The tenant's live keys, at most <paramref name="max"/>, the newest first: what ended long ago hides none of them.</summary>
    Task<IReadOnlyList<ApiKeyRow>> ListLiveAsync(string tenant, DateTimeOffset now, int max, CancellationToken cancellationToken);

    /// <summary>The ids of the live keys of all tenants, at most <paramref name="max"/>, in no order.</summary>
    Task<IReadOnlyList<string>> ListLiveIdsAsync(DateTimeOffset now, int max, CancellationToken cancellationToken);

    /// <summary>Whether a live key of the tenant has this word among its scopes.</summary>
    Task<bool> HasLiveAsync(string tenant, string scope, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Writes both secrets, their times and the key's end. False when the key is gone, revoked, or has another secret than <paramref name="seenHash"/>; nothing was changed then.</summary>
    Task<bool> RotateAsync(ApiKeyRow key, byte[] seenHash, CancellationToken cancellationToken);

    /// <summary>Keys of all tenants that ran out, were not revoked, and of whose end nothing was noted, at most <paramref name="max"/>: the earliest end first.</summary>
    Task<IReadOnlyList<ApiKeyRow>> ListEndedAsync(DateTimeOffset now, int max, CancellationToken cancellationToken);

    /// <summary>Notes that a key's end was told, if it still is its end.</summary>
    Task EndToldAsync(string id, DateTimeOffset expiresAt, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>False when there is no such key or it was revoked before.</summary>
    Task<bool> RevokeAsync(string id, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>
/// A key as stored. <paramref name="Scopes"/> is the API's own text, words with a comma between; times are kept to the millisecond. <paramref name="OldHash"/>
/// is of the secret before, which works until <paramref name="OldUntil"/>; <paramref name="RotationKey"/> is what the last rotation was called by who asked for it.
/// </summary>
public sealed record ApiKeyRow(
    string Id,
    byte[] Hash,
    string Tenant,
    string Name,
    string Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    byte[]? OldHash = null,
    DateTimeOffset? OldUntil = null,
    DateTimeOffset? RotatedAt = null,
    string? RotationKey = null)
{
    public bool IsLiveAt(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);
}
