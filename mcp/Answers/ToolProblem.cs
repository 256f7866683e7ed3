using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Mcp.Answers;

/// <summary>An error of a tool: the problem details of HTTP (RFC 9457). <see cref="Code"/> is what programs go by.</summary>
public sealed record ToolProblem
{
    public string? Type { get; init; }

    public required string Title { get; init; }

    /// <summary>HTTP status; 0 where no answer came.</summary>
    public required int Status { get; init; }

    public required string Code { get; init; }

    public string? Detail { get; init; }

    public string? TraceId { get; init; }

    /// <summary>With <c>too_stale</c>.</summary>
    public StaleFeed[]? Feeds { get; init; }

    public static ToolProblem Of(ReasonCode code, string? detail) =>
        new() { Type = "urn:accounttwins:code:" + code.Code, Title = code.Text, Status = code.Status, Code = code.Code, Detail = detail };
}
