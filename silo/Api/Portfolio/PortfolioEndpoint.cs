using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage.Search;

namespace AccountTwins.Silo.Api.Portfolio;

/// <summary><c>GET /v1/portfolio/accounts</c>: the tenant's accounts, filtered, sorted and paged by cursor.</summary>
public static class PortfolioEndpoint
{
    private static readonly (string Word, AccountSort Sort)[] Sorts =
    [
        ("name", AccountSort.Name), ("renewal", AccountSort.Renewal), ("arr", AccountSort.Arr), ("band", AccountSort.Band), ("flagged", AccountSort.FlagSince),
    ];

    private static readonly RequiredScopes Scopes = new(KeyScopes.Reviewer | KeyScopes.Reader);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/portfolio/accounts", GetAsync)
            .RequireScopes(Scopes).WithName("listAccounts").WithSummary("The accounts of the tenant.")
            .Query("segment", "Exactly this segment.")
            .Query("band", "Of this band alone.", QueryForm.OneOf("healthy", "watch", "at_risk", "unknown"))
            .Query("owner", "Exactly this owner.")
            .Query("renewalBefore", "Contracts that renew before this day (2026-03-01).", QueryForm.Day)
            .Query("flagged", "true: with an open risk flag; false: without.", QueryForm.Flag)
            .Query("q", "Part of the name.")
            .Query("sort", "Default: name.", QueryForm.OneOf("name", "renewal", "arr", "band", "flagged"))
            .Query("cursor", "`next` of the page before.", QueryForm.Text(2048))
            .Query("limit", "Accounts a page; default 50.", QueryForm.Number(1, AccountQuery.PageSizeMax))
            .Answers<PortfolioAnswer>().Fails(ReasonCodes.BadParameter, ReasonCodes.CursorInvalid, ReasonCodes.StoreUnavailable);

    private static async Task GetAsync(HttpContext context, IAccountSearch search)
    {
        var (fault, asked) = Read(context.Request.Query, context.Credential().Tenant);
        if (fault is not null)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
            return;
        }

        AccountPage page;
        try
        {
            page = await search.FindAsync(asked, context.RequestAborted);
        }
        catch (CursorInvalidException)
        {
            await Problem.WriteAsync(context, ReasonCodes.CursorInvalid);
            return;
        }

        await JsonAnswer.WriteAsync(context, new PortfolioAnswer([.. page.Rows.Select(ToRow)], page.Next), ApiJson.Default.PortfolioAnswer);
    }

    private static (string? Fault, AccountQuery Query) Read(IQueryCollection parameters, string tenant)
    {
        var query = new QueryParameters(parameters);
        query.Only(["segment", "band", "owner", "renewalBefore", "flagged", "q", "sort", "cursor", "limit"]);
        var sort = query.OneOf("sort", [.. Sorts.Select(sort => sort.Word)]) ?? "name";
        var asked = new AccountQuery
        {
            Tenant = tenant,
            Segment = query.Text("segment"),
            Band = query.OneOf("band", ["healthy", "watch", "at_risk", "unknown"]),
            Owner = query.Text("owner"),
            RenewalBefore = query.Day("renewalBefore"),
            HasOpenFlag = query.Flag("flagged"),
            Text = query.Text("q"),
            Sort = Sorts.FirstOrDefault(known => known.Word == sort).Sort,
            Cursor = query.Text("cursor", lengthMax: 2048),
            PageSize = (int)(query.Number("limit", 1, AccountQuery.PageSizeMax) ?? 50),
        };
        return (query.Fault, asked);
    }

    private static PortfolioRow ToRow(AccountRow row) => new()
    {
        Account = row.Key.Account,
        Name = row.Columns.Name,
        Segment = row.Columns.Segment,
        Owner = row.Columns.Owner,
        Band = row.Columns.Band,
        ValueTier = row.Columns.ValueTier,
        Arr = row.Columns.Arr,
        Currency = row.Columns.Currency,
        RenewalDate = row.Columns.RenewalDate,
        OpenFlagSince = row.Columns.OpenFlagSince,
        Revision = row.Revision,
    };
}
