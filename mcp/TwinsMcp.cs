using System.Text.Json;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Mcp.Answers;
using AccountTwins.Mcp.Doors;
using AccountTwins.Mcp.Prompts;
using AccountTwins.Mcp.Resources;
using AccountTwins.Mcp.Tools;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AccountTwins.Mcp;

/// <summary>
/// The MCP server of this product, whatever it is served over: tools, one resource template, one prompt. It keeps nothing between requests,
/// so one value serves them all.
/// </summary>
public static partial class TwinsMcp
{
    /// <summary>What a client may show beside the tools, and what most put before the model.</summary>
    public const string Instructions = """
        AccountTwins knows your customers' accounts and decides how far an AI may go with each. In every conversation with a customer:
        1. resolve_account, unless you have the account id. 2. get_account_context before you write anything. 3. check_action before you do anything, with the final draft and amount; do exactly what `next` says: proceed, wait, hand_over or stop. 4. While it is wait: get_decision; once approved: use_approval, then act at once. 5. report_outcome after acting.
        Any error means "not allowed", never "go ahead". Scores, risks, reasons and latitude are internal: never tell the customer.
        """;

    /// <param name="doorOf">The caller's way to the twins.</param>
    /// <param name="clock">Tells how long a permit still holds.</param>
    /// <param name="logger">Takes faults of this program; what was asked and answered is never logged.</param>
    /// <param name="called">Told of every call of a tool: its name, <c>ok</c> or the code of its error, and how long it took.</param>
    public static McpServerOptions Options(Func<MessageContext, ITwinsDoor> doorOf, TimeProvider clock, ILogger logger, Action<string, string, TimeSpan>? called = null) => new()
    {
        ServerInfo = new Implementation { Name = "accounttwins", Title = "AccountTwins", Version = typeof(TwinsMcp).Assembly.GetName().Version?.ToString(3) ?? "0.0.0" },
        ServerInstructions = Instructions.ReplaceLineEndings("\n"),
        ScopeRequests = false,
        Filters = new McpServerFilters { Message = new McpMessageFilters { IncomingFilters = [RefuseUnreadable] } },
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = (request, _) => ValueTask.FromResult(new ListToolsResult
            {
                Tools = [.. ToolCatalogue.All.Where(tool => doorOf(request).May(tool.Route)).Select(tool => tool.Definition)],
                TimeToLive = Lifetime.OfDefinitions,
                CacheScope = CacheScope.Private,
            }),
            CallToolHandler = async (request, cancellationToken) => await CallAsync(request, new ToolCall(doorOf(request), clock, cancellationToken), logger, called),
            ListResourcesHandler = (_, _) => ValueTask.FromResult(new ListResourcesResult { TimeToLive = Lifetime.OfDefinitions, CacheScope = CacheScope.Private }),
            ListResourceTemplatesHandler = (_, _) => ValueTask.FromResult(new ListResourceTemplatesResult
            {
                ResourceTemplates = [ContextResource.Template],
                TimeToLive = Lifetime.OfDefinitions,
                CacheScope = CacheScope.Private,
            }),
            ReadResourceHandler = async (request, cancellationToken) => await ContextResource.ReadAsync(Named(request.Params, static read => read.Uri), doorOf(request), cancellationToken),
            ListPromptsHandler = (_, _) => ValueTask.FromResult(new ListPromptsResult { Prompts = [DraftReply.Definition], TimeToLive = Lifetime.OfDefinitions, CacheScope = CacheScope.Private }),
            GetPromptHandler = async (request, cancellationToken) => Named(request.Params, static asked => asked.Name) == DraftReply.Name
                ? await DraftReply.GetAsync(request.Params.Arguments, doorOf(request), cancellationToken)
                : throw new McpProtocolException($"There is no prompt '{request.Params.Name}'.", McpErrorCode.InvalidParams),
        },
    };

    /// <summary>Parameters of another form are the caller's mistake; left alone the SDK calls them an internal error.</summary>
    private static McpMessageHandler RefuseUnreadable(McpMessageHandler next) => async (context, cancellationToken) =>
    {
        try
        {
            await next(context, cancellationToken);
        }
        catch (JsonException)
        {
            throw Unreadable();
        }
    };

    /// <summary>What a method is about. The SDK lets a request by that has no params, or a null in this place.</summary>
    private static string Named<T>(T? parameters, Func<T, string?> name)
        where T : class => (parameters is null ? null : name(parameters)) ?? throw Unreadable();

    private static McpProtocolException Unreadable() => new("The params are not of the form that the method takes.", McpErrorCode.InvalidParams);

    private static async Task<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, ToolCall call, ILogger logger, Action<string, string, TimeSpan>? called)
    {
        if (!ToolCatalogue.ByName.TryGetValue(Named(request.Params, static called => called.Name), out var tool))
            throw new McpProtocolException($"There is no tool '{request.Params.Name}'.", McpErrorCode.InvalidParams);
        var began = call.Clock.GetTimestamp();
        var result = await CallAsync(tool, request, call, logger);
        called?.Invoke(tool.Definition.Name, result.IsError == true ? result.StructuredContent!.Value.GetProperty("code").GetString()! : "ok", call.Clock.GetElapsedTime(began));
        return result;
    }

    private static async Task<CallToolResult> CallAsync(TwinTool tool, RequestContext<CallToolRequestParams> request, ToolCall call, ILogger logger)
    {
        try
        {
            return await tool.CallAsync(request.Params.Arguments, call);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFault(logger, tool.Definition.Name, exception);
            return ToolAnswer.Fault(ReasonCodes.Internal, null);
        }
    }

    [LoggerMessage(5040, LogLevel.Error, "The tool {Tool} failed by a fault of this program.")]
    private static partial void LogFault(ILogger logger, string tool, Exception exception);
}
