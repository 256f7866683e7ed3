using System.Text.Json;

namespace AccountTwins.Mcp.Tools;

/// <summary>The table verdict × next, once: what a tool tells the model is what docs/mcp.md shows.</summary>
public static class WhatNow
{
    /// <summary>Each verdict, the <c>next</c> that goes with it, and what an agent does then.</summary>
    public static readonly IReadOnlyList<(string Verdict, string Next, string Do)> Table =
    [
        ("allow", "proceed", "Do exactly what you asked about, before `expiresAt`. Then call report_outcome."),
        ("allow_with_obligations", "proceed", "The same, and keep every one of the action's `obligations`. Then call report_outcome."),
        ("require_approval", "wait", "Do not act. Tell the customer what `customerMessageHint` says, and call get_decision until `next` changes."),
        ("escalate", "hand_over", "Do not act and promise nothing. Hand the conversation to `handover.to`; somebody answers by `handover.by`."),
        ("deny", "stop", "Do not act, and do not try it another way. `wouldAllowIf` says what would have to change."),
    ];

    /// <summary>What the agent does with this decision now, by where it stands.</summary>
    public static string Of(JsonElement decision)
    {
        var (verdict, next, state) = (decision.GetProperty("verdict").GetString(), decision.GetProperty("next").GetString(), decision.GetProperty("state").GetString());
        if (decision.TryGetProperty("enforced", out var enforced) && enforced.ValueKind == JsonValueKind.False)
            return "next: proceed. Nobody is bound (`enforced` is false, the playbook only watches): go on as you would without AccountTwins, and call report_outcome.";
        if (!decision.TryGetProperty("decisionId", out var id) || id.ValueKind != JsonValueKind.String)
        {
            return next == "proceed"
                ? "next: proceed. Nothing was recorded and nothing is permitted by this: call check_action again without dryRun before you act."
                : $"next: {next}. {Of(verdict, next)}";
        }

        return (next, state) switch
        {
            ("proceed", "approved" or "approved_edited") =>
                $"next: proceed. People approved it. Call use_approval just before you act{(state == "approved" ? "" : "; a person changed it, and only `approvedActions` may be done")}.",
            ("proceed", "permitted") when verdict is not ("allow" or "allow_with_obligations") =>
                "next: proceed. People approved it and it is permitted now: do only that, before `expiresAt`, and keep the `obligations`. Then call report_outcome.",
            ("stop", "executed" or "partly" or "failed" or "not_executed") => $"next: stop. It is settled: {state}. Nothing is left to do.",
            ("stop", "unconfirmed") => "next: stop. The permit has ended without an outcome. Call report_outcome with what really happened.",
            ("stop", "replied") => "next: stop. A person has answered the customer. Do not act.",
            ("stop", not null) when verdict == "require_approval" => $"next: stop. It was not approved ({state}). Do not act.",
            _ => $"next: {next}. {Of(verdict, next)}",
        };
    }

    private static string Of(string? verdict, string? next) =>
        (Table.FirstOrDefault(row => row.Verdict == verdict && row.Next == next) is { Do: { } exact } ? exact : Table.FirstOrDefault(row => row.Next == next).Do) ?? "Do not act.";
}
