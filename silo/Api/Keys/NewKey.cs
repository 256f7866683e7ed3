using AccountTwins.Domain.Keys;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage;

namespace AccountTwins.Silo.Api.Keys;

/// <summary>
/// Makes a key whose name no other live key of the tenant has: nobody may approve what they asked for, and who somebody is says the
/// name of their key.
/// </summary>
internal static class NewKey
{
    /// <summary>The row and the key's text, or null when the name is taken.</summary>
    public static async Task<(ApiKeyRow Row, string Text)?> CreateAsync(
        IApiKeyStore store, KeyLedger ledger, string tenant, KeyBody body, string by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await IsTakenAsync(store, tenant, body.Name, null, now, cancellationToken))
            return null;

        var scopes = KeyScopesText.Write(KeyScopesText.Read(string.Join(',', body.Scopes)));
        var (row, text) = await KeyMaker.MakeAsync(store, ledger, new ApiKeyRow("", [], tenant, body.Name, scopes, now, body.ExpiresAt, null), by, cancellationToken);

        // Two silos may make the same name at once. At least one of them sees the other's row now and takes its own back, before anybody has its text.
        if (!await IsTakenAsync(store, tenant, body.Name, row.Id, now, cancellationToken))
            return (row, text);
        await ledger.AppendAsync(tenant, new KeyEntry.Revoked(row.Id, body.Name, by), CancellationToken.None);
        await store.RevokeAsync(row.Id, now, CancellationToken.None);
        return null;
    }

    public static bool IsLive(ApiKeyRow row, DateTimeOffset now) => row.RevokedAt is null && !(row.ExpiresAt <= now);

    private static async Task<bool> IsTakenAsync(IApiKeyStore store, string tenant, string name, string? but, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await store.ListAsync(tenant, cancellationToken)).Any(row => row.Id != but && string.Equals(row.Name, name, StringComparison.OrdinalIgnoreCase) && IsLive(row, now));
}
