using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Settings;

/// <summary>Proof that the ledger is what was appended to it.</summary>
public sealed class AuditApi
{
    private readonly ApiCaller api;

    internal AuditApi(ApiCaller api) => this.api = api;

    /// <summary>Reads the whole ledger of the tenant. The result is the last line: a report, or failed.</summary>
    public Task<ApiResult<AuditLine>> VerifyAsync(Action<AuditLine>? progress = null, CancellationToken cancellationToken = default) =>
        api.SendLinesAsync(HttpMethod.Get, "v1/audit/verify", null, ClientJson.Default.AuditLine, progress, cancellationToken);

    /// <summary>A page of a chain as it is stored, the oldest first.</summary>
    /// <param name="account">Whose chain; null: one of the tenant's own.</param>
    /// <param name="after"><see cref="AuditEntriesAnswer.Next"/> of the page before; 0: from the beginning.</param>
    /// <param name="limit">1 to 500; null: 100.</param>
    /// <param name="chain">Which of the tenant's own: settings, lessons, or keys, which takes an admin's key; null: settings.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ApiResult<AuditEntriesAnswer>> EntriesAsync(string? account, long after = 0, int? limit = null, string? chain = null, CancellationToken cancellationToken = default) =>
        api.GetAsync(new AddressText("v1/audit/entries").With("account", account).With("chain", chain).With("after", after).With("limit", limit), ClientJson.Default.AuditEntriesAnswer, cancellationToken);

    /// <summary>The hash over all chains of a number, or the newest, as the ledger holds it: to keep elsewhere, or to hold against one that was kept.</summary>
    public Task<ApiResult<AuditRootAnswer>> RootAsync(long? number = null, CancellationToken cancellationToken = default) =>
        api.GetAsync(new AddressText("v1/audit/root").With("number", number), ClientJson.Default.AuditRootAnswer, cancellationToken);
}
