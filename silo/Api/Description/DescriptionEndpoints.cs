using AccountTwins.Grains.Interfaces;
using AccountTwins.Silo.Changes;
using AccountTwins.Silo.Ingestion.Kafka;
using AccountTwins.Silo.Security;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Api.Description;

/// <summary><c>GET /openapi/v1.json</c> and <c>GET /asyncapi/v1.json</c>: what this silo takes and tells, for programs. Each is made once.</summary>
public static class DescriptionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var http = new Lazy<byte[]>(() => DocumentText.Of(OpenApiDocument.Of(routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())));
        routes.MapGet("/openapi/v1.json", (HttpContext context) => WriteAsync(context, http.Value))
            .RequireScopes(RequiredScopes.AnyKey).WithName("getOpenApi").WithSummary("This document.").AnswersObject("OpenAPI 3.1.").Fails(ReasonCodes.BadParameter);
        var topics = new Lazy<byte[]>(() => DocumentText.Of(AsyncApiDocument.Of(
            routes.ServiceProvider.GetRequiredService<IOptions<KafkaOptions>>().Value, routes.ServiceProvider.GetRequiredService<IOptions<ChangeOptions>>().Value)));
        routes.MapGet("/asyncapi/v1.json", (HttpContext context) => WriteAsync(context, topics.Value))
            .RequireScopes(RequiredScopes.AnyKey).WithName("getAsyncApi").WithSummary("The topics in Kafka, as AsyncAPI 3, under the names that they have here.").AnswersObject("AsyncAPI 3.").Fails(ReasonCodes.BadParameter);
    }

    private static async Task WriteAsync(HttpContext context, byte[] document)
    {
        if (await QueryParameters.AreNoneAsync(context))
            await JsonAnswer.WriteAsync(context, document, "application/json; charset=utf-8");
    }
}
