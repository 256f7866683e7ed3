using AccountTwins.Grains.Interfaces;
using AccountTwins.Silo.Api.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace AccountTwins.Silo.Api;

/// <summary>What an endpoint says of itself for the OpenAPI document; nothing here changes how it answers.</summary>
public static class EndpointDescription
{
    public static RouteHandlerBuilder Query(this RouteHandlerBuilder route, string name, string text) =>
        route.WithMetadata(new QueryDescription(name, text));

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK) =>
        route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(T), ["application/json"]));

    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder route, params ReadOnlySpan<ReasonCode> codes)
    {
        foreach (var status in codes.ToArray().Append(ReasonCodes.Unauthenticated).Append(ReasonCodes.Forbidden).Append(ReasonCodes.RateLimited).GroupBy(code => code.Status))
        {
            var text = string.Join(" ", status.Select(code => $"`{code.Code}`: {code.Text}"));
            route.WithMetadata(new ProducesResponseTypeMetadata(status.Key, typeof(ProblemBody), [Problem.ContentType]), new FailureDescription(status.Key, text));
        }

        return route;
    }
}

/// <summary>The codes that go with one status of an endpoint, in one text.</summary>
public sealed record FailureDescription(int Status, string Text);

/// <summary>One query parameter of an endpoint.</summary>
public sealed record QueryDescription(string Name, string Text);
