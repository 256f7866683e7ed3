using System.Text.Json;
using AccountTwins.Mcp.Doors;
using AccountTwins.Mcp.Tools;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;

namespace AccountTwins.Client.Agents.Tools;

/// <summary>A tool of the MCP server as a function of this process: the same name, description, schema and answer.</summary>
internal sealed class TwinFunction(TwinTool tool, ITwinsDoor door, TimeProvider clock) : AIFunction
{
    public override string Name => tool.Definition.Name;

    public override string Description => tool.Definition.Description!;

    public override JsonElement JsonSchema => tool.Definition.InputSchema;

    /// <summary>
    /// What a model reads; a refusal is a text too, and begins with its code. Descriptions tell it to go by <c>_meta.ttlMs</c>, which is no text of the
    /// protocol's, so it follows as one.
    /// </summary>
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var given = arguments.ToDictionary(
            each => each.Key,
            each => each.Value as JsonElement? ?? JsonSerializer.SerializeToElement(each.Value, AIJsonUtilities.DefaultOptions),
            StringComparer.Ordinal);
        var result = await tool.CallAsync(given, new ToolCall(door, clock, cancellationToken)).ConfigureAwait(false);
        var texts = result.Content.OfType<TextContentBlock>().Select(block => block.Text);
        return string.Join('\n', result.Meta?["ttlMs"] is { } life ? texts.Append($"_meta.ttlMs: {life.ToJsonString()}") : texts);
    }
}
