using System.Diagnostics.Metrics;

namespace AccountTwins.Silo.Mcp;

/// <summary>The instruments of MCP. Every call goes to one address and is answered 200, so HTTP's own say nothing of tools and their errors.</summary>
public sealed class McpMetrics
{
    public const string MeterName = "AccountTwins.Mcp";

    /// <summary>Seconds of one call. Tags <c>tool</c>, <c>code</c>: ok, or the stable code of the error.</summary>
    public const string ToolDuration = "accounttwins.mcp.tool.duration";

    private readonly Histogram<double> duration;

    public McpMetrics(IMeterFactory meters) => duration = meters.Create(MeterName).CreateHistogram<double>(ToolDuration, "s", "One call of an MCP tool.");

    public void Called(string tool, string code, TimeSpan took) =>
        duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("tool", tool), new KeyValuePair<string, object?>("code", code));
}
