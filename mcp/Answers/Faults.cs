using System.Text.Json;
using ModelContextProtocol;

namespace AccountTwins.Mcp.Answers;

/// <summary>Errors of what is no tool: JSON-RPC errors whose message begins with the stable code and whose data holds the problem details.</summary>
internal static class Faults
{
    public static McpProtocolException NotFound(ToolProblem problem) => NotFound(JsonSerializer.SerializeToElement(problem, McpJson.Default.ToolProblem));

    public static McpProtocolException NotFound(JsonElement problem) => Of(problem, McpErrorCode.InvalidParams);

    private static McpProtocolException Of(JsonElement problem, McpErrorCode code)
    {
        var exception = new McpProtocolException(ToolAnswer.TextOf(problem), code);
        foreach (var member in problem.EnumerateObject())
        {
            if (member.Value.ValueKind is JsonValueKind.String)
                exception.Data[member.Name] = member.Value.GetString();
            else if (member.Value.ValueKind is JsonValueKind.Number)
                exception.Data[member.Name] = member.Value.GetInt32();
        }

        return exception;
    }
}
