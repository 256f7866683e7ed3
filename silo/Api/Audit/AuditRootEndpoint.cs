using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Audit;

/// <summary>
/// <c>GET /v1/audit/root</c>: the hash over all chains of the tenant as the ledger holds it, to be kept elsewhere, or to be held against one that was. It reads
/// one row and proves nothing by itself: that is <c>verify</c>.
/// </summary>
public static class AuditRootEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/audit/root", ReadAsync)
            .RequireScopes(new RequiredScopes(KeyScopes.Reader)).WithName("getAuditRoot").WithSummary("The newest hash over all chains of the ledger, or an earlier one.")
            .Query("number", "The root of this number; left out: the newest.", QueryForm.Number(1))
            .Answers<AuditRootAnswer>().Fails(ReasonCodes.BadParameter, ReasonCodes.StoreUnavailable);

    private static async Task ReadAsync(HttpContext context, ILedgerAudit ledger)
    {
        var query = new QueryParameters(context.Request.Query);
        query.Only(["number"]);
        var number = query.Number("number", 1, long.MaxValue);
        if (query.Fault is { } fault)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
            return;
        }

        var root = await ledger.ReadRootAsync(context.Credential().Tenant, number, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(
            context,
            new AuditRootAnswer { Root = root is null ? null : AuditLines.Of(root), Previous = root is { Previous.Length: > 0 } ? Convert.ToHexStringLower(root.Previous) : null },
            ApiJson.Default.AuditRootAnswer);
    }
}
