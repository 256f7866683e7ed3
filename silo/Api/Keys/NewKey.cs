using AccountTwins.Domain.Keys;
using AccountTwins.Grains.Interfaces;
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
    /// <summary>Live keys of a tenant: all of them are looked at before a name is given away.</summary>
    public const int LiveMax = 10_000;

    /// <summary>The row and the key's text, or why there is none.</summary>
    public static async Task<((ApiKeyRow Row, string Text)? Made, ReasonCode? Refusal)> CreateAsync(
        IApiKeyStore store, KeyLedger ledger, string tenant, KeyBody body, string by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await RefusalOfAsync(store, tenant, body.Name, null, now, cancellationToken) is { } refusal)
            return (null, refusal);

        var scopes = KeyScopesText.Write(KeyScopesText.Read(string.Join(',', body.Scopes)));
        var made = await KeyMaker.MakeAsync(store, ledger, new ApiKeyRow("", [], tenant, body.Name, scopes, now, body.ExpiresAt, null), by, cancellationToken);

        // Two silos may make the same name, or the last key, at once. At least one of them sees the other's row now and takes its own back, before anybody has its text.
        if (await RefusalOfAsync(store, tenant, body.Name, made.Row.Id, now, cancellationToken) is not { } late)
            return (made, null);
        await TakeBackAsync(store, ledger, made.Row, by, now);
        return (null, late);
    }

    /// <summary>Ends a key whose text nobody has.</summary>
    public static async Task TakeBackAsync(IApiKeyStore store, KeyLedger ledger, ApiKeyRow row, string by, DateTimeOffset now)
    {
        await ledger.AppendAsync(row.Tenant, new KeyEntry.Revoked(row.Id, row.Name, by), CancellationToken.None);
        await store.RevokeAsync(row.Id, now, CancellationToken.None);
    }

    private static async Task<ReasonCode?> RefusalOfAsync(IApiKeyStore store, string tenant, string name, string? made, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var others = (await store.ListLiveAsync(tenant, now, LiveMax + 1, cancellationToken)).Where(row => row.Id != made).ToList();
        if (others.Exists(row => string.Equals(row.Name, name, StringComparison.OrdinalIgnoreCase)))
            return ReasonCodes.KeyNameTaken;
        return others.Count >= LiveMax ? ReasonCodes.TooManyKeys : null;
    }
}
