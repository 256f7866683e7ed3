using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Mcp.Doors;
using ModelContextProtocol.Protocol;

namespace AccountTwins.Mcp.Answers;

/// <summary>
/// A tool's answer: the JSON of HTTP as structured content, beside it text for a model, and <c>ttlMs</c> in <c>_meta</c>. An error carries
/// its problem details as structured content.
/// </summary>
internal static class ToolAnswer
{
    public static CallToolResult Ok(JsonElement json, TimeSpan? lifetime, params ReadOnlySpan<string> texts)
    {
        var result = new CallToolResult { StructuredContent = json };
        foreach (var text in texts)
            result.Content.Add(new TextContentBlock { Text = text });
        if (lifetime is { } life)
            result.Meta = new JsonObject { ["ttlMs"] = (long)life.TotalMilliseconds };
        return result;
    }

    public static CallToolResult Fault(ReasonCode code, string? detail) => Fault(JsonSerializer.SerializeToElement(ToolProblem.Of(code, detail), McpJson.Default.ToolProblem));

    /// <summary>What the service answered instead of what was asked for.</summary>
    public static CallToolResult Fault(DoorAnswer answer) => Fault(ProblemOf(answer));

    public static JsonElement ProblemOf(DoorAnswer answer)
    {
        try
        {
            return Parse(answer.Body);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(ToolProblem.Of(ReasonCodes.Internal, $"HTTP {answer.Status} without a problem that could be read."), McpJson.Default.ToolProblem);
        }
    }

    /// <summary>unknown_account: No account answers to this id. What it was here.</summary>
    public static string TextOf(JsonElement problem)
    {
        var text = new StringBuilder($"{problem.GetProperty("code").GetString()}: {problem.GetProperty("title").GetString()}");
        return problem.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.String ? text.Append(' ').Append(detail.GetString()).ToString() : text.ToString();
    }

    public static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        return JsonElement.ParseValue(ref reader);
    }

    private static CallToolResult Fault(JsonElement problem) => new()
    {
        IsError = true,
        StructuredContent = problem,
        Content = [new TextContentBlock { Text = TextOf(problem) }],
    };
}
