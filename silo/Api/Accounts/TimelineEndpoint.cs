using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Accounts;

/// <summary><c>GET /v1/accounts/{account}/timeline</c>: what happened recently, the newest first; as much as the twin keeps.</summary>
public static class TimelineEndpoint
{
    private static readonly RequiredScopes Scopes = new(KeyScopes.Agent | KeyScopes.Reviewer | KeyScopes.Reader);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/accounts/{account}/timeline", GetAsync)
            .RequireScopes(Scopes).WithName("getTimeline").WithSummary("The account's recent notable events, the newest first.")
            .Answers<TimelineView>().Fails([.. StandingProblem.All, ReasonCodes.BadParameter]);

    private static async Task GetAsync(HttpContext context, string account, IAccounts accounts)
    {
        if (!await QueryParameters.AreNoneAsync(context))
            return;
        var reading = AccountKey.IsPart(account)
            ? await accounts.ReadTimelineAsync(new AccountKey(context.Credential().Tenant, account))
            : new TimelineReading { Standing = TwinStanding.Unknown };
        if (reading is { Standing: TwinStanding.Ready, View: { } view })
            await JsonAnswer.WriteAsync(context, view, ApiJson.Default.TimelineView);
        else
            await Problem.WriteAsync(context, StandingProblem.Of(reading.Standing));
    }
}
