using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Accounts;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Decisions;

/// <summary>What an agent asks before it acts, and tells afterwards.</summary>
public static class DecisionsEndpoint
{
    private const int WaitSecondsMax = 30;
    private const string ClaimText = "The caller's own word, as when it asked: a permit that another claim holds is shown with next stop.";

    private static readonly RequiredScopes Agents = new(KeyScopes.Agent);
    private static readonly RequiredScopes Readers = new(KeyScopes.Agent | KeyScopes.Reviewer | KeyScopes.Reader);

    private static readonly ReasonCode[] Usual = StandingProblem.All;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/accounts/{account}/decisions", DecideAsync)
            .RequireScopes(Agents).WithName("decide").WithSummary("May I do this, for this account, now? Durable before it answers.")
            .Takes<DecisionBody>().Answers<DecisionView>().Fails([.. Usual, ReasonCodes.BadRequest, ReasonCodes.BadDecision, ReasonCodes.IdempotencyConflict]);
        routes.MapGet("/v1/decisions/{id}", ReadAsync)
            .RequireScopes(Readers).WithName("getDecision").WithSummary("A decision as it stands.")
            .Query("wait", "Whole seconds, up to 30, to wait while it is pending.", QueryForm.Number(0, WaitSecondsMax))
            .Query("claim", ClaimText, QueryForm.Text(DecisionCheck.ClaimMax))
            .Answers<DecisionView>().Fails([.. Usual, ReasonCodes.UnknownDecision, ReasonCodes.BadParameter]);
        routes.MapPost("/v1/decisions/{id}/permit", UseAsync)
            .RequireScopes(Agents).WithName("useDecision").WithSummary("Makes an approval a permit for the next minute, for the agent that asked, if nothing grew worse.")
            .Query("claim", ClaimText, QueryForm.Text(DecisionCheck.ClaimMax))
            .Answers<DecisionView>().Fails([.. Usual, ReasonCodes.UnknownDecision, ReasonCodes.OtherAgent, ReasonCodes.BadParameter]);
        routes.MapPost("/v1/decisions/{id}/outcome", OutcomeAsync)
            .RequireScopes(new RequiredScopes(KeyScopes.Agent | KeyScopes.Reviewer)).WithName("reportOutcome").WithSummary("What became of an act: told by the agent that asked, or by a person.")
            .Takes<OutcomeBody>().Answers<DecisionView>().Fails([.. Usual, ReasonCodes.UnknownDecision, ReasonCodes.OtherAgent, ReasonCodes.OutcomeConflict, ReasonCodes.NoRate, ReasonCodes.BadRequest]);
        routes.MapGet("/v1/accounts/{account}/latitude", LatitudeAsync)
            .RequireScopes(Readers).WithName("getLatitude").WithSummary("How far an agent may go with this account, action by action.")
            .Query("release", "The agent release that is meant; 1 to 64 characters.", QueryForm.Text(64))
            .Answers<AccountLatitudeView>().Fails([.. Usual, ReasonCodes.BadParameter]);
        routes.MapPost("/v1/accounts/{account}/override", OverrideAsync)
            .RequireScopes(new RequiredScopes(KeyScopes.Reviewer)).WithName("override").WithSummary("A ceiling at once; a wider cell, or a ceiling lifted, with a second person.")
            .Takes<OverrideBody>().Answers<OverrideView>().Fails([.. Usual, ReasonCodes.BadOverride, ReasonCodes.BadRequest]);
    }

    private static async Task DecideAsync(HttpContext context, string account, IDecisions decisions)
    {
        if (await JsonRequest.ReadAsync(context, ApiJson.Default.DecisionBody) is not { } body)
            return;
        if (DecisionCheck.FaultOf(body) is { } fault)
            await Problem.WriteAsync(context, ReasonCodes.BadDecision, fault);
        else if (KeyOf(context, account) is not { } key)
            await Problem.WriteAsync(context, ReasonCodes.UnknownAccount);
        else if (await DecisionAnswer.AskAsync(context, () => decisions.DecideAsync(key, body.ToAsk(context.Credential().Name))) is { } reply)
            await DecisionAnswer.WriteAsync(context, reply);
    }

    private static async Task ReadAsync(HttpContext context, string id, IDecisions decisions)
    {
        var query = new QueryParameters(context.Request.Query);
        query.Only(["wait", "claim"]);
        var wait = (int)(query.Number("wait", 0, WaitSecondsMax) ?? 0);
        var claim = query.Text("claim", DecisionCheck.ClaimMax);
        if (query.Fault is { } fault)
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
        else
            await OfAsync(context, id, key => decisions.ReadAsync(key, id, wait, claim));
    }

    private static async Task UseAsync(HttpContext context, string id, IDecisions decisions)
    {
        var query = new QueryParameters(context.Request.Query);
        query.Only(["claim"]);
        var claim = query.Text("claim", DecisionCheck.ClaimMax);
        if (query.Fault is { } fault)
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
        else
            await OfAsync(context, id, key => decisions.UseAsync(key, id, context.Credential().Name, claim));
    }

    private static async Task OutcomeAsync(HttpContext context, string id, IDecisions decisions)
    {
        if (await JsonRequest.ReadAsync(context, ApiJson.Default.OutcomeBody) is not { } body)
            return;
        if (DecisionCheck.FaultOf(body) is { } fault)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadRequest, fault);
            return;
        }

        await OfAsync(context, id, key => decisions.OutcomeAsync(key, new OutcomeReport
        {
            DecisionId = id,
            State = body.State,
            Amounts = body.Amounts,
            Currency = body.Currency,
            Detail = body.Detail,
            By = context.Credential().Name,
            IsPersons = context.Credential().Has(KeyScopes.Reviewer),
        }));
    }

    private static async Task LatitudeAsync(HttpContext context, string account, IDecisions decisions)
    {
        var query = new QueryParameters(context.Request.Query);
        query.Only(["release"]);
        var release = query.Text("release", 64) ?? "unnamed";
        if (query.Fault is { } fault)
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
        else if (KeyOf(context, account) is not { } key)
            await Problem.WriteAsync(context, ReasonCodes.UnknownAccount);
        else if (await DecisionAnswer.AskAsync(context, () => decisions.LatitudeAsync(key, new AgentView { Id = context.Credential().Name, Release = release })) is { } reply)
            await WriteAsync(context, reply.Standing, null, () => JsonAnswer.WriteAsync(context, reply.View!, ApiJson.Default.AccountLatitudeView));
    }

    private static async Task OverrideAsync(HttpContext context, string account, IDecisions decisions)
    {
        if (await JsonRequest.ReadAsync(context, ApiJson.Default.OverrideBody) is not { } body)
            return;
        if (KeyOf(context, account) is not { } key)
        {
            await Problem.WriteAsync(context, ReasonCodes.UnknownAccount);
            return;
        }

        var ask = new OverrideAsk { Step = body.Step, Latitude = body.Latitude ?? Latitude.Unspecified, Reason = body.Reason, ExpiresAt = body.ExpiresAt, By = context.Credential().Name };
        if (await DecisionAnswer.AskAsync(context, () => decisions.OverrideAsync(key, ask)) is { } reply)
            await WriteAsync(context, reply.Standing, reply.Refusal, () => JsonAnswer.WriteAsync(context, reply.View!, ApiJson.Default.OverrideView));
    }

    /// <summary>The decision's own account is in its name; the tenant is the key's.</summary>
    private static async Task OfAsync(HttpContext context, string id, Func<AccountKey, Task<DecisionReply>> call)
    {
        if (DecisionId.TryParse(id) is not { } parsed || KeyOf(context, parsed.Account) is not { } key)
            await Problem.WriteAsync(context, ReasonCodes.UnknownDecision);
        else if (await DecisionAnswer.AskAsync(context, () => call(key)) is { } reply)
            await DecisionAnswer.WriteAsync(context, reply.Standing == TwinStanding.Unknown ? new DecisionReply { Standing = TwinStanding.Ready, Refusal = ReasonCodes.UnknownDecision.Code } : reply);
    }

    private static Task WriteAsync(HttpContext context, TwinStanding standing, string? refusal, Func<Task> write)
    {
        context.Response.Headers.CacheControl = "no-store";
        return DecisionAnswer.FaultOf(standing, refusal) is { } fault ? Problem.WriteAsync(context, fault) : write();
    }

    private static AccountKey? KeyOf(HttpContext context, string account) =>
        AccountKey.IsPart(account) ? new AccountKey(context.Credential().Tenant, account) : null;
}
