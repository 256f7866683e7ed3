using AccountTwins.Client.Agents.Tools;
using AccountTwins.Mcp.Doors;
using AccountTwins.Mcp.Tools;
using Microsoft.Extensions.AI;

namespace AccountTwins.Client.Agents;

/// <summary>The tools of the MCP server for an agent in this process.</summary>
public sealed partial class AgentClient
{
    /// <summary>
    /// For <c>ChatOptions.Tools</c>: resolve_account, get_account_context, check_action, get_decision, use_approval, report_outcome, find_accounts,
    /// explain_score. The model keeps what the answers say; where code acts, <see cref="Guarded{T}"/> keeps it for sure.
    /// </summary>
    /// <param name="names">Only these; none: all.</param>
    public IList<AITool> AsAIFunctions(params ReadOnlySpan<string> names)
    {
        var door = AsDoor();
        var wanted = names.IsEmpty ? null : new HashSet<string>(names.ToArray(), StringComparer.Ordinal);
        if (wanted?.FirstOrDefault(name => !ToolCatalogue.ByName.ContainsKey(name)) is { } unknown)
            throw new ArgumentException($"There is no tool '{unknown}'.", nameof(names));
        return [.. ToolCatalogue.All.Where(tool => wanted?.Contains(tool.Definition.Name) ?? true).Select(tool => new TwinFunction(tool, door, clock))];
    }

    /// <summary>For an MCP server in this process, <c>TwinsMcp.Options(_ => client.AsDoor(), …)</c>: the tools with this client's deadlines, its one repeat, and its outcomes on disk.</summary>
    public ITwinsDoor AsDoor() => new AgentDoor(this, options, attempts);
}
