using System.Collections.Frozen;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api;

/// <summary>
/// The handlers of the HTTP routes, called inside the process: a tool or a client of the cluster gets what HTTP would answer, checked, limited and
/// refused by the same code. Only the way there is shorter.
/// </summary>
public sealed class InnerRoutes(EndpointDataSource endpoints, ILogger<ProblemMiddleware> problems)
{
    /// <summary>The routes by the names they have in the OpenAPI document.</summary>
    private static readonly FrozenDictionary<TwinsRoute, string> Names = new Dictionary<TwinsRoute, string>
    {
        [TwinsRoute.Resolve] = "resolveAccount",
        [TwinsRoute.Account] = "getAccount",
        [TwinsRoute.Context] = "getContext",
        [TwinsRoute.Find] = "listAccounts",
        [TwinsRoute.Decide] = "decide",
        [TwinsRoute.Decision] = "getDecision",
        [TwinsRoute.Permit] = "useDecision",
        [TwinsRoute.Outcome] = "reportOutcome",
    }.ToFrozenDictionary();

    // Filled at the first call: routes are mapped after services are made.
    private FrozenDictionary<TwinsRoute, Inner>? _routes;

    public RequiredScopes? ScopesOf(TwinsRoute route) => Of(route).Scopes;

    /// <summary>The status and the bytes that HTTP would answer.</summary>
    public async Task<(int Status, ReadOnlyMemory<byte> Body)> AskAsync(TwinsRoute route, InnerRequest asked, CancellationToken cancellationToken)
    {
        var request = new DefaultHttpContext { RequestServices = asked.Services, RequestAborted = cancellationToken };
        if (asked.TraceId is not null)
            request.TraceIdentifier = asked.TraceId;
        request.Features.Set(asked.Credential);
        request.Connection.RemoteIpAddress = asked.From;
        if (asked.Subject is not null)
            request.Request.RouteValues[IsOfDecision(route) ? "id" : "account"] = asked.Subject;
        if (asked.Query is not null)
            request.Request.Query = asked.Query;
        if (asked.Body is { } body)
        {
            request.Request.Body = new MemoryStream(body, writable: false);
            request.Request.ContentLength = body.Length;
            request.Request.ContentType = "application/json";
        }

        var answer = new MemoryStream();
        request.Response.Body = answer;
        await RunAsync(route, request);
        cancellationToken.ThrowIfCancellationRequested();
        await request.Response.BodyWriter.FlushAsync(cancellationToken);
        return (request.Response.StatusCode, answer.GetBuffer().AsMemory(0, (int)answer.Length));
    }

    private static bool IsOfDecision(TwinsRoute route) => route is TwinsRoute.Decision or TwinsRoute.Permit or TwinsRoute.Outcome;

    private Task RunAsync(TwinsRoute route, HttpContext request)
    {
        var inner = Of(route);
        request.SetEndpoint(inner.Endpoint);
        return ScopeGate.RefusalOf(request.Credential(), inner.Scopes) is { } refusal
            ? Problem.WriteAsync(request, ReasonCodes.Forbidden, refusal)
            : inner.Handle(request);
    }

    private Inner Of(TwinsRoute route) => (_routes ??= Find())[route];

    private FrozenDictionary<TwinsRoute, Inner> Find()
    {
        var named = endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is not null)
            .ToDictionary(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName);
        return Names.ToFrozenDictionary(name => name.Key, name => new Inner(
            named[name.Value],
            named[name.Value].Metadata.GetMetadata<RequiredScopes>(),
            new ProblemMiddleware(named[name.Value].RequestDelegate!, problems).InvokeAsync));
    }

    private sealed record Inner(RouteEndpoint Endpoint, RequiredScopes? Scopes, RequestDelegate Handle);
}
