using AccountTwins.Domain.Incidents;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Settings;

/// <summary>Incidents that span accounts: what is open, what was, and what people say of it.</summary>
public static class IncidentsEndpoint
{
    private static readonly RequiredScopes Readers = new(KeyScopes.Reader | KeyScopes.Reviewer | KeyScopes.Ops);
    private static readonly RequiredScopes Leaders = new(KeyScopes.Lead | KeyScopes.Executive);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/incidents", ListAsync)
            .RequireScopes(Readers).WithName("listIncidents").WithSummary("Incidents that are open, with what they were detected by, and the last that are over.")
            .Answers<IncidentsAnswer>().Fails(ReasonCodes.BadParameter, ReasonCodes.StoreUnavailable);
        routes.MapPost("/v1/incidents", DeclareAsync)
            .RequireScopes(Leaders).WithName("declareIncident").WithSummary("Tells of an incident that spans accounts.")
            .Takes<IncidentBody>().Answers<IncidentsAnswer>().Fails([.. SettingsAnswer.Usual, ReasonCodes.BadIncident, ReasonCodes.TooManyIncidents]);
        routes.MapPost("/v1/incidents/end", EndAsync)
            .RequireScopes(Leaders).WithName("endIncident").WithSummary("The incident is over.")
            .Takes<NamedBody>().Answers<IncidentsAnswer>().Fails([.. SettingsAnswer.Usual, ReasonCodes.BadIncident, ReasonCodes.UnknownIncident]);
    }

    internal static IncidentView ViewOf(DeclaredIncident one) => new(
        one.Name, one.By, one.Reason, one.At, one.Topic,
        one.Evidence is { } evidence ? new IncidentEvidenceView(evidence.Accounts, evidence.Usual, evidence.WindowMinutes, [.. evidence.First]) : null);

    private static async Task ListAsync(HttpContext context, ISettings settings)
    {
        if (await QueryParameters.AreNoneAsync(context))
            await WriteAsync(context, settings);
    }

    private static async Task DeclareAsync(HttpContext context, ISettings settings)
    {
        if (await JsonRequest.ReadAsync(context, ApiJson.Default.IncidentBody) is not { } body)
            return;
        string?[] named = [body.Category, body.Integration, body.Product];
        var topic = body.Category is { } category ? IncidentTopic.OfCategory(category)
            : body.Integration is { } integration ? IncidentTopic.OfIntegration(integration)
            : body.Product is { } product ? IncidentTopic.OfProduct(product) : null;
        if (named.Count(name => name is not null) > 1 || (topic is null && named.Any(name => name is not null)))
        {
            await Problem.WriteAsync(context, ReasonCodes.BadIncident);
            return;
        }

        var word = new IncidentWord { Name = body.Name, By = context.Credential().Name, Reason = body.Reason, Topic = topic };
        if (await SettingsAnswer.IsDoneAsync(context, await settings.OpenIncidentAsync(context.Credential().Tenant, word)))
            await WriteAsync(context, settings);
    }

    private static async Task EndAsync(HttpContext context, ISettings settings)
    {
        if (await JsonRequest.ReadAsync(context, ApiJson.Default.NamedBody) is { } body
            && await SettingsAnswer.IsDoneAsync(context, await settings.CloseIncidentAsync(context.Credential().Tenant, body.Name, context.Credential().Name, body.Reason)))
            await WriteAsync(context, settings);
    }

    private static async Task WriteAsync(HttpContext context, ISettings settings)
    {
        var now = await settings.ReadAsync(context.Credential().Tenant, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, new IncidentsAnswer
        {
            Open = [.. now.Incidents.Select(ViewOf)],
            Ended = [.. now.EndedIncidents.Reverse().Select(one => new EndedIncidentView(one.Name, one.Topic, one.Since, one.At, one.By, one.Reason))],
        }, ApiJson.Default.IncidentsAnswer);
    }
}
