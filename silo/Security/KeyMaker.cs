using AccountTwins.Domain.Keys;
using AccountTwins.Silo.Storage;

namespace AccountTwins.Silo.Security;

/// <summary>Gives a key its id and its secret: told in the ledger, then stored. An id that is taken is drawn again.</summary>
internal static class KeyMaker
{
    private const int AttemptsMax = 5;

    /// <summary>The stored row, and the key's text, which exists nowhere else.</summary>
    /// <param name="store">Keeps keys.</param>
    /// <param name="ledger">Tells of them.</param>
    /// <param name="wanted">All but its id and hash, which are made here.</param>
    /// <param name="by">Who asked.</param>
    /// <param name="cancellationToken">Ends it; an entry may then tell of a key that never was.</param>
    public static async Task<(ApiKeyRow Row, string Text)> MakeAsync(IApiKeyStore store, KeyLedger ledger, ApiKeyRow wanted, string by, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var (id, text, hash) = ApiKeySecret.Create();
            var row = wanted with { Id = id, Hash = hash };
            await ledger.AppendAsync(row.Tenant, new KeyEntry.Created(id, row.Name, [.. row.Scopes.Split(',')], row.ExpiresAt, by), cancellationToken);
            if (await store.InsertAsync(row, cancellationToken))
                return (row, text);
        }

        throw new InvalidOperationException("No free key id was found: the random source repeats itself.");
    }
}
