using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.Policies;
using AccountTwins.Silo.Learning;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.Accounts;
using AccountTwins.Silo.Api.Decisions;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Reviews;

/// <summary>The review queue: list, take, give back, decide. What is taken is the taker's alone until the lease ends.</summary>
public static class ReviewsEndpoint
{
    private static readonly RequiredScopes Scopes = new(KeyScopes.Reviewer);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/reviews", ListAsync)
            .RequireScopes(Scopes).WithName("listReviews").WithSummary("What waits for people, by due time.")
            .Query("kind", "Of this kind alone.", QueryForm.OneOf(ReviewAnswers.Kinds))
            .Query("state", "Default: open.", QueryForm.OneOf("open", "done", "expired", "voided")).Query("account", "Of one account.", QueryForm.Text(128))
            .Query("limit", "Items a page; default 50.", QueryForm.Number(1, 200)).Query("cursor", "`next` of the page before.", QueryForm.Text(400))
            .Answers<ReviewsAnswer>().Fails(ReasonCodes.BadParameter, ReasonCodes.CursorInvalid, ReasonCodes.StoreUnavailable);
        routes.MapPost("/v1/reviews/{id}/claim", ClaimAsync)
            .RequireScopes(Scopes).WithName("claimReview").WithSummary("Takes an item; nobody else can decide it until the lease ends.")
            .Answers<ReviewCase>().Fails(ReasonCodes.UnknownReview, ReasonCodes.ReviewTaken, ReasonCodes.StoreUnavailable);
        routes.MapPost("/v1/reviews/{id}/release", ReleaseAsync)
            .RequireScopes(Scopes).WithName("releaseReview").WithSummary("Gives an item back.")
            .Answers<ReviewView>().Fails(ReasonCodes.UnknownReview, ReasonCodes.ReviewTaken, ReasonCodes.StoreUnavailable);
        routes.MapPost("/v1/reviews/{id}", DecideAsync)
            .RequireScopes(Scopes).WithName("review").WithSummary("Accept, edit, reject, or answer in person. The item must be held.")
            .Takes<ReviewBody>().Answers<DecisionView>().Fails([
                .. StandingProblem.All, ReasonCodes.UnknownReview, ReasonCodes.ReviewTaken, ReasonCodes.BadReview, ReasonCodes.EditWithoutActions, ReasonCodes.OwnRequest, ReasonCodes.RoleInsufficient,
                ReasonCodes.NotPending, ReasonCodes.AlreadyApproved, ReasonCodes.NotApprovable]);
        routes.MapPost("/v1/decisions/{id}/review", DirectAsync)
            .RequireScopes(Scopes).WithName("reviewDecision").WithSummary("Judges a decision that the reviewer picked: recorded and taught, but no sample; a severe error tightens at once.")
            .Takes<ReviewBody>().Answers<DecisionView>().Fails([.. StandingProblem.All, ReasonCodes.BadReview, ReasonCodes.UnknownDecision, ReasonCodes.ReviewWaits]);
    }

    private static async Task DirectAsync(HttpContext context, string id, IDecisions decisions, ILearningNudge learning)
    {
        if (await JsonRequest.ReadAsync(context, ApiJson.Default.ReviewBody) is not { } body)
            return;
        var fault = body.Approved is null ? ReviewCheck.FaultOf(body) : "approved: the act is done; say what it should have been in the reason.";
        if (fault is not null)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadReview, fault);
            return;
        }

        if (DecisionId.TryParse(id) is not { } parsed || !AccountKey.IsPart(parsed.Account))
        {
            await Problem.WriteAsync(context, ReasonCodes.UnknownDecision);
            return;
        }

        var report = ReviewAnswers.ReportOf(id, body, context.Credential().Name, RoleOf(context.Credential())) with { IsDirected = true };
        if (await DecisionAnswer.AskAsync(context, () => decisions.ReviewAsync(new AccountKey(context.Credential().Tenant, parsed.Account), report)) is not { } reply)
            return;
        if (reply.View is not null)
            learning.Nudge();
        if (reply.Standing == TwinStanding.Unknown)
            await Problem.WriteAsync(context, ReasonCodes.UnknownDecision);
        else
            await DecisionAnswer.WriteAsync(context, reply);
    }

    private static async Task ListAsync(HttpContext context, IReviewStore reviews)
    {
        var query = new QueryParameters(context.Request.Query);
        query.Only(["kind", "state", "account", "limit", "cursor"]);
        var kind = query.OneOf("kind", ReviewAnswers.Kinds);
        var state = query.OneOf("state", ["open", "done", "expired", "voided"]);
        var (account, limit, cursor) = (query.Text("account", 128), (int)(query.Number("limit", 1, 200) ?? 50), query.Text("cursor", 400));
        if (query.Fault is { } fault)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
            return;
        }

        if (ReviewCursor.Read(cursor) is not { } after)
        {
            await Problem.WriteAsync(context, ReasonCodes.CursorInvalid);
            return;
        }

        var items = await reviews.ListAsync(
            new ReviewQuery(context.Credential().Tenant, ReviewAnswers.StateOf(state), ReviewAnswers.KindOf(kind), account, limit, after.Due, after.Id), context.RequestAborted);
        var answer = new ReviewsAnswer { Items = [.. items.Select(ReviewAnswers.Of)], Next = items.Length == limit ? ReviewCursor.Write(items[^1]) : null };
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, answer, ApiJson.Default.ReviewsAnswer);
    }

    private static async Task ClaimAsync(HttpContext context, string id, IReviewStore reviews, IDecisions decisions, IAccounts accounts, IPolicyBoard policies, TimeProvider clock)
    {
        var (tenant, person) = (context.Credential().Tenant, context.Credential().Name);
        var lease = TimeSpan.FromMinutes((await policies.EnsureAsync(tenant, context.RequestAborted))?.Playbook.Reviews.LeaseMinutes ?? 15);
        var now = clock.GetUtcNow();
        var isBlind = await ReviewAnswers.HasDecidedTwinAsync(reviews, tenant, id, person, context.RequestAborted);
        var item = isBlind ? null : await reviews.ClaimAsync(tenant, id, person, now, now + lease, context.RequestAborted);
        if (item is null)
        {
            await Problem.WriteAsync(context, await reviews.ReadAsync(tenant, id, context.RequestAborted) is null ? ReasonCodes.UnknownReview : ReasonCodes.ReviewTaken);
            return;
        }

        var key = new AccountKey(tenant, item.Account);
        if (await DecisionAnswer.AskAsync(context, () => decisions.ReadAsync(key, ReviewQueue.DecisionOf(item), 0, null)) is not { } reply)
            return;
        if (DecisionAnswer.FaultOf(reply.Standing, reply.Refusal) is { } fault)
        {
            await Problem.WriteAsync(context, fault);
            return;
        }

        var reading = await accounts.ReadAsync(key);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, new ReviewCase
        {
            Item = ReviewAnswers.Of(item),
            Decision = reply.View!,
            Goals = reading.View?.Profile.Goals ?? [],
        }, ApiJson.Default.ReviewCase);
    }

    private static async Task ReleaseAsync(HttpContext context, string id, IReviewStore reviews)
    {
        var (tenant, person) = (context.Credential().Tenant, context.Credential().Name);
        if (!await reviews.ReleaseAsync(tenant, id, person, context.RequestAborted))
            await Problem.WriteAsync(context, await reviews.ReadAsync(tenant, id, context.RequestAborted) is null ? ReasonCodes.UnknownReview : ReasonCodes.ReviewTaken);
        else if (await reviews.ReadAsync(tenant, id, context.RequestAborted) is { } item)
            await JsonAnswer.WriteAsync(context, ReviewAnswers.Of(item), ApiJson.Default.ReviewView);
        else
            await Problem.WriteAsync(context, ReasonCodes.UnknownReview);
    }

    private static async Task DecideAsync(HttpContext context, string id, IReviewStore reviews, IDecisions decisions, ILearningNudge learning, TimeProvider clock)
    {
        if (await JsonRequest.ReadAsync(context, ApiJson.Default.ReviewBody) is not { } body)
            return;
        if (ReviewCheck.FaultOf(body) is { } fault)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadReview, fault);
            return;
        }

        var (tenant, person) = (context.Credential().Tenant, context.Credential().Name);
        if (await reviews.ReadAsync(tenant, id, context.RequestAborted) is not { } item)
        {
            await Problem.WriteAsync(context, ReasonCodes.UnknownReview);
            return;
        }

        if (item.State != ReviewState.Open || item.ClaimedBy != person || item.ClaimedUntil <= clock.GetUtcNow())
        {
            await Problem.WriteAsync(context, ReasonCodes.ReviewTaken, "Claim it first; a lease that ended is claimed again.");
            return;
        }

        var report = ReviewAnswers.ReportOf(item, body, person, RoleOf(context.Credential()));
        if (await DecisionAnswer.AskAsync(context, () => decisions.ReviewAsync(new AccountKey(tenant, item.Account), report)) is not { } reply)
            return;
        if (reply.View is not null)
            learning.Nudge();
        await DecisionAnswer.WriteAsync(context, reply);
    }

    /// <summary>The highest role that the key carries.</summary>
    private static string RoleOf(Credential credential) =>
        credential.Has(KeyScopes.Executive) ? "executive" : credential.Has(KeyScopes.Lead) ? "lead" : "csm";
}
