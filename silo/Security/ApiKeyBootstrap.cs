using AccountTwins.Silo.Storage;

namespace AccountTwins.Silo.Security;

/// <summary>Makes a tenant's first key: without any it would be locked out, and there is no open mode to fall back to.</summary>
public sealed class ApiKeyBootstrap(IApiKeyStore store, KeyLedger ledger, TimeProvider clock)
{
    private const string ByStart = "the start of a silo";

    /// <summary>Whether the tenant has an admin key that works.</summary>
    public Task<bool> HasAdminAsync(string tenant, CancellationToken cancellationToken) =>
        store.HasLiveAsync(tenant, KeyScopesText.Write(KeyScopes.Admin), clock.GetUtcNow(), cancellationToken);

    /// <summary>
    /// The text of a new admin key of the tenant, for the caller to show once, or null when it has one that works; what other tenants have opens nothing here.
    /// Two silos that start at once may each make one; both are valid.
    /// </summary>
    public async Task<string?> EnsureFirstKeyAsync(string tenant, CancellationToken cancellationToken) =>
        await HasAdminAsync(tenant, cancellationToken) ? null : await CreateAsync(tenant, "first key", KeyScopes.Admin, cancellationToken);

    /// <summary>A new key with the given scopes, that nobody asked for; its text exists only in the answer.</summary>
    public async Task<string> CreateAsync(string tenant, string name, KeyScopes scopes, CancellationToken cancellationToken)
    {
        var wanted = new ApiKeyRow("", [], tenant, name, KeyScopesText.Write(scopes), clock.GetUtcNow(), null, null);
        return (await KeyMaker.MakeAsync(store, ledger, wanted, ByStart, cancellationToken)).Text;
    }
}
