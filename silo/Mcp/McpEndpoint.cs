using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Mcp.Doors;
using AccountTwins.Silo.Api;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Api.Signals;
using AccountTwins.Silo.Security;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AccountTwins.Silo.Mcp;

/// <summary>
/// <c>POST /mcp</c>: MCP over streamable HTTP without sessions, whatever revision the client speaks, so that any silo answers any request.
/// Key, scopes and tenant are those of HTTP.
/// </summary>
public static class McpEndpoint
{
    /// <summary>Under this name the request's door travels with the message.</summary>
    internal const string Door = "accounttwins.door";

    private const string ReleaseHeader = "X-Agent-Release";
    private const string ModelHeader = "X-Agent-Model";
    private const string Unnamed = "unnamed";

    /// <summary>Whoever may use at least one tool; each tool has the scopes of its route besides.</summary>
    private static readonly RequiredScopes Scopes = new(KeyScopes.Agent | KeyScopes.Reviewer | KeyScopes.Reader | KeyScopes.Signals);

    private static readonly JsonTypeInfo<JsonRpcMessage> MessageType = (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    /// <summary>A name given twice is refused at once: whoever looked at the message later would take the first, or the last, or fail.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static IServiceCollection AddMcp(this IServiceCollection services)
    {
        services.AddOptions<McpOptions>().BindConfiguration(McpOptions.Section);
        services.AddSingleton<McpMetrics>();
        services.AddSingleton<McpService>();
        return services;
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/mcp", PostAsync)
            .RequireScopes(Scopes).WithName("mcp").WithSummary("MCP over streamable HTTP, without sessions; docs/mcp.md tells of its tools.")
            .Header("MCP-Protocol-Version", "The revision that the client speaks; absent in the first message of a handshake.")
            .Header(ReleaseHeader, "The agent's release, for decisions.").Header(ModelHeader, "The agent's model, for decisions.")
            .Takes("application/json", BodyForm.Message)
            .AnswersObject("One JSON-RPC message.").AnswersText("text/event-stream", "The same message as one event, for a client that takes nothing else.")
            .Fails(ReasonCodes.NotAcceptable);

    private static async Task PostAsync(HttpContext context, McpService service, InnerRoutes routes, IOptions<McpOptions> options)
    {
        if (context.Request.Headers.Origin is [{ Length: > 0 } origin] && !options.Value.Allows(origin))
        {
            await Problem.WriteAsync(context, ReasonCodes.Forbidden, "Pages of this origin may not call here; Mcp:AllowedOrigins names those that may.");
            return;
        }

        if (McpAnswer.WantsJson(context.Request) is not { } wantsJson)
        {
            await Problem.WriteAsync(context, ReasonCodes.NotAcceptable, "Answers are application/json or text/event-stream.");
            return;
        }

        if (await ReadAsync(context) is not { } message)
            return;
        var id = message is JsonRpcRequest request ? request.Id : default;
        if (McpHeaders.FaultOf(context.Request.Headers, message) is { } fault)
        {
            await McpAnswer.FaultAsync(context, StatusCodes.Status400BadRequest, fault, id);
            return;
        }

        message.Context = new JsonRpcMessageContext
        {
            ProtocolVersion = context.Request.Headers[McpHeaders.Version] is [{ Length: > 0 } version] ? version : null,
            Items = new Dictionary<string, object?> { [Door] = new SiloDoor(context, routes, AgentOf(context.Request)) },
        };
        try
        {
            var answer = await service.AnswerAsync(message, context.RequestAborted);
            if (answer.Events.Length == 0)
                context.Response.StatusCode = StatusCodes.Status202Accepted;
            else
                await McpAnswer.WriteAsync(context, answer.Events.Span, answer.First, wantsJson);
        }
        catch (JsonException)
        {
            // The SDK's transport reads the parameters of a handshake before its server does.
            await McpAnswer.FaultAsync(context, StatusCodes.Status400BadRequest, new JsonRpcErrorDetail { Code = (int)McpErrorCode.InvalidParams, Message = "The params are not of the form that the method takes." }, id);
        }
    }

    /// <summary>The message, or null after the error was written.</summary>
    private static async Task<JsonRpcMessage?> ReadAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context.Request, JsonRequest.BytesMax, context.RequestAborted);
        if (body is null)
        {
            await Problem.WriteAsync(context, ReasonCodes.BodyTooLarge, $"At most {JsonRequest.BytesMax / 1024} KB here.");
            return null;
        }

        var message = Parse(body.Bytes);
        if (message is null)
            await McpAnswer.FaultAsync(context, StatusCodes.Status400BadRequest, new JsonRpcErrorDetail { Code = (int)McpErrorCode.InvalidRequest, Message = "The body is no JSON-RPC message." });
        return message;
    }

    private static JsonRpcMessage? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            if (!IsUnicode(body))
                return null;
            JsonElement.Parse(body, Strict);
            return JsonSerializer.Deserialize(body, MessageType);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Parameters are kept as they came and read later, where a name or text that is no Unicode would be a fault.</summary>
    private static bool IsUnicode(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
            return false;
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.ValueIsEscaped && !IsUnicode(ref reader))
                return false;
        }

        return true;
    }

    // "\ud800" is well-formed JSON and half a character.
    private static bool IsUnicode(ref Utf8JsonReader reader)
    {
        try
        {
            reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Which release acts is said once, where the connection is set up, and not by the model.</summary>
    private static AgentBody AgentOf(HttpRequest request) => new()
    {
        Release = request.Headers[ReleaseHeader] is [{ Length: > 0 } release] ? release : Unnamed,
        Model = request.Headers[ModelHeader] is [{ Length: > 0 } model] ? model : null,
    };
}
