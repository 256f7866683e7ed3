using System.Collections.Frozen;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AccountTwins.Silo.Mcp;

/// <summary>
/// What MCP says twice, in headers and in the body, must agree, or what a proxy routes and counts by is not what is done. Before revision
/// 2026-07-28 only the version was in a header; since then every request names method, name and capabilities itself, for there is no session.
/// </summary>
internal static class McpHeaders
{
    public const string Version = "MCP-Protocol-Version";
    public const string Method = "Mcp-Method";
    public const string Name = "Mcp-Name";

    /// <summary>The revision without sessions.</summary>
    public const string Stateless = "2026-07-28";

    /// <summary>Every revision that is answered.</summary>
    public static readonly FrozenSet<string> Versions = new[] { Stateless, "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What is wrong with a request's headers, or null.</summary>
    public static JsonRpcErrorDetail? FaultOf(IHeaderDictionary headers, JsonRpcMessage message)
    {
        var version = headers[Version].ToString();
        if (version.Length > 0 && !Versions.Contains(version))
            return Unsupported(version);
        var (method, parameters, isRequest) = message switch
        {
            JsonRpcRequest request => (request.Method, request.Params as JsonObject, true),
            JsonRpcNotification notification => (notification.Method, notification.Params as JsonObject, false),
            _ => (null, null, false),
        };
        if (method is null)
            return null;
        var meta = parameters?["_meta"] as JsonObject;
        var named = Text(meta, MetaKeys.ProtocolVersion);
        if (version != Stateless && named != Stateless)
        {
            return method == RequestMethods.Initialize && version.Length > 0 && Text(parameters, "protocolVersion") is { } asked && asked != version
                ? Mismatch(Version, version, asked)
                : null;
        }

        if (version != (named ?? version))
            return Mismatch(Version, version, named);
        return Standard(headers, method, parameters) ?? (isRequest ? Missing(meta, named) : null);
    }

    private static JsonRpcErrorDetail? Standard(IHeaderDictionary headers, string method, JsonObject? parameters)
    {
        if (headers[Method].ToString().Trim() is var inHeader && inHeader != method)
            return Mismatch(Method, inHeader, method);
        var member = method switch
        {
            RequestMethods.ToolsCall or RequestMethods.PromptsGet => "name",
            RequestMethods.ResourcesRead => "uri",
            _ => null,
        };
        if (member is null)
            return null;
        var (given, expected) = (headers[Name].ToString().Trim(), Text(parameters, member));
        // What is not plain ASCII comes as =?base64?…?=.
        return given.All(char.IsAscii) && McpHeaderEncoder.DecodeValue(given) == expected ? null : Mismatch(Name, given, expected);
    }

    private static JsonRpcErrorDetail? Missing(JsonObject? meta, string? named)
    {
        if (named is null)
            return Lacks(MetaKeys.ProtocolVersion);
        return meta![MetaKeys.ClientCapabilities] is JsonObject ? null : Lacks(MetaKeys.ClientCapabilities);
    }

    private static JsonRpcErrorDetail Lacks(string key) =>
        new() { Code = (int)McpErrorCode.InvalidParams, Message = $"A request of revision {Stateless} needs _meta/{key}." };

    private static JsonRpcErrorDetail Mismatch(string header, string given, string? expected) => new()
    {
        Code = (int)McpErrorCode.HeaderMismatch,
        Message = $"The header {header} {(given.Length == 0 ? "is missing" : $"says '{Shorten(given)}'")}, the body says '{Shorten(expected ?? "")}'.",
    };

    /// <summary>A client that knows this error takes one of the versions named in it, without a handshake.</summary>
    private static JsonRpcErrorDetail Unsupported(string version) => new()
    {
        Code = (int)McpErrorCode.UnsupportedProtocolVersion,
        Message = $"The protocol version '{Shorten(version)}' is not supported.",
        Data = new JsonObject { ["supported"] = new JsonArray(Stateless), ["requested"] = Shorten(version) },
    };

    private static string? Text(JsonObject? members, string name) => members?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80];
}
