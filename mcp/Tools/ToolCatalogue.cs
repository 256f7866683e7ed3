using System.Collections.Frozen;

namespace AccountTwins.Mcp.Tools;

/// <summary>Every tool there is, in the order in which an agent needs them; <c>/mcp</c> and <c>twins mcp</c> offer the same.</summary>
public static class ToolCatalogue
{
    public static readonly IReadOnlyList<TwinTool> All =
    [
        ResolveAccount.Tool, GetAccountContext.Tool, CheckAction.Tool, GetDecision.Tool, UseApproval.Tool, ReportOutcome.Tool, FindAccounts.Tool, ExplainScore.Tool,
    ];

    public static readonly FrozenDictionary<string, TwinTool> ByName = All.ToFrozenDictionary(tool => tool.Definition.Name, StringComparer.Ordinal);
}
