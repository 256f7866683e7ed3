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
    private const int AttemptsMax = 5;

    /// <summary>The row and the key's text, or null when the name is taken.</summary>
    public static async Task<(ApiKeyRow Row, string Text)?> CreateAsync(
        IApiKeyStore store, KeyLedger ledger, string tenant, KeyBody body, string by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await IsTakenAsync(store, tenant, body.Name, null, now, cancellationToken))
            return null;

        var scopes = KeyScopesText.Write(KeyScopesText.Read(string.Join(',', body.Scopes)));
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var (id, text, hash) = ApiKeySecret.Create();
            var row = new ApiKeyRow(id, hash, tenant, body.Name, scopes, now, body.ExpiresAt, null);
            await ledger.AppendAsync(tenant, new KeyEntry.Created(id, body.Name, [.. scopes.Split(',')], body.ExpiresAt, by), cancellationToken);
            if (!await store.InsertAsync(row, cancellationToken))
                continue;

            // Two silos may make the same name at once. At least one of them sees the other's row now and takes its own back, before anybody has its text.
            if (!await IsTakenAsync(store, tenant, body.Name, id, now, cancellationToken))
                return (row, text);
            await ledger.AppendAsync(tenant, new KeyEntry.Revoked(id, body.Name, by), CancellationToken.None);
            await store.RevokeAsync(id, now, CancellationToken.None);
            return null;
        }

        throw new InvalidOperationException("No free key id was found: the random source repeats itself.");
    }

    public static bool IsLive(ApiKeyRow row, DateTimeOffset now) => row.RevokedAt is null && !(row.ExpiresAt <= now);

    private static async Task<bool> IsTakenAsync(IApiKeyStore store, string tenant, string name, string? but, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await store.ListAsync(tenant, cancellationToken)).Any(row => row.Id != but && string.Equals(row.Name, name, StringComparison.OrdinalIgnoreCase) && IsLive(row, now));
}
