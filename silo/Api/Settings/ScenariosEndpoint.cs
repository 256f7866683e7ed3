using System.Text.Json;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Settings;

/// <summary>What reviews have left of each scenario, and what people do about it.</summary>
public static class ScenariosEndpoint
{
    private static readonly RequiredScopes Readers = new(KeyScopes.Reader | KeyScopes.Reviewer);
    private static readonly RequiredScopes Leaders = new(KeyScopes.Lead | KeyScopes.Executive);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/scenarios", ListAsync)
            .RequireScopes(Readers).WithName("listScenarios").WithSummary("What reviews have left of each scenario, by agent release.")
            .Query("scenario", "Only this one, with its last changes and the bounds that did them.")
            .Answers<ScenariosAnswer>().Fails(ReasonCodes.BadParameter, ReasonCodes.StoreUnavailable);
        routes.MapPost("/v1/scenarios", ActAsync)
            .RequireScopes(Leaders).WithName("actOnScenario").WithSummary("Freezes, unfreezes, releases, resets, or grants what is offered.")
            .Takes<ScenarioBody>().Answers<ScenariosAnswer>().Fails([.. SettingsAnswer.Usual, ReasonCodes.BadAct, ReasonCodes.UnknownScenario, ReasonCodes.NoOffer]);
    }

    private static async Task ListAsync(HttpContext context, ISettings settings)
    {
        var query = new QueryParameters(context.Request.Query);
        query.Only(["scenario"]);
        var scenario = query.Text("scenario");
        if (query.Fault is { } fault)
            await Problem.WriteAsync(context, ReasonCodes.BadParameter, fault);
        else
            await WriteAsync(context, settings, scenario);
    }

    private static async Task ActAsync(HttpContext context, ISettings settings)
    {
        if (await JsonRequest.ReadAsync(context, ApiJson.Default.ScenarioBody) is not { } body)
            return;
        if (body.Scenario.Length is 0 or > 200 || body.Scenario.Contains('/') || AskOf(body, context.Credential().Name) is not { } ask)
        {
            await Problem.WriteAsync(context, ReasonCodes.BadAct);
            return;
        }

        var reply = await settings.ActAsync(context.Credential().Tenant, body.Scenario, ask);
        if (await SettingsAnswer.IsDoneAsync(context, reply.Standing, reply.Refusal))
            await WriteAsync(context, settings, body.Scenario);
    }

    private static ScenarioActAsk? AskOf(ScenarioBody body, string by)
    {
        var to = Latitude.Unspecified;
        if (body.To is { } word && !(Enum.TryParse(word, ignoreCase: true, out to) && Enum.IsDefined(to) && Word(to) == word))
            return null;
        return body.Act is "freeze" or "unfreeze" or "release" or "reset" or "accept" && (body.Act == "reset") == (to != Latitude.Unspecified)
            ? new ScenarioActAsk { Release = body.Release, Act = body.Act == "accept" ? "accept_offer" : body.Act, To = to, By = by, Reason = body.Reason }
            : null;
    }

    private static async Task WriteAsync(HttpContext context, ISettings settings, string? scenario)
    {
        var tenant = context.Credential().Tenant;
        var known = (await settings.ReadAsync(tenant, context.RequestAborted)).Scenarios;
        var answer = scenario is null
            ? [.. known.Select(one => Of(one.Scenario, one.Release, one, null, null))]
            : Of(scenario, known, await settings.ReadScenarioAsync(tenant, scenario));
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, new ScenariosAnswer { Scenarios = answer }, ApiJson.Default.ScenariosAnswer);
    }

    /// <summary>A release that has decided, but was never reviewed, stands in the settings alone.</summary>
    private static ScenarioView[] Of(string scenario, IEnumerable<ScenarioSetting> known, ScenarioBook book)
    {
        var settings = known.Where(one => one.Scenario == scenario).ToDictionary(one => one.Release, StringComparer.Ordinal);
        return
        [
            .. settings.Keys.Union(book.Releases.Select(one => one.Release)).Order(StringComparer.Ordinal)
                .Select(release => Of(scenario, release, settings.GetValueOrDefault(release), book.Find(release), book)),
        ];
    }

    private static ScenarioView Of(string scenario, string release, ScenarioSetting? setting, ReleaseLatitude? learned, ScenarioBook? book) => new()
    {
        Scenario = scenario,
        Release = release,
        AtMost = (learned?.AtMost ?? setting?.AtMost) is { } most ? Word(most) : null,
        Cause = learned is null ? setting?.Cause : Word(learned.Latitude.Cause),
        IsFrozen = learned?.Latitude.FrozenBy is not null,
        IsHeld = learned?.Latitude.IsHeld ?? false,
        Offered = learned?.Latitude.Offer is { } offer ? Word(offer.To) : null,
        ResetProposed = book?.Proposed is { } proposed && (proposed.Release ?? release) == release ? new ResetProposalView(Word(proposed.To), proposed.By, proposed.Until) : null,
        Decisions = setting?.Decisions ?? 0,
        AuditProbability = learned?.AuditProbability ?? setting?.AuditProbability ?? 1,
        Changes =
        [
            .. (book?.Changes ?? []).Where(change => change.Release == release).Select(change => change.Change).OrderByDescending(change => change.At)
                .Select(change => new ScenarioChangeView(change.At, Word(change.From), Word(change.To), Word(change.Cause), LatitudeChangeText.Of(change), change.Asked is { } asked ? Word(asked) : null)),
        ],
    };

    private static string Word(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
