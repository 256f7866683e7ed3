using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Api.Context;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Accounts;

/// <summary><c>GET /v1/accounts/{account}</c>: everything the twin shows.</summary>
public static class AccountEndpoint
{
    private static readonly RequiredScopes Scopes = new(KeyScopes.Agent | KeyScopes.Reviewer | KeyScopes.Reader);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/accounts/{account}", GetAsync)
            .RequireScopes(Scopes).WithName("getAccount").WithSummary("One account: profile, contract, health, flags, open work, feeds.")
            .Answers<AccountView>().Tagged().Fails([.. StandingProblem.All, ReasonCodes.BadParameter]);

    private static async Task GetAsync(HttpContext context, string account, IAccounts accounts)
    {
        if (await QueryParameters.AreNoneAsync(context) && await ReadAsync(context, account, accounts) is { } view)
            await AccountAnswer.WriteJsonAsync(context, view);
    }

    /// <summary>The account in the caller's tenant, or null after the problem has been written.</summary>
    internal static async ValueTask<AccountView?> ReadAsync(HttpContext context, string account, IAccounts accounts)
    {
        var tenant = context.Credential().Tenant;
        var reading = AccountKey.IsPart(account)
            ? await accounts.ReadAsync(new AccountKey(tenant, account))
            : new AccountReading { Standing = TwinStanding.Unknown };
        if (reading is { Standing: TwinStanding.Ready, View: { } view })
            return view;
        await Problem.WriteAsync(context, StandingProblem.Of(reading.Standing));
        return null;
    }
}
