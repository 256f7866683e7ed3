using AccountTwins.Mcp.Answers;
using AccountTwins.Mcp.Doors;
using ModelContextProtocol.Protocol;

namespace AccountTwins.Mcp.Tools;

/// <summary>A decision as four tools give it: first a sentence on what to do now, then the decision.</summary>
internal static class DecisionAnswer
{
    public static CallToolResult Of(DoorAnswer answer, ToolCall call)
    {
        if (!answer.IsOk)
            return ToolAnswer.Fault(answer);
        var json = ToolAnswer.Parse(answer.Body);
        return ToolAnswer.Ok(json, Lifetime.OfDecision(json, call.Clock.GetUtcNow()), WhatNow.Of(json), json.GetRawText());
    }
}
