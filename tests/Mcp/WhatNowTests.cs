using System.Text.Json;
using AccountTwins.Mcp.Tools;
using AccountTwins.Tests.Readme;

namespace AccountTwins.Tests.Mcp;

public sealed class WhatNowTests
{
    [Theory]
    [InlineData("allow", "proceed", "permitted", "before `expiresAt`")]
    [InlineData("allow_with_obligations", "proceed", "permitted", "keep every one of the action's `obligations`")]
    [InlineData("require_approval", "wait", "pending", "call get_decision")]
    [InlineData("require_approval", "proceed", "approved", "Call use_approval just before you act")]
    [InlineData("require_approval", "proceed", "approved_edited", "only `approvedActions`")]
    [InlineData("require_approval", "proceed", "permitted", "before `expiresAt`")]
    [InlineData("require_approval", "stop", "rejected", "not approved (rejected)")]
    [InlineData("require_approval", "stop", "expired", "not approved (expired)")]
    [InlineData("require_approval", "stop", "replied", "A person has answered")]
    [InlineData("allow", "stop", "executed", "settled")]
    [InlineData("allow", "stop", "unconfirmed", "report_outcome")]
    [InlineData("escalate", "hand_over", "closed", "`handover.to`")]
    [InlineData("deny", "stop", "closed", "another way")]
    public void A_decision_says_what_to_do_now(string verdict, string next, string state, string expected)
    {
        var text = WhatNow.Of(JsonElement.Parse($$"""{"decisionId":"1-00000000@a","verdict":"{{verdict}}","next":"{{next}}","state":"{{state}}","enforced":true}"""));

        Assert.StartsWith($"next: {next}. ", text);
        Assert.Contains(expected, text);
    }

    [Fact]
    public void The_table_of_the_documents_is_the_one_of_the_tools()
    {
        var rows = new MarkdownFile("docs/mcp.md").Text.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Split('|').Length == 5);

        Assert.Equal(WhatNow.Table.Select(row => $"| `{row.Verdict}` | `{row.Next}` | {row.Do} |"), rows);
    }

    [Fact]
    public void A_dry_run_permits_nothing()
    {
        var text = WhatNow.Of(JsonElement.Parse("""{"verdict":"allow","next":"proceed","state":"permitted","enforced":true}"""));

        Assert.Contains("nothing is permitted by this", text);
    }

    [Fact]
    public void Where_the_playbook_only_watches_nobody_is_bound()
    {
        var text = WhatNow.Of(JsonElement.Parse("""{"decisionId":"1-00000000@a","verdict":"deny","next":"proceed","state":"closed","enforced":false}"""));

        Assert.Contains("Nobody is bound", text);
    }
}
