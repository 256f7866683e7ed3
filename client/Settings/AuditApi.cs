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
}
