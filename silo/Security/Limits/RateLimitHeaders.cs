using AccountTwins.Grains.Interfaces;
using AccountTwins.Silo.Api.Problems;

namespace AccountTwins.Silo.Security.Limits;

/// <summary>The fields of draft-ietf-httpapi-ratelimit-headers, and the refusal.</summary>
internal static class RateLimitHeaders
{
    // RateLimit-Policy: "key";q=50000;w=10, "tenant";q=100000;w=10
    // RateLimit: "key";r=49999;t=1, "tenant";r=99711;t=1
    internal const string Policy = "RateLimit-Policy";
    internal const string Standing = "RateLimit";

    /// <summary>Says how the caller stands; kept with the request, because a fault clears what was said.</summary>
    public static void Show(HttpContext context, LimitAnswer? answer)
    {
        if (answer is null)
            return;
        context.Features.Set(answer);
        Write(context, answer);
    }

    /// <summary>Says it again after the answer was cleared.</summary>
    public static void ShowAgain(HttpContext context)
    {
        if (context.Features.Get<LimitAnswer>() is { } answer)
            Write(context, answer);
    }

    public static Task RefuseAsync(HttpContext context, LimitAnswer answer)
    {
        var by = answer.RefusedBy!.Value;
        Show(context, answer);
        context.Response.Headers.RetryAfter = $"{by.RetryAfter}";
        var size = by.Bucket.Size;
        return Problem.WriteAsync(context, ReasonCodes.RateLimited, size.Name switch
        {
            "attempts" => $"From this address {size.PerSecond} attempts a second without a good key are answered.",
            _ => $"This {size.Name} has {size.PerSecond} requests a second, and at most {size.Capacity} at once.",
        });
    }

    private static void Write(HttpContext context, LimitAnswer answer)
    {
        context.Response.Headers[Policy] = string.Join(", ", answer.Asked.Select(each => each.Bucket.Size.Policy));
        context.Response.Headers[Standing] = string.Join(", ", answer.Asked.Select(each => each.Standing));
    }
}
