using System.Net;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage.Search;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>Resolving an identifier and listing the portfolio.</summary>
public sealed class FindingTests
{
    [Fact]
    public async Task An_identifier_finds_one_account_or_none_and_never_a_guess()
    {
        await using var host = await ApiHost.StartAsync();
        host.Search.Identifiers[(ApiHost.Tenant, "contact:ines@northwind.example")] = [new AccountKey(ApiHost.Tenant, "acct-1")];
        host.Search.Identifiers[(ApiHost.Tenant, "domain:shared.example")] = [new AccountKey(ApiHost.Tenant, "acct-1"), new AccountKey(ApiHost.Tenant, "acct-2")];
        var client = await host.ClientAsync(KeyScopes.Agent);

        var found = await (await client.GetAsync("/v1/accounts/resolve?contact=%20Ines@Northwind.example")).JsonAsync();
        Assert.Equal("""{"account":"acct-1","by":"contact"}""", found.ToString());
        await (await client.GetAsync("/v1/accounts/resolve?domain=shared.example")).ProblemAsync(HttpStatusCode.Conflict, "ambiguous");
        await (await client.GetAsync("/v1/accounts/resolve?ticket=T-1")).ProblemAsync(HttpStatusCode.NotFound, "unknown_account");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?contact=a&domain=b")]
    [InlineData("?contact=a&contact=b")]
    [InlineData("?contact=")]
    [InlineData("?name=Northwind")]
    public async Task Exactly_one_identifier_is_needed(string query)
    {
        await using var host = await ApiHost.StartAsync();

        await (await (await host.ClientAsync(KeyScopes.Agent)).GetAsync("/v1/accounts/resolve" + query)).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
    }

    [Theory]
    [InlineData("/v1/portfolio/accounts?q=%00")]
    [InlineData("/v1/accounts/resolve?ticket=T%001")]
    public async Task A_search_for_what_no_store_can_hold_is_refused(string path)
    {
        await using var host = await ApiHost.StartAsync();

        await (await (await host.ClientAsync(KeyScopes.Admin)).GetAsync(path)).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
    }

    [Fact]
    public async Task Filters_order_and_page_reach_the_search()
    {
        await using var host = await ApiHost.StartAsync();
        host.Search.Page = new AccountPage(
            [new AccountRow(new AccountKey(ApiHost.Tenant, "acct-1"), 7, new SearchColumns { Band = "at_risk", Name = "Northwind", Arr = 12.5m, RenewalDate = new DateOnly(2026, 4, 14) })], "next-page");

        var page = await (await (await host.ClientAsync(KeyScopes.Reader)).GetAsync(
            "/v1/portfolio/accounts?segment=smb&band=at_risk&owner=dana&renewalBefore=2026-06-01&flagged=true&q=north&sort=renewal&cursor=abc&limit=10")).JsonAsync();

        Assert.Equal(
            new AccountQuery
            {
                Tenant = ApiHost.Tenant, Segment = "smb", Band = "at_risk", Owner = "dana", RenewalBefore = new DateOnly(2026, 6, 1), HasOpenFlag = true,
                Text = "north", Sort = AccountSort.Renewal, Cursor = "abc", PageSize = 10,
            },
            host.Search.LastQuery);
        Assert.Equal(
            """{"accounts":[{"account":"acct-1","name":"Northwind","band":"at_risk","arr":12.5,"renewalDate":"2026-04-14","revision":7}],"next":"next-page"}""",
            page.ToString());
    }

    [Theory]
    [InlineData("band=bad", "bad_parameter")]
    [InlineData("sort=revenue", "bad_parameter")]
    [InlineData("limit=0", "bad_parameter")]
    [InlineData("limit=201", "bad_parameter")]
    [InlineData("renewalBefore=tomorrow", "bad_parameter")]
    [InlineData("flagged=1", "bad_parameter")]
    [InlineData("colour=red", "bad_parameter")]
    [InlineData("cursor=made-up", "cursor_invalid")]
    public async Task A_filter_that_is_not_understood_is_refused(string query, string code)
    {
        await using var host = await ApiHost.StartAsync();

        await (await (await host.ClientAsync(KeyScopes.Reader)).GetAsync("/v1/portfolio/accounts?" + query)).ProblemAsync(HttpStatusCode.BadRequest, code);
    }
}
