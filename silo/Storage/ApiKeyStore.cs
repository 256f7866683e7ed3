using System.Data.Common;

namespace AccountTwins.Silo.Storage;

/// <summary>API keys over either database.</summary>
internal sealed class ApiKeyStore(Database database) : IApiKeyStore
{
    private const string Columns = "id, hash, tenant, name, scopes, created_at, expires_at, revoked_at, old_hash, old_until, rotated_at, rotation_key";
    private const string IsLive = "(revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @now))";

    public Task<bool> InsertAsync(ApiKeyRow key, CancellationToken cancellationToken)
    {
        var dialect = database.Dialect;
        return database.RunAsync(Use.Write, async (connection, token) => await connection.Statement(
            $"INSERT INTO api_key ({Columns}) VALUES (@id, @hash, @tenant, @name, @scopes, @created, @expires, @revoked, NULL, NULL, NULL, NULL) ON CONFLICT DO NOTHING",
            ("@id", key.Id), ("@hash", key.Hash), ("@tenant", key.Tenant), ("@name", key.Name), ("@scopes", key.Scopes),
            ("@created", dialect.Instant(key.CreatedAt)), ("@expires", dialect.InstantOrNull(key.ExpiresAt)),
            ("@revoked", dialect.InstantOrNull(key.RevokedAt))).ExecuteAsync(token) == 1, cancellationToken);
    }

    public Task<ApiKeyRow?> FindAsync(string id, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Read, async (connection, token) =>
            (await connection.Statement($"SELECT {Columns} FROM api_key WHERE id = @id", ("@id", id)).ToListAsync(Map, token)).SingleOrDefault(),
            cancellationToken);

    public Task<IReadOnlyList<ApiKeyRow>> ListAsync(string tenant, DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        ReadAsync($"tenant = @tenant ORDER BY {IsLive} DESC, created_at DESC, id", tenant, now, max, cancellationToken);

    public Task<IReadOnlyList<ApiKeyRow>> ListLiveAsync(string tenant, DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        ReadAsync($"tenant = @tenant AND {IsLive} ORDER BY created_at DESC, id", tenant, now, max, cancellationToken);

    public async Task<IReadOnlyList<string>> ListLiveIdsAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        await database.RunAsync(Use.Search, (connection, token) => connection.Statement(
            $"SELECT id FROM api_key WHERE {IsLive} LIMIT @max",
            ("@now", database.Dialect.Instant(now)), ("@max", max)).ToListAsync(reader => reader.GetString(0), token), cancellationToken);

    public Task<bool> HasLiveAsync(string tenant, string scope, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Search, async (connection, token) => (await connection.Statement(
            $"SELECT id FROM api_key WHERE tenant = @tenant AND {IsLive} AND ',' || scopes || ',' LIKE @scope LIMIT 1",
            ("@tenant", tenant), ("@now", database.Dialect.Instant(now)), ("@scope", $"%,{scope},%")).ToListAsync(reader => reader.GetString(0), token)).Count > 0, cancellationToken);

    public Task<bool> RotateAsync(ApiKeyRow key, byte[] seenHash, CancellationToken cancellationToken)
    {
        var dialect = database.Dialect;
        return database.RunAsync(Use.Write, async (connection, token) => await connection.Statement(
            $"""
            UPDATE api_key SET hash = @hash, old_hash = {(key.OldHash is null ? "NULL" : "@oldHash")}, old_until = @oldUntil, rotated_at = @rotated,
                rotation_key = {(key.RotationKey is null ? "NULL" : "@rotationKey")}, expires_at = @expires, end_told_at = NULL
            WHERE id = @id AND hash = @seen AND revoked_at IS NULL
            """,
            [
                ("@id", key.Id), ("@seen", seenHash), ("@hash", key.Hash), ("@oldUntil", dialect.InstantOrNull(key.OldUntil)),
                ("@rotated", dialect.InstantOrNull(key.RotatedAt)), ("@expires", dialect.InstantOrNull(key.ExpiresAt)),
                .. key.OldHash is { } old ? new (string, object)[] { ("@oldHash", old) } : [],
                .. key.RotationKey is { } name ? new (string, object)[] { ("@rotationKey", name) } : [],
            ]).ExecuteAsync(token) == 1, cancellationToken);
    }

    public async Task<IReadOnlyList<ApiKeyRow>> ListEndedAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        await database.RunAsync(Use.Search, (connection, token) => connection.Statement(
            $"SELECT {Columns} FROM api_key WHERE revoked_at IS NULL AND end_told_at IS NULL AND expires_at <= @now ORDER BY expires_at, id LIMIT @max",
            ("@now", database.Dialect.Instant(now)), ("@max", max)).ToListAsync(Map, token), cancellationToken);

    public Task EndToldAsync(string id, DateTimeOffset expiresAt, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Write, (connection, token) => connection.Statement(
            "UPDATE api_key SET end_told_at = @at WHERE id = @id AND expires_at = @expires",
            ("@at", database.Dialect.Instant(at)), ("@id", id), ("@expires", database.Dialect.Instant(expiresAt))).ExecuteAsync(token), cancellationToken);

    public Task<bool> RevokeAsync(string id, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.RunAsync(Use.Write, async (connection, token) => await connection.Statement(
            "UPDATE api_key SET revoked_at = @at WHERE id = @id AND revoked_at IS NULL",
            ("@at", database.Dialect.Instant(at)), ("@id", id)).ExecuteAsync(token) == 1, cancellationToken);

    private async Task<IReadOnlyList<ApiKeyRow>> ReadAsync(string which, string tenant, DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        await database.RunAsync(Use.Search, (connection, token) => connection.Statement(
            $"SELECT {Columns} FROM api_key WHERE {which} LIMIT @max",
            ("@tenant", tenant), ("@now", database.Dialect.Instant(now)), ("@max", max)).ToListAsync(Map, token), cancellationToken);

    private ApiKeyRow Map(DbDataReader reader) => new(
        reader.GetString(0),
        reader.GetFieldValue<byte[]>(1),
        reader.GetString(2),
        reader.GetString(3),
        reader.GetString(4),
        database.Dialect.ReadInstant(reader, 5),
        database.Dialect.ReadInstantOrNull(reader, 6),
        database.Dialect.ReadInstantOrNull(reader, 7),
        reader.IsDBNull(8) ? null : reader.GetFieldValue<byte[]>(8),
        database.Dialect.ReadInstantOrNull(reader, 9),
        database.Dialect.ReadInstantOrNull(reader, 10),
        reader.IsDBNull(11) ? null : reader.GetString(11));
}
