using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Api.Accounts;
using AccountTwins.Silo.Api.Decisions;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Operations;

/// <summary><c>/v1/accounts/{account}/parked</c>: a person says that the account's dead letters were dealt with.</summary>
public static class ParkedEndpoint
{
    private const int ReasonMax = 400;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/v1/accounts/{account}/parked", SettleAsync)
            .RequireScopes(new RequiredScopes(KeyScopes.Ops)).WithName("settleParked")
            .WithSummary("The account's dead letters were played again, or need not be: its verdicts no longer wait for that. Shows what was settled.")
            .Query("reason", "Why; it is kept in the account's ledger. Required.", QueryForm.Text(ReasonMax))
            .Query("signals", "How many letters that is about, as `parked` shows them: with more, `parked_again`. Default: all that there are.", QueryForm.Number(1, long.MaxValue))
            .Answers<AccountParkedView>().Fails([.. StandingProblem.All, ReasonCodes.BadParameter, ReasonCodes.NotParked, ReasonCodes.ParkedAgain]);

    private static async Task SettleAsync(HttpContext context, string account, IDecisions decisions)
    {
        var query = new QueryParameters(context.Request.Query);
        query.Only(["reason", "signals"]);
        var (reason, signals) = (query.Text("reason", ReasonMax), query.Number("signals", 1, long.MaxValue));
        if ((query.Fault ?? (reason is null ? "The parameter 'reason' is required." : null)) is { } fault)
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
        else if (!AccountKey.IsPart(account))
            await Problem.WriteAsync(context, ReasonCodes.UnknownAccount);
        else if (await DecisionAnswer.AskAsync(context, () => decisions.SettleAsync(KeyOf(context, account), Ask(context, reason!, signals))) is { } reply)
            await WriteAsync(context, reply);
    }

    private static Task WriteAsync(HttpContext context, SettleReply reply)
    {
        context.Response.Headers.CacheControl = "no-store";
        return DecisionAnswer.FaultOf(reply.Standing, reply.Refusal) is { } fault
            ? Problem.WriteAsync(context, fault)
            : JsonAnswer.WriteAsync(context, reply.View!, ApiJson.Default.AccountParkedView);
    }

    private static SettleAsk Ask(HttpContext context, string reason, long? signals) => new() { Reason = reason, By = context.Credential().Name, Signals = signals };

    private static AccountKey KeyOf(HttpContext context, string account) => new(context.Credential().Tenant, account);
}
