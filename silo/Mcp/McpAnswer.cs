using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AccountTwins.Silo.Api;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AccountTwins.Silo.Mcp;

/// <summary>
/// Writes what the SDK answered. It frames every answer as a server-sent event; a request has exactly one answer here, so a client that takes
/// JSON gets JSON with its length, which any HTTP client can read, and the frame goes to who takes nothing else.
/// </summary>
internal static class McpAnswer
{
    private const string Json = "application/json";
    private const string Events = "text/event-stream";

    private static readonly JsonTypeInfo<JsonRpcError> ErrorType = (JsonTypeInfo<JsonRpcError>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcError));

    /// <summary>Which form the caller takes, or null for none of both.</summary>
    public static bool? WantsJson(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0)
            return true;
        var accepted = request.GetTypedHeaders().Accept;
        if (accepted.Any(type => type.MatchesMediaType(Json)))
            return true;
        return accepted.Any(type => type.MatchesMediaType(Events)) ? false : null;
    }

    public static Task WriteAsync(HttpContext context, ReadOnlySpan<byte> events, JsonRpcMessage? first, bool asJson)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = first is JsonRpcError error ? StatusOf(error.Error.Code) : StatusCodes.Status200OK;
        return asJson && Single(events) is { Length: > 0 } json ? JsonAnswer.WriteAsync(context, json, Json) : JsonAnswer.WriteAsync(context, events, Events);
    }

    public static Task FaultAsync(HttpContext context, int status, JsonRpcErrorDetail fault, RequestId id = default)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = status;
        return JsonAnswer.WriteAsync(context, new JsonRpcError { Id = id, Error = fault }, ErrorType, Json);
    }

    /// <summary>What a proxy should see of an error that the protocol gives a status of its own; all others are answers like any.</summary>
    private static int StatusOf(int code) => (McpErrorCode)code switch
    {
        McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
        McpErrorCode.UnsupportedProtocolVersion or McpErrorCode.HeaderMismatch or McpErrorCode.MissingRequiredClientCapability => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status200OK,
    };

    // event: message
    // data: {"jsonrpc":"2.0",…}
    private static ReadOnlySpan<byte> Single(ReadOnlySpan<byte> events)
    {
        var start = events.IndexOf("data: "u8);
        if (start < 0)
            return default;
        var data = events[(start + 6)..];
        var end = data.IndexOf((byte)'\n');
        if (end < 0)
            return default;
        return data[end..].IndexOf("data: "u8) < 0 ? data[..end] : default;
    }
}
