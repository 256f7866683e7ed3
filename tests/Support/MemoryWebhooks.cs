using AccountTwins.Silo.Storage.Changes;

namespace AccountTwins.Tests.Support;

/// <summary>Webhooks in memory, for the HTTP interface alone: nothing is sent.</summary>
internal sealed class MemoryWebhooks : IWebhookStore
{
    private readonly List<WebhookRow> _rows = [];

    public Task<bool> CreateAsync(WebhookRow row, int most, CancellationToken cancellationToken)
    {
        if (_rows.Count(one => one.Tenant == row.Tenant) >= most)
            return Task.FromResult(false);
        _rows.Add(row);
        return Task.FromResult(true);
    }

    public Task<IReadOnlyList<WebhookRow>> ListAsync(string tenant, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WebhookRow>>([.. _rows.Where(row => row.Tenant == tenant)]);

    public Task<bool> DeleteAsync(string tenant, string id, CancellationToken cancellationToken) =>
        Task.FromResult(_rows.RemoveAll(row => row.Tenant == tenant && row.Id == id) > 0);

    public async Task<WebhookRotation> RotateAsync(string tenant, string id, string secret, DateTimeOffset now, DateTimeOffset oldUntil, CancellationToken cancellationToken)
    {
        if (oldUntil <= now)
            return await ChangeAsync(tenant, id, row => row with { Secret = secret, OldSecrets = [] }) ? WebhookRotation.Done : WebhookRotation.Unknown;
        if (_rows.Any(row => row.Tenant == tenant && row.Id == id && row.OldSecrets.Count >= WebhookRow.OldSecretsMax))
            return WebhookRotation.Full;
        var isDone = await ChangeAsync(tenant, id, row => row with { Secret = secret, OldSecrets = [new OldSecret(row.Secret, oldUntil), .. row.OldSecrets] });
        return isDone ? WebhookRotation.Done : WebhookRotation.Unknown;
    }

    public Task<bool> EnableAsync(string tenant, string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeAsync(tenant, id, row => row with { IsActive = true, Reason = null, DisabledAt = null });

    public Task<bool> DisableAsync(string tenant, string id, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeAsync(tenant, id, row => row.IsActive ? row with { IsActive = false, Reason = reason, DisabledAt = now } : row);

    public Task<IReadOnlyList<WebhookRow>> HoldDueAsync(string holder, DateTimeOffset now, DateTimeOffset until, int count, int ofTenant, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WebhookRow>>([]);

    public Task<bool> NoteAsync(WebhookRow row, string holder, DateTimeOffset? heldUntil, CancellationToken cancellationToken) => Task.FromResult(false);

    private Task<bool> ChangeAsync(string tenant, string id, Func<WebhookRow, WebhookRow> change)
    {
        var index = _rows.FindIndex(row => row.Tenant == tenant && row.Id == id);
        if (index >= 0)
            _rows[index] = change(_rows[index]);
        return Task.FromResult(index >= 0);
    }
}
