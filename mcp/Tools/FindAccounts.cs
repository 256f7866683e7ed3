using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Mcp.Answers;
using AccountTwins.Mcp.Doors;

namespace AccountTwins.Mcp.Tools;

/// <summary><c>find_accounts</c>: which accounts need somebody?</summary>
internal static class FindAccounts
{
    public static readonly TwinTool Tool = new()
    {
        Route = TwinsRoute.Find,
        Definition = TwinTool.Define(
            "find_accounts",
            "List and filter the customer accounts",
            """
            Lists customer accounts by filters, for people who look after many: "which enterprise accounts at risk renew before June?". For one known customer use resolve_account instead: a name found here is no proof of whose account it is.
            Answer: `accounts` are the rows, and `next`, if there, is the `cursor` of the following page; pass the same filters with it. Rows are as old as the last checkpoint (seconds); get_account_context is newer. Takes a key with the scope reader or reviewer.
            """,
            """
            {"type":"object","additionalProperties":false,"properties":{
              "text":{"type":"string","maxLength":200,"description":"Part of the account's name."},
              "band":{"type":"string","enum":["healthy","watch","at_risk","unknown"],"description":"Health band."},
              "segment":{"type":"string","maxLength":200,"description":"Exactly this segment."},
              "owner":{"type":"string","maxLength":200,"description":"Exactly this owner."},
              "flagged":{"type":"boolean","description":"true: with an open risk flag; false: without."},
              "renewalBefore":{"type":"string","format":"date","description":"Contracts that renew before this day, such as 2026-06-01."},
              "sort":{"type":"string","enum":["name","renewal","arr","band","flagged"],"description":"Order; name if left out."},
              "limit":{"type":"integer","minimum":1,"maximum":200,"description":"Rows a page; 20 if left out."},
              "cursor":{"type":"string","maxLength":2048,"description":"next of the page before."}}}
            """,
            McpJson.Default.PortfolioAnswer,
            isReadOnly: true),
        Prepare = arguments =>
        {
            arguments.Only("text", "band", "segment", "owner", "flagged", "renewalBefore", "sort", "limit", "cursor");
            var ask = new FindAsk
            {
                Text = arguments.Text("text"),
                Band = arguments.OneOf("band", "healthy", "watch", "at_risk", "unknown"),
                Segment = arguments.Text("segment"),
                Owner = arguments.Text("owner"),
                IsFlagged = arguments.Flag("flagged"),
                RenewalBefore = arguments.Day("renewalBefore"),
                Sort = arguments.OneOf("sort", "name", "renewal", "arr", "band", "flagged"),
                Limit = arguments.Number("limit", 1, 200) ?? 20,
                Cursor = arguments.Text("cursor"),
            };
            return async call =>
            {
                var answer = await call.Door.FindAsync(ask, call.Cancellation);
                if (!answer.IsOk)
                    return ToolAnswer.Fault(answer);
                var json = ToolAnswer.Parse(answer.Body);
                return ToolAnswer.Ok(json, null, json.GetRawText());
            };
        },
    };
}
