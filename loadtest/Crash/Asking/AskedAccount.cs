using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AccountTwins.Client.Signals;
using AccountTwins.Silo.Playbooks;

namespace AccountTwins.LoadTest.Crash.Asking;

/// <summary>
/// A small healthy account whose agent may grant credits by the starter playbook, made of signals. No traffic names it, so the oracle knows
/// nothing of it.
/// </summary>
internal static class AskedAccount
{
    private const string Prefix = "asked-";
    private const string Source = "/asking";
    private const int DaysOfUse = 30;

    /// <summary>
    /// The starter playbook for a service whose feeds are never heard of for long: credits take none, so that their budgets alone decide.
    /// </summary>
    public static string Playbook => Encoding.UTF8.GetString(DefaultPlaybook.File.Span)
        .Replace("small:     { healthy: bounded,    watch: bounded,    at_risk: supervised, unknown: diagnostic }", "small: { healthy: bounded, watch: bounded, at_risk: bounded, unknown: bounded }", StringComparison.Ordinal)
        .Replace("evidence_floor: 0.5", "evidence_floor: 0", StringComparison.Ordinal)
        .Replace("exempt: [holding_reply]", "exempt: [holding_reply, grant_credit]", StringComparison.Ordinal)
        .Replace("families: [billing, contract]", "families: []", StringComparison.Ordinal);

    public static bool Is(string account) => account.StartsWith(Prefix, StringComparison.Ordinal);

    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}");

    /// <summary>The same signals whenever they are sent again on the same day.</summary>
    public static Signal[] Signals(string account, DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var signed = today.AddDays(-165);
        return
        [
            Make(account, "crm.account_created.v1", signed, new JsonObject { ["name"] = account, ["segment"] = "smb", ["aiContact"] = "allowed" }),
            Make(account, "contract.signed.v1", signed.AddMinutes(1), new JsonObject
            {
                ["contract"] = "C-" + account, ["arr"] = 9_600, ["currency"] = "EUR", ["grossMargin"] = 0.78, ["seats"] = 12, ["autoRenew"] = true,
                ["start"] = Day(signed), ["end"] = Day(today.AddDays(200)),
            }),
            Make(account, "support.csat.v1", today.AddDays(-3), new JsonObject { ["score"] = 5 }),
            Make(account, "sentiment.observed.v1", today.AddDays(-2), new JsonObject { ["score"] = 0.7, ["kind"] = "human", ["channel"] = "email" }),
            Make(account, "sentiment.nps.v1", today.AddDays(-9), new JsonObject { ["score"] = 9 }),
            Make(account, "crm.human_touch.v1", today.AddDays(-8), new JsonObject { ["kind"] = "call", ["who"] = "csm" }),
            Make(account, "billing.invoice_paid.v1", today.AddDays(-25), new JsonObject { ["invoice"] = "I-" + account, ["amount"] = 800, ["currency"] = "EUR" }),
            .. Enumerable.Range(1, DaysOfUse).Select(day => Make(
                account, "usage.activity.v1", today.AddDays(-day).AddHours(-1), new JsonObject { ["activeUsers"] = 11, ["sessions"] = 33 })),
        ];
    }

    private static Signal Make(string account, string type, DateTimeOffset at, JsonObject data) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{account}-{type}-{at.UtcTicks}"), Source = Source, Type = type, Subject = account, Time = at, Data = data,
    };

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
