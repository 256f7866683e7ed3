using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Reviews;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>The review queue for people.</summary>
internal static class ReviewTables
{
    public static void Write(Call call, ReviewsAnswer page)
    {
        call.Write(["id", "kind", "account", "scenario", "tier", "at risk", "role", "due", "held by"], page.Items.Select(item => new object?[]
        {
            item.Id, item.Kind, item.Account, item.Scenario, item.ValueTier, item.AtRisk, item.Role, item.DueAt, item.ClaimedBy,
        }));
        if (page.Next is not null)
            call.Line("There are more: pass a higher --limit.");
    }

    public static void Write(Call call, ReviewCase view)
    {
        call.Line($"{view.Item.Id}  {view.Item.Kind} of {view.Item.Scenario}, yours until {TableText.Of(view.Item.ClaimedUntil)}");
        call.Line($"  goals       {(view.Goals.Length == 0 ? "none are known" : TableText.Clean(string.Join("; ", view.Goals)))}");
        foreach (var act in view.Decision.Asked)
            call.Line($"  asked       {act.Type} {TableText.Of(act.Category)} {(act.Amount is null ? "" : $"{TableText.Of(act.Amount)} {act.Currency}")} {(act.Due is null ? "" : $"by {TableText.Of(act.Due)}")} {(act.Draft is null ? "" : $"\"{TableText.Clean(act.Draft)}\"")}".TrimEnd());
        DecisionTables.Write(call, view.Decision);
    }
}
