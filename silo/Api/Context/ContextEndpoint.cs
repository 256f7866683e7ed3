using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Api.Accounts;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Learning;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Context;

/// <summary>
/// <c>GET /v1/accounts/{account}/context</c>: what an agent reads before it acts, as JSON or as a prompt, and only if it is fresh
/// enough. Freshness is judged before the entity tag: a 304 never hides feeds that have gone stale.
/// </summary>
public static class ContextEndpoint
{
    /// <summary>A bound beyond this says nothing that leaving it out does not: one year.</summary>
    private const long StalenessSecondsMax = 366 * 86400;

    private const int ContactLengthMax = 254;
    private const int ActionLengthMax = 64;
    private const int ScenarioLengthMax = 200;

    private static readonly RequiredScopes Scopes = new(KeyScopes.Agent | KeyScopes.Reviewer | KeyScopes.Reader);

    public static void Map(IEndpointRouteBuilder routes)
    {
        // From the application, not from the request: nothing else here would need a scope of its own.
        var services = routes.ServiceProvider;
        routes.MapGet("/v1/accounts/{account}/context", (HttpContext context, string account) =>
                GetAsync(context, account, services.GetRequiredService<IAccounts>(), services.GetRequiredService<ILessons>()))
            .RequireScopes(Scopes).WithName("getContext").WithSummary("The relationship context of an account, for an agent that is about to act.")
            .Query("format", "json (default), or prompt: Markdown of at most 1,600 characters.", QueryForm.OneOf("json", "prompt"))
            .Query("maxStaleness", "Whole seconds that the feeds may be old; older ones, and a parked account, answer 409 too_stale.", QueryForm.Number(0, StalenessSecondsMax))
            .Query("contact", "E-mail of whom the agent talks to; prompt form only.", QueryForm.Text(ContactLengthMax))
            .Query("action", "What the agent is about to do: lessons about that come first.", QueryForm.Text(ActionLengthMax))
            .Query("scenario", "The same, as action~category~tier.", QueryForm.Text(ScenarioLengthMax))
            .Answers<AccountView>().AnswersText("text/markdown", "With format=prompt: the briefing.").Tagged().Fails([.. StandingProblem.All, ReasonCodes.BadParameter, ReasonCodes.TooStale]);
    }

    private static async Task GetAsync(HttpContext context, string account, IAccounts accounts, ILessons lessons)
    {
        var (fault, asked) = Read(context.Request);
        if (fault is not null)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
            return;
        }

        if (await AccountEndpoint.ReadAsync(context, account, accounts) is not { } view)
            return;

        if (asked.Staleness is not null && view.Parked is { } parked)
        {
            await Problem.WriteAsync(context, ReasonCodes.TooStale, $"The account is parked since {parked.Since:u} ({parked.Code}): its newest signals are not in it.");
            return;
        }

        if (asked.Staleness is { } secondsMax && Staleness.Beyond(view.Feeds, secondsMax) is { Length: > 0 } stale)
        {
            var names = string.Join(", ", stale.Select(feed => feed.Family));
            await Problem.WriteAsync(context, ReasonCodes.TooStale, $"Older than {secondsMax} s or unknown: {names}.", feeds: stale);
            return;
        }

        var shelf = await lessons.ShelfAsync(view.Tenant, context.RequestAborted);
        view = ContextLessons.Of(view, shelf, asked.Scenario, asked.Action);
        await (asked.IsPrompt ? AccountAnswer.WritePromptAsync(context, view, asked.Contact) : AccountAnswer.WriteJsonAsync(context, view));
    }

    private static (string? Fault, Asked Asked) Read(HttpRequest request)
    {
        if (!request.QueryString.HasValue)
            return default;
        var query = new QueryParameters(request.Query);
        query.Only(["format", "maxStaleness", "contact", "action", "scenario"]);
        var format = query.OneOf("format", ["json", "prompt"]);
        var staleness = query.Number("maxStaleness", 0, StalenessSecondsMax);
        var contact = query.Text("contact", ContactLengthMax);
        var action = query.Text("action", ActionLengthMax);
        var scenario = query.Text("scenario", ScenarioLengthMax);
        return (query.Fault, new Asked(format == "prompt", staleness, contact, action, scenario));
    }

    private readonly record struct Asked(bool IsPrompt, long? Staleness, string? Contact, string? Action, string? Scenario);
}
