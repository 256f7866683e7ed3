namespace AccountTwins.Silo.Storage.Changes;

/// <summary>Where tenants want their changes sent, and how far each address has got them. All members throw <see cref="Grains.State.StoreUnavailableException"/> when the store is away.</summary>
public interface IWebhookStore
{
    /// <summary>False when the tenant has as many as it may, or the id is taken.</summary>
    Task<bool> CreateAsync(WebhookRow row, int most, CancellationToken cancellationToken);

    /// <summary>The oldest first.</summary>
    Task<IReadOnlyList<WebhookRow>> ListAsync(string tenant, CancellationToken cancellationToken);

    Task<bool> DeleteAsync(string tenant, string id, CancellationToken cancellationToken);

    /// <summary>
    /// The secret so far signs beside the new one until a moment, as those before it do until theirs: at most <see cref="WebhookRow.OldSecretsMax"/>. Where
    /// that moment is now, all of them end, and however many there were.
    /// </summary>
    Task<WebhookRotation> RotateAsync(string tenant, string id, string secret, DateTimeOffset now, DateTimeOffset oldUntil, CancellationToken cancellationToken);

    /// <summary>Sends again from where it stopped.</summary>
    Task<bool> EnableAsync(string tenant, string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Sends nothing until it is enabled. One that is disabled already keeps its reason.</summary>
    Task<bool> DisableAsync(string tenant, string id, string reason, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Active ones that are due, behind their tenant's newest change and held by nobody; held by the asker until a moment then.</summary>
    /// <param name="holder">The asker.</param>
    /// <param name="now">The moment.</param>
    /// <param name="until">The moment of its end.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="ofTenant">So many of one tenant at most, with what the asker holds of it already.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<IReadOnlyList<WebhookRow>> HoldDueAsync(string holder, DateTimeOffset now, DateTimeOffset until, int count, int ofTenant, CancellationToken cancellationToken);

    /// <summary>Notes what became of it, for the holder alone, and lets it go or keeps it. False: it is held by another, or gone.</summary>
    Task<bool> NoteAsync(WebhookRow row, string holder, DateTimeOffset? heldUntil, CancellationToken cancellationToken);
}

/// <summary>What became of a new secret.</summary>
public enum WebhookRotation
{
    Done,

    /// <summary>There is no such webhook.</summary>
    Unknown,

    /// <summary>As many earlier secrets still sign as may; nothing was changed.</summary>
    Full,
}
