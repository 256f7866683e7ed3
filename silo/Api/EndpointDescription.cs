using AccountTwins.Grains.Interfaces;

namespace AccountTwins.Silo.Api;

/// <summary>What an endpoint says of itself for the OpenAPI document; nothing here changes how it answers.</summary>
public static class EndpointDescription
{
    public static TBuilder Query<TBuilder>(this TBuilder route, string name, string text, QueryForm? form = null)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new QueryDescription(name, text, form ?? QueryForm.Text()));

    public static TBuilder Header<TBuilder>(this TBuilder route, string name, string text)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new HeaderDescription(name, text));

    /// <summary>A JSON body, read strictly. Not the framework's Accepts, which would refuse other media types before the endpoint sees them.</summary>
    public static IEndpointConventionBuilder Takes<T>(this IEndpointConventionBuilder route) => route.WithMetadata(new BodyDescription("application/json", typeof(T), null));

    /// <summary>The same where a request without a body is taken for one with an empty object.</summary>
    public static IEndpointConventionBuilder MayTake<T>(this IEndpointConventionBuilder route) =>
        route.WithMetadata(new BodyDescription("application/json", typeof(T), null) { IsOptional = true });

    /// <summary>A body that is no record of ours.</summary>
    public static IEndpointConventionBuilder Takes(this IEndpointConventionBuilder route, string mediaType, BodyForm form) => route.WithMetadata(new BodyDescription(mediaType, null, form));

    public static IEndpointConventionBuilder Answers<T>(this IEndpointConventionBuilder route, int status = StatusCodes.Status200OK, string mediaType = "application/json") =>
        route.WithMetadata(new AnswerDescription(status, mediaType, typeof(T), null));

    /// <summary>An answer in JSON that is no record of ours.</summary>
    public static IEndpointConventionBuilder AnswersObject(this IEndpointConventionBuilder route, string text) =>
        route.WithMetadata(new AnswerDescription(StatusCodes.Status200OK, "application/json", null, text));

    /// <summary>An answer that is text, and what stands in it.</summary>
    public static TBuilder AnswersText<TBuilder>(this TBuilder route, string mediaType, string text)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new AnswerDescription(StatusCodes.Status200OK, mediaType, null, text));

    /// <summary>The answer has an entity tag, and is 304 to who holds it already.</summary>
    public static IEndpointConventionBuilder Tagged(this IEndpointConventionBuilder route) => route.WithMetadata(new TagDescription());

    public static TBuilder Fails<TBuilder>(this TBuilder route, params ReadOnlySpan<ReasonCode> codes)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new FailureDescription([.. codes]));
}

/// <summary>The codes that an endpoint may refuse with, beside those that any may.</summary>
public sealed record FailureDescription(IReadOnlyList<ReasonCode> Codes);

/// <summary>One query parameter of an endpoint.</summary>
public sealed record QueryDescription(string Name, string Text, QueryForm Form);

/// <summary>One request header that an endpoint looks at.</summary>
public sealed record HeaderDescription(string Name, string Text);

/// <summary>A form in which an endpoint takes its body: a record as JSON, or another form.</summary>
public sealed record BodyDescription(string MediaType, Type? Type, BodyForm? Form)
{
    public bool IsOptional { get; init; }
}

/// <summary>An answer that is no refusal: a record as JSON, or text.</summary>
public sealed record AnswerDescription(int Status, string MediaType, Type? Type, string? Text);

/// <summary>There is an entity tag.</summary>
public sealed record TagDescription;

/// <summary>Bodies that are no records of ours.</summary>
public enum BodyForm
{
    /// <summary>A CloudEvent in structured mode.</summary>
    Event,

    /// <summary>Up to 1,000 CloudEvents.</summary>
    Events,

    /// <summary>A playbook file.</summary>
    Playbook,

    /// <summary>One JSON-RPC message of MCP.</summary>
    Message,
}

/// <summary>What a query parameter must look like; the endpoint checks the same with <see cref="QueryParameters"/>.</summary>
/// <param name="Type">string, integer or boolean.</param>
/// <param name="Format">date or date-time.</param>
/// <param name="Min">Of a number; of a text its length.</param>
/// <param name="Max">Of a number; of a text its length.</param>
/// <param name="Words">All there are.</param>
public sealed record QueryForm(string Type, string? Format = null, long? Min = null, long? Max = null, IReadOnlyList<string>? Words = null)
{
    public static readonly QueryForm Day = new("string", "date");
    public static readonly QueryForm Moment = new("string", "date-time");
    public static readonly QueryForm Flag = new("boolean");

    public static QueryForm Text(int lengthMax = 200) => new("string", Min: 1, Max: lengthMax);

    public static QueryForm Number(long min, long max = long.MaxValue) => new("integer", Min: min, Max: max);

    public static QueryForm OneOf(params string[] words) => new("string", Words: words);
}
