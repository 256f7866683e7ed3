using System.Text.Json.Nodes;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Silo.Api.Problems;

namespace AccountTwins.Silo.Api.Description;

/// <summary>
/// The OpenAPI 3.1 document: every route as it describes itself, with the schemas of what is really read and written, in an order that does not
/// depend on how routes were mapped.
/// </summary>
internal static class OpenApiDocument
{
    private const string About =
        """
        One live twin per customer account, asked before an AI acts. A property that is absent is not known, and what a description calls null is absent; an unknown query parameter or member of a body is refused; errors are
        problem details with a stable `code`. Readers must ignore members that they do not know: new ones may be added.
        """;

    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE"];

    public static JsonObject Of(IEnumerable<RouteEndpoint> endpoints)
    {
        var summaries = new SourceSummaries();
        var schemas = new SchemaBook(ApiJson.Default.Options, summaries);
        var routes = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is not null).Select(endpoint => new DescribedRoute(endpoint))
            .OrderBy(route => route.Path, StringComparer.Ordinal).ThenBy(route => Array.IndexOf(Methods, route.Method)).ToArray();

        foreach (var type in routes.SelectMany(route => route.Bodies).Select(body => body.Type).OfType<Type>())
            schemas.Reference(type);
        schemas.Write(areRequests: true);
        OpenApiBodies.AddSchemas(schemas);
        var problem = schemas.Reference(typeof(ProblemBody));
        var failures = new OpenApiFailures(problem);
        var paths = new JsonObject();
        foreach (var path in routes.GroupBy(route => route.Path))
            paths[path.Key] = new JsonObject(path.Select(route => KeyValuePair.Create<string, JsonNode?>(route.Method.ToLowerInvariant(), OpenApiOperation.Of(route, schemas, summaries, failures))));
        schemas.Write(areRequests: false);

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject { ["title"] = "AccountTwins", ["version"] = "v1", ["description"] = About.ReplaceLineEndings(" ") },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "The silo that serves this." }),
            ["tags"] = new JsonArray([.. routes.Select(route => route.Tag).Distinct().Order(StringComparer.Ordinal).Select(tag => (JsonNode)new JsonObject { ["name"] = tag })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.ToJson(),
                ["responses"] = failures.Responses(),
                ["examples"] = failures.Examples(),
                ["headers"] = OpenApiHeaders.Components(),
                ["securitySchemes"] = OpenApiSecurity.Schemes(),
            },
        };
    }
}
