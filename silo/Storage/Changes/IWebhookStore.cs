namespace AccountTwins.Silo.Storage.Changes;

/// <summary>Where tenants want their changes sent, and how far each address has got them. All members throw <see cref="Grains.State.StoreUnavailableException"/> when the store is away.</summary>
public interface IWebhookStore
{
    /// <summary>False when the tenant has as many as it may, or the id is taken.</summary>
    Task<bool> CreateAsync(WebhookRow row, int most, CancellationToken cancellationToken);

    /// <summary>The oldest first.</summary>
    Task<IReadOnlyList<WebhookRow>> ListAsync(string tenant, CancellationToken cancellationToken);

    Task<bool> DeleteAsync(string tenant, string id, CancellationToken cancellationToken);

    /// <summary>The secret so far signs beside the new one until a moment.</summary>
    Task<bool> RotateAsync(string tenant, string id, string secret, DateTimeOffset oldUntil, CancellationToken cancellationToken);

    /// <summary>Sends again from where it stopped.</summary>
    Task<bool> EnableAsync(string tenant, string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Sends nothing until it is enabled. One that is disabled already keeps its reason.</summary>
    Task<bool> DisableAsync(string tenant, string id, string reason, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Active ones that are due, behind their tenant's newest change and held by nobody; held by the asker until a moment then.</summary>
    Task<IReadOnlyList<WebhookRow>> HoldDueAsync(string holder, DateTimeOffset now, DateTimeOffset until, int count, CancellationToken cancellationToken);

    /// <summary>Notes what became of it, for the holder alone, and lets it go or keeps it. False: it is held by another, or gone.</summary>
    Task<bool> NoteAsync(WebhookRow row, string holder, DateTimeOffset? heldUntil, CancellationToken cancellationToken);
}

/// <summary>One address.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Id">Unique in the tenant.</param>
/// <param name="Url">Where to.</param>
/// <param name="Kinds">Kinds with commas between; empty: all.</param>
/// <param name="Secret">whsec_ and base64.</param>
/// <param name="CreatedAt">When.</param>
public sealed record WebhookRow(string Tenant, string Id, string Url, string Kinds, string Secret, DateTimeOffset CreatedAt)
{
    /// <summary>The last of the tenant's changes that it has got, or that its kinds left out.</summary>
    public long Number { get; init; }

    /// <summary>Tries of the next one that failed.</summary>
    public int Attempts { get; init; }

    public bool IsActive { get; init; } = true;

    public DateTimeOffset NextAt { get; init; }

    public DateTimeOffset? FailingSince { get; init; }

    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Why it was disabled: gone, failing or by_hand; null while it is active.</summary>
    public string? Reason { get; init; }

    public string? OldSecret { get; init; }

    public DateTimeOffset? OldUntil { get; init; }

    /// <summary>Changes that were no longer kept when their turn came.</summary>
    public long Skipped { get; init; }
}
