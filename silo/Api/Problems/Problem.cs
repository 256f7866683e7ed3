using System.Diagnostics;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Signals;

namespace AccountTwins.Silo.Api.Problems;

/// <summary>Writes errors. A detail is made from our own words and the caller's parameters, never from an exception.</summary>
public static class Problem
{
    public const string ContentType = "application/problem+json";

    /// <summary>How long a caller should wait while the store is away; outages are mended in seconds or not at all.</summary>
    private const string RetryAfterSeconds = "5";

    public static Task WriteAsync(
        HttpContext context, ReasonCode code, string? detail = null, StaleFeed[]? feeds = null, SignalResult[]? results = null)
    {
        var body = new ProblemBody
        {
            Type = TypeOf(code),
            Title = code.Text,
            Status = code.Status,
            Code = code.Code,
            Detail = detail,
            TraceId = Activity.Current?.Id ?? context.TraceIdentifier,
            Feeds = feeds,
            Results = results,
        };
        context.Response.StatusCode = code.Status;
        if (code.Status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, body, ApiJson.Default.ProblemBody, ContentType);
    }

    /// <summary>A name of the kind of problem.</summary>
    public static string TypeOf(ReasonCode code) => "urn:accounttwins:code:" + code.Code;

    public static Task StoreUnavailableAsync(HttpContext context, string? detail = null) =>
        WriteAsync(context, ReasonCodes.StoreUnavailable, detail);
}
