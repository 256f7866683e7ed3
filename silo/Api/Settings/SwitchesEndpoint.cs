using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Settings;

/// <summary>Kill switches and breakers. Whoever leads reviews may stop the AI at once.</summary>
public static class SwitchesEndpoint
{
    private static readonly RequiredScopes Readers = new(KeyScopes.Reader | KeyScopes.Reviewer | KeyScopes.Ops);
    private static readonly RequiredScopes Leaders = new(KeyScopes.Lead | KeyScopes.Executive);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/switches", ListAsync)
            .RequireScopes(Readers).WithName("listSwitches").WithSummary("Switches, breakers and incidents that hold now.")
            .Answers<SwitchesAnswer>().Fails(ReasonCodes.BadParameter, ReasonCodes.StoreUnavailable);
        routes.MapPost("/v1/switches", ThrowAsync)
            .RequireScopes(Leaders).WithName("throwSwitch").WithSummary("Stops actions; answers when none of them can still be allowed.")
            .Takes<SwitchBody>().Answers<SwitchesAnswer>().Fails([.. SettingsAnswer.Usual, ReasonCodes.BadSwitch, ReasonCodes.TooManySwitches]);
        Named(routes, "/v1/switches/take-back", "takeBackSwitch", "Ends a switch; the one that stops everything when a second person asks for it too.", [ReasonCodes.BadSwitch, ReasonCodes.UnknownSwitch],
            (settings, tenant, body, by) => settings.TakeBackSwitchAsync(tenant, body.Name, by, body.Reason));
        Named(routes, "/v1/breakers/reset", "resetBreaker", "Lets an agent release go on.", [ReasonCodes.BadBreaker, ReasonCodes.UnknownBreaker],
            (settings, tenant, body, by) => settings.ResetBreakerAsync(tenant, body.Name, by, body.Reason));
    }

    private static void Named(
        IEndpointRouteBuilder routes, string address, string name, string summary, ReasonCode[] codes, Func<ISettings, string, NamedBody, string, Task<TenantReply>> act) =>
        routes.MapPost(address, async (HttpContext context, ISettings settings) =>
            {
                if (await JsonRequest.ReadAsync(context, ApiJson.Default.NamedBody) is { } body
                    && await SettingsAnswer.IsDoneAsync(context, await act(settings, context.Credential().Tenant, body, context.Credential().Name)))
                    await WriteAsync(context, settings);
            })
            .RequireScopes(Leaders).WithName(name).WithSummary(summary).Takes<NamedBody>().Answers<SwitchesAnswer>().Fails([.. SettingsAnswer.Usual, .. codes]);

    private static async Task ListAsync(HttpContext context, ISettings settings)
    {
        if (await QueryParameters.AreNoneAsync(context))
            await WriteAsync(context, settings);
    }

    private static async Task ThrowAsync(HttpContext context, ISettings settings)
    {
        if (await JsonRequest.ReadAsync(context, ApiJson.Default.SwitchBody) is not { } body)
            return;
        var caller = context.Credential();
        if (await SettingsAnswer.IsDoneAsync(context, await settings.ThrowSwitchAsync(caller.Tenant, body.Segment, body.Action, caller.Name, body.Reason, context.RequestAborted)))
            await WriteAsync(context, settings);
    }

    private static async Task WriteAsync(HttpContext context, ISettings settings)
    {
        var now = await settings.ReadAsync(context.Credential().Tenant, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, new SwitchesAnswer
        {
            Switches = [.. now.Switches.Select(one => new SwitchView(one.Name, one.Segment, one.Action, one.By, one.Reason, one.At, one.LiftBy, one.LiftUntil))],
            Breakers = [.. now.Breakers.Select(one => new BreakerView(one.Release, one.Cause, one.At))],
            Incidents = [.. now.Incidents.Select(IncidentsEndpoint.ViewOf)],
        }, ApiJson.Default.SwitchesAnswer);
    }
}
