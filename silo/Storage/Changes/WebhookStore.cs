using System.Data.Common;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Storage.Changes;

/// <summary>Webhooks over either database.</summary>
internal sealed class WebhookStore(Database database) : IWebhookStore
{
    private const int Active = 1;
    private const int Disabled = 2;

    private const string Columns =
        "tenant, id, url, kinds, secret, created_at, number, attempts, state, next_at, failing_since, disabled_at, reason, old_secret, old_until, skipped, older_secrets";

    /// <summary>Each try that fails lost to another that did not; so many at once is no rotation of a person.</summary>
    private const int RotationsMax = 20;

    public async Task<bool> CreateAsync(WebhookRow row, int most, CancellationToken cancellationToken) => await ExecuteAsync(
        """
        INSERT INTO webhook (tenant, id, url, kinds, secret, created_at, number, attempts, state, next_at, skipped)
        SELECT @tenant, @id, @url, @kinds, @secret, @created, coalesce((SELECT newest FROM change_end WHERE tenant = @tenant), 0), 0, 1, @created, 0
        WHERE (SELECT count(*) FROM webhook WHERE tenant = @tenant) < @most
        ON CONFLICT DO NOTHING
        """,
        [("@tenant", row.Tenant), ("@id", row.Id), ("@url", row.Url), ("@kinds", row.Kinds), ("@secret", row.Secret), ("@created", Instant(row.CreatedAt)), ("@most", most)],
        cancellationToken);

    public Task<IReadOnlyList<WebhookRow>> ListAsync(string tenant, CancellationToken cancellationToken) => ReadAsync(
        Use.Search, $"SELECT {Columns} FROM webhook WHERE tenant = @tenant ORDER BY created_at, id", [("@tenant", tenant)], cancellationToken);

    public Task<bool> DeleteAsync(string tenant, string id, CancellationToken cancellationToken) =>
        ExecuteAsync("DELETE FROM webhook WHERE tenant = @tenant AND id = @id", [("@tenant", tenant), ("@id", id)], cancellationToken);

    public async Task<WebhookRotation> RotateAsync(string tenant, string id, string secret, DateTimeOffset now, DateTimeOffset oldUntil, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < RotationsMax; attempt++)
        {
            if ((await ListAsync(tenant, cancellationToken)).FirstOrDefault(row => row.Id == id) is not { } row)
                return WebhookRotation.Unknown;
            var isAlone = oldUntil <= now;
            OldSecret[] good = isAlone ? [] : [.. row.OldSecrets.Where(old => old.Until > now)];
            if (good.Length >= WebhookRow.OldSecretsMax)
                return WebhookRotation.Full;
            if (await ExecuteAsync(
                $"""
                UPDATE webhook SET old_secret = {(isAlone ? "NULL" : "secret")}, old_until = @until, secret = @secret, older_secrets = @older
                WHERE tenant = @tenant AND id = @id AND secret = @seen
                """,
                [
                    ("@tenant", tenant), ("@id", id), ("@secret", secret), ("@until", OrNull(isAlone ? null : oldUntil)), ("@seen", row.Secret),
                    ("@older", good.Length == 0 ? DBNull.Value : OldSecretsText.Write(good)),
                ],
                cancellationToken))
            {
                return WebhookRotation.Done;
            }
        }

        throw new StoreUnavailableException("The webhook's secret is being changed by others all the time.");
    }

    public Task<bool> EnableAsync(string tenant, string id, DateTimeOffset now, CancellationToken cancellationToken) => ExecuteAsync(
        $"""
        UPDATE webhook SET state = {Active}, attempts = 0, next_at = @now, failing_since = NULL, disabled_at = NULL, reason = NULL
        WHERE tenant = @tenant AND id = @id
        """,
        [("@tenant", tenant), ("@id", id), ("@now", Instant(now))], cancellationToken);

    public Task<bool> DisableAsync(string tenant, string id, string reason, DateTimeOffset now, CancellationToken cancellationToken) => ExecuteAsync(
        $"UPDATE webhook SET state = {Disabled}, disabled_at = @now, reason = @reason WHERE tenant = @tenant AND id = @id AND state = {Active}",
        [("@tenant", tenant), ("@id", id), ("@reason", reason), ("@now", Instant(now))], cancellationToken);

    public Task<IReadOnlyList<WebhookRow>> HoldDueAsync(string holder, DateTimeOffset now, DateTimeOffset until, int count, int ofTenant, CancellationToken cancellationToken) => ReadAsync(
        Use.Write,
        $"""
        UPDATE webhook SET holder = @holder, held_until = @until
        WHERE state = {Active} AND next_at <= @now AND (held_until IS NULL OR held_until < @now) AND (tenant, id) IN (
            SELECT due.tenant, due.id FROM (
                SELECT w.tenant, w.id, w.next_at, row_number() OVER (PARTITION BY w.tenant ORDER BY w.next_at, w.id) AS place
                FROM webhook w JOIN change_end e ON e.tenant = w.tenant AND e.newest > w.number
                WHERE w.state = {Active} AND w.next_at <= @now AND (w.held_until IS NULL OR w.held_until < @now)) due
            LEFT JOIN (
                SELECT tenant, count(*) AS held FROM webhook WHERE holder = @holder AND held_until >= @now GROUP BY tenant) mine ON mine.tenant = due.tenant
            WHERE due.place + coalesce(mine.held, 0) <= @of_tenant
            ORDER BY due.next_at LIMIT @count)
        RETURNING {Columns}
        """,
        [("@holder", holder), ("@until", Instant(until)), ("@now", Instant(now)), ("@count", count), ("@of_tenant", ofTenant)], cancellationToken);

    public Task<bool> NoteAsync(WebhookRow row, string holder, DateTimeOffset? heldUntil, CancellationToken cancellationToken) => ExecuteAsync(
        $"""
        UPDATE webhook SET number = @number, attempts = @attempts, state = @state, next_at = @next, failing_since = @failing, disabled_at = @disabled,
            reason = @reason, skipped = @skipped, held_until = @held
        WHERE tenant = @tenant AND id = @id AND holder = @holder AND state = {Active}
        """,
        [
            ("@tenant", row.Tenant), ("@id", row.Id), ("@holder", holder), ("@number", row.Number), ("@attempts", row.Attempts), ("@state", row.IsActive ? Active : Disabled),
            ("@next", Instant(row.NextAt)), ("@failing", OrNull(row.FailingSince)), ("@disabled", OrNull(row.DisabledAt)), ("@reason", (object?)row.Reason ?? DBNull.Value),
            ("@skipped", row.Skipped), ("@held", OrNull(heldUntil)),
        ],
        cancellationToken);

    private async Task<bool> ExecuteAsync(string sql, (string, object)[] parameters, CancellationToken cancellationToken) =>
        await database.RunAsync(Use.Write, (connection, token) => connection.Statement(sql, parameters).ExecuteAsync(token), cancellationToken) > 0;

    private async Task<IReadOnlyList<WebhookRow>> ReadAsync(Use use, string sql, (string, object)[] parameters, CancellationToken cancellationToken) =>
        await database.RunAsync(use, (connection, token) => connection.Statement(sql, parameters).ToListAsync(Map, token), cancellationToken);

    private WebhookRow Map(DbDataReader row)
    {
        var dialect = database.Dialect;
        return new WebhookRow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), dialect.ReadInstant(row, 5))
        {
            Number = row.GetInt64(6),
            Attempts = row.GetInt32(7),
            IsActive = row.GetInt32(8) == Active,
            NextAt = dialect.ReadInstant(row, 9),
            FailingSince = dialect.ReadInstantOrNull(row, 10),
            DisabledAt = dialect.ReadInstantOrNull(row, 11),
            Reason = row.IsDBNull(12) ? null : row.GetString(12),
            OldSecrets = OldSecrets(row.IsDBNull(13) ? null : row.GetString(13), dialect.ReadInstantOrNull(row, 14), row.IsDBNull(16) ? null : row.GetString(16)),
            Skipped = row.GetInt64(15),
        };
    }

    private static ValueList<OldSecret> OldSecrets(string? last, DateTimeOffset? until, string? older)
    {
        var before = OldSecretsText.Read(older);
        return last is null || until is null ? [.. before] : [new OldSecret(last, until.Value), .. before];
    }

    private object Instant(DateTimeOffset at) => database.Dialect.Instant(at);

    private object OrNull(DateTimeOffset? at) => database.Dialect.InstantOrNull(at);
}
