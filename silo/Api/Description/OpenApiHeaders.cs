using System.Text.Json.Nodes;
using AccountTwins.Silo.Security.Limits;

namespace AccountTwins.Silo.Api.Description;

/// <summary>The headers of answers, each described once.</summary>
internal static class OpenApiHeaders
{
    private static readonly (string Name, string Type, string Text)[] All =
    [
        ("ETag", "string", "Weak; changes with what is shown, not with the moment of asking. Send it back in If-None-Match."),
        ("Retry-After", "integer", "Seconds after which asking again makes sense."),
        (RateLimitHeaders.Policy, "string", "Unless the limits are off: how many requests (q) in how many seconds (w), of the key and of its tenant."),
        (RateLimitHeaders.Standing, "string", "Unless the limits are off: how many are left (r), and after how many seconds (t) there are more."),
        ("WWW-Authenticate", "string", "Bearer."),
    ];

    public static JsonObject Components() => new(All.Select(header => KeyValuePair.Create<string, JsonNode?>(
        header.Name, new JsonObject { ["description"] = header.Text, ["schema"] = new JsonObject { ["type"] = header.Type } })));

    /// <summary>What any answer to a key may say of its limits.</summary>
    public static readonly string[] Limits = [RateLimitHeaders.Policy, RateLimitHeaders.Standing];

    public static JsonObject Of(params ReadOnlySpan<string> names)
    {
        var headers = new JsonObject();
        foreach (var name in names)
            headers[name] = new JsonObject { ["$ref"] = $"#/components/headers/{name}" };
        return headers;
    }
}
