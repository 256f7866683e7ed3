using System.Text.Json;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Mcp;
using AccountTwins.Mcp.Tools;
using AccountTwins.Tests.Readme;
using AccountTwins.Tests.Silo.Api;

namespace AccountTwins.Tests.Mcp;

public sealed class WhatNowTests
{
    [Theory]
    [InlineData(VerdictKind.Allow, NextStep.Proceed, DecisionState.Permitted, "next: proceed. Act before expiresAt", "report_outcome")]
    [InlineData(VerdictKind.AllowWithObligations, NextStep.Proceed, DecisionState.Permitted, "next: proceed. Act before expiresAt, keep every obligation", "report_outcome")]
    [InlineData(VerdictKind.RequireApproval, NextStep.Wait, DecisionState.Pending, "next: wait. Do not act yet", "get_decision")]
    [InlineData(VerdictKind.RequireApproval, NextStep.Proceed, DecisionState.Approved, "next: proceed. A person approved it", "use_approval")]
    [InlineData(VerdictKind.RequireApproval, NextStep.Proceed, DecisionState.ApprovedEdited, "next: proceed. A person approved it", "use_approval")]
    [InlineData(VerdictKind.RequireApproval, NextStep.Proceed, DecisionState.Permitted, "next: proceed. A person approved it", "report_outcome")]
    [InlineData(VerdictKind.RequireApproval, NextStep.Stop, DecisionState.Rejected, "next: stop. Do not act", "a person said no")]
    [InlineData(VerdictKind.Allow, NextStep.Stop, DecisionState.Executed, "next: stop. Do not act", "It is settled")]
    [InlineData(VerdictKind.Allow, NextStep.Stop, DecisionState.Unconfirmed, "next: stop. Do not act", "report_outcome")]
    [InlineData(VerdictKind.Escalate, NextStep.HandOver, DecisionState.Closed, "next: hand_over. Do not act", "handover.to")]
    [InlineData(VerdictKind.Deny, NextStep.Stop, DecisionState.Closed, "next: stop. Do not act", "wouldAllowIf")]
    [InlineData(VerdictKind.Deny, NextStep.Proceed, DecisionState.Closed, "next: proceed. Do not act", "means nothing")]
    public void A_decision_says_what_to_do_now(VerdictKind verdict, NextStep next, DecisionState state, string start, string rest)
    {
        var text = Of(DecisionsEndpointTests.View() with { Verdict = verdict, Next = next, State = state, Enforced = true });

        Assert.StartsWith(start, text);
        Assert.Contains(rest, text);
    }

    [Theory]
    [InlineData(VerdictKind.RequireApproval, NextStep.Stop, "next: stop. It was done without leave")]
    [InlineData(VerdictKind.Escalate, NextStep.HandOver, "handover.to")]
    public void What_was_done_without_leave_is_said_first(VerdictKind verdict, NextStep next, string part)
    {
        var text = Of(DecisionsEndpointTests.View() with { Verdict = verdict, Next = next, State = DecisionState.Executed, Enforced = true, Code = NextSteps.WithoutLeave });

        Assert.StartsWith($"next: {(next == NextStep.Stop ? "stop" : "hand_over")}. {NextSteps.DoneWithoutLeave}", text);
        Assert.Contains(part, text);
    }

    [Fact]
    public void A_dry_run_permits_nothing()
    {
        var text = Of(DecisionsEndpointTests.View() with { DecisionId = null, Verdict = VerdictKind.Allow, Next = NextStep.Proceed, Enforced = true });

        Assert.Contains("nothing is permitted by this", text);
    }

    [Fact]
    public void Where_the_playbook_only_watches_nobody_is_bound()
    {
        var text = Of(DecisionsEndpointTests.View() with { Verdict = VerdictKind.Deny, Next = NextStep.Proceed, Enforced = false });

        Assert.Contains(NextSteps.Watched, text);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/client.md")]
    [InlineData("docs/http.md")]
    [InlineData("docs/mcp.md")]
    public void The_table_of_the_documents_is_the_one_that_all_doors_share(string document)
    {
        var rows = new MarkdownFile(document).Text.Split('\n');

        Assert.All(NextSteps.All, row => Assert.Contains(rows, line => line.StartsWith($"| `{Word(row.Key.Verdict)}` | `{Word(row.Key.Next)}` | {row.Value} |", StringComparison.Ordinal)));
        Assert.Contains(rows, line => line.StartsWith($"| any, `enforced` false | `proceed` | {NextSteps.Watched} |", StringComparison.Ordinal));
    }

    private static string Of(DecisionView view) => WhatNow.Of(JsonSerializer.SerializeToElement(view, McpJson.Default.DecisionView));

    private static string Word<T>(T word)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString());
}
