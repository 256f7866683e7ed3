using AccountTwins.Grains.Interfaces;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Description;

/// <summary>A route and what it says of itself.</summary>
internal sealed class DescribedRoute(RouteEndpoint endpoint)
{
    /// <summary>What any route may refuse with: the key is looked at before it, and what takes too long is given up behind it.</summary>
    private static readonly ReasonCode[] Anywhere = [ReasonCodes.Unauthenticated, ReasonCodes.Forbidden, ReasonCodes.RateLimited, ReasonCodes.StoreUnavailable, ReasonCodes.AuthorityUnavailable, ReasonCodes.AccountBusy, ReasonCodes.Internal];

    public string Path { get; } = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    public string Method { get; } = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods: [var method, ..] } ? method : "GET";

    public string Name { get; } = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName;

    public string? Summary { get; } = endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IEndpointSummaryMetadata>()?.Summary;

    /// <summary>The first word of the address behind its version.</summary>
    public string Tag => Path.Split('/', StringSplitOptions.RemoveEmptyEntries).First(word => word != "v1");

    public IReadOnlyList<string> PathParameters { get; } = [.. endpoint.RoutePattern.Parameters.Select(parameter => parameter.Name)];

    public IReadOnlyList<QueryDescription> Queries { get; } = endpoint.Metadata.GetOrderedMetadata<QueryDescription>();

    public IReadOnlyList<HeaderDescription> Headers { get; } = endpoint.Metadata.GetOrderedMetadata<HeaderDescription>();

    public IReadOnlyList<BodyDescription> Bodies { get; } = endpoint.Metadata.GetOrderedMetadata<BodyDescription>();

    public IReadOnlyList<AnswerDescription> Answers { get; } = endpoint.Metadata.GetOrderedMetadata<AnswerDescription>();

    public bool IsTagged { get; } = endpoint.Metadata.GetMetadata<TagDescription>() is not null;

    /// <summary>Null: no key opens it.</summary>
    public RequiredScopes? Scopes { get; } = endpoint.Metadata.GetMetadata<RequiredScopes>();

    /// <summary>Every code that it may refuse with, each once, by status and name.</summary>
    public IEnumerable<ReasonCode> Failures => endpoint.Metadata.GetOrderedMetadata<FailureDescription>().SelectMany(failure => failure.Codes)
        .Concat(Anywhere).Concat(Bodies.Count > 0 ? [ReasonCodes.BadRequest, ReasonCodes.BodyTooLarge] : [])
        .Distinct().OrderBy(code => code.Status).ThenBy(code => code.Code, StringComparer.Ordinal);
}
