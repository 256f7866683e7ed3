using AccountTwins.Cli.Terminals;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>Lists of accounts, and of what happened to one, for people.</summary>
internal static class PortfolioTables
{
    public static void Write(Call call, PortfolioAnswer answer)
    {
        call.Write(["account", "name", "segment", "owner", "health", "value tier", "arr", "renews", "flagged since"], answer.Accounts.Select(row => new object?[]
        {
            row.Account, row.Name, row.Segment, row.Owner, row.Band, row.ValueTier, row.Arr is { } arr ? $"{TableText.Of(arr)} {row.Currency}" : null, row.RenewalDate, row.OpenFlagSince,
        }));
        if (answer.Next is { } next)
            call.Line($"More: --cursor {next}");
    }

    public static void Write(Call call, IEnumerable<TimelineEntryView> entries) =>
        call.Write(["at", "what", "text", "from"], entries.Select(entry => new object?[] { entry.At, entry.Type, entry.Text, entry.Source }));
}
