using System.Text.Json;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Audit;

/// <summary><c>GET /v1/audit/entries</c>: a chain of the ledger to read, page by page. It shows what is stored; whether that is what was appended says <c>verify</c>.</summary>
public static class AuditEntriesEndpoint
{
    private const int LimitDefault = 100;
    private const int LimitMax = 500;

    private const string Settings = "settings";
    private const string Lessons = "lessons";
    private const string Keys = "keys";

    private static readonly string[] Chains = [Settings, Lessons, Keys];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/audit/entries", ListAsync)
            .RequireScopes(new RequiredScopes(KeyScopes.Reader)).WithName("listAuditEntries").WithSummary("Entries of one chain of the ledger, the oldest first.")
            .Query("account", "The chain of this account; left out: one of the tenant's own.", QueryForm.Text(AccountKey.PartLengthMax))
            .Query("chain", "Which of the tenant's own: settings, the default (playbooks, switches and latitudes), lessons, or keys (what was done to keys; an admin's).", QueryForm.OneOf(Chains))
            .Query("after", "Only what comes after this number: `next` of the page before; default 0.", QueryForm.Number(0)).Query("limit", "Entries a page; default 100.", QueryForm.Number(1, LimitMax))
            .Answers<AuditEntriesAnswer>().Fails(ReasonCodes.BadParameter, ReasonCodes.StoreUnavailable);

    private static async Task ListAsync(HttpContext context, ILedgerStore ledger)
    {
        var query = new QueryParameters(context.Request.Query);
        query.Only(["account", "chain", "after", "limit"]);
        var (account, after, limit) = (query.Text("account"), query.Number("after", 0, long.MaxValue - 1) ?? 0, (int)(query.Number("limit", 1, LimitMax) ?? LimitDefault));
        var own = query.OneOf("chain", Chains);
        var fault = query.Fault ?? (account is null || AccountKey.IsPart(account) ? null : "The parameter 'account' is no account.")
            ?? (account is null || own is null ? null : "An account's chain or one of the tenant's: one of them.");
        if (fault is not null)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
            return;
        }

        // Who may not list the keys may not read of them here.
        if (own == Keys && !context.Credential().Has(KeyScopes.Admin))
        {
            await Problem.WriteAsync(context, ReasonCodes.Forbidden, "What was done to keys is for an admin.");
            return;
        }

        var page = await ledger.ReadAsync(ChainOf(context.Credential().Tenant, account, own), after + 1, limit, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(
            context,
            new AuditEntriesAnswer { Entries = [.. page.Select(Of)], Next = page.Length == 0 ? after : page[^1].Number, HasMore = page.Length == limit },
            ApiJson.Default.AuditEntriesAnswer);
    }

    private static LedgerSubject ChainOf(string tenant, string? account, string? own) => own switch
    {
        Keys => LedgerSubject.OfKeys(tenant),
        Lessons => LedgerSubject.OfLessons(tenant),
        _ => account is null ? LedgerSubject.OfTenant(tenant) : new LedgerSubject(tenant, account),
    };

    private static AuditEntry Of(LedgerEntry entry) => new(entry.Number, entry.At, entry.Kind, Convert.ToHexStringLower(entry.Hash), JsonElement.Parse(entry.Body));
}
