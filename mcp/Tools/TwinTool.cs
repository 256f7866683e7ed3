using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Mcp.Answers;
using AccountTwins.Mcp.Doors;
using ModelContextProtocol.Protocol;

namespace AccountTwins.Mcp.Tools;

/// <summary>One tool: what a model reads of it, the route whose scopes it takes, and what it does.</summary>
public sealed class TwinTool
{
    public required Tool Definition { get; init; }

    public required TwinsRoute Route { get; init; }

    /// <summary>What is asked of the service; not called with arguments that are known to be wrong.</summary>
    public required Func<ToolArguments, Func<ToolCall, Task<CallToolResult>>> Prepare { get; init; }

    /// <summary>The code of arguments that cannot be read.</summary>
    public ReasonCode BadArguments { get; init; } = ReasonCodes.BadParameter;

    public Task<CallToolResult> CallAsync(IDictionary<string, JsonElement>? given, ToolCall call)
    {
        var arguments = new ToolArguments(given);
        var run = Prepare(arguments);
        return arguments.Fault is { } fault ? Task.FromResult(ToolAnswer.Fault(BadArguments, fault)) : run(call);
    }

    internal static Tool Define(string name, string title, string description, string inputSchema, JsonTypeInfo answer, bool isReadOnly) => new()
    {
        Name = name,
        Title = title,
        Description = description.ReplaceLineEndings("\n"),
        InputSchema = JsonElement.Parse(inputSchema),
        OutputSchema = OutputSchema.Of(answer),
        Annotations = new ToolAnnotations
        {
            Title = title,
            ReadOnlyHint = isReadOnly,
            // Decisions and outcomes are added to a ledger; nothing is ever taken away, and a repeated call changes nothing.
            DestructiveHint = false,
            IdempotentHint = true,
            // The service's own accounts, and nothing outside.
            OpenWorldHint = false,
        },
    };
}

/// <summary>One call of a tool: the door, the clock, and the caller's patience.</summary>
public readonly record struct ToolCall(ITwinsDoor Door, TimeProvider Clock, CancellationToken Cancellation);
