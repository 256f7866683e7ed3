using AccountTwins.Grains.Interfaces;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Value;

namespace AccountTwins.Silo.Api.Settings;

/// <summary>What the values of accounts rest on.</summary>
public static class ValueModelsEndpoint
{
    private static readonly RequiredScopes Readers = new(KeyScopes.Reader | KeyScopes.Reviewer);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/value-models", ReadAsync)
            .RequireScopes(Readers).WithName("readValueModels").WithSummary("How likely renewals are, by segment and term length: method, numbers, interval.")
            .Answers<Grains.Interfaces.Http.ValueModelsAnswer>().Fails(ReasonCodes.BadParameter, ReasonCodes.StoreUnavailable);

    private static async Task ReadAsync(HttpContext context, IValueModels models)
    {
        if (!await QueryParameters.AreNoneAsync(context))
            return;
        var answer = await models.ReadAsync(context.Credential().Tenant, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, answer, ApiJson.Default.ValueModelsAnswer);
    }
}
